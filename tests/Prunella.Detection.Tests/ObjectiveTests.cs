using CsCheck;

using Prunella.Contracts;

namespace Prunella.Detection.Tests;

/// <summary>What a person declared is judged as declared: each bound by itself, for as long as
/// asked, whatever the signal.</summary>
public sealed class ObjectiveTests
{
    private static readonly ServiceId Service = new("a");

    [Fact]
    public void Two_bounds_on_one_services_latency_are_judged_apart()
    {
        var run = new Run(Latency("tight", 100), Latency("loose", 1000));
        run.Seconds(20, latency: 0.4);

        Assert.Equal(["tight"], run.Broken());
    }

    [Fact]
    public void One_slow_request_of_ten_is_no_news()
    {
        var run = new Run(Latency("p99", 250));
        run.Seconds(1, latency: 0.006, total: 9);
        run.Seconds(1, latency: 0.4, total: 1);

        Assert.Empty(run.Broken());
    }

    [Fact]
    public void What_must_be_broken_for_two_minutes_is_not_broken_after_one_and_is_after_two()
    {
        var run = new Run(new ObjectiveSpec("errors", Service, SignalKind.Errors, 990, 20, 0, 120 * Shop.Second));
        run.Seconds(60, bad: 0);
        run.Seconds(70, bad: 20);
        Assert.Empty(run.Broken());

        run.Seconds(60, bad: 20);
        Assert.Equal(["errors"], run.Broken());
    }

    [Fact]
    public void A_broken_one_does_not_hold_another_that_is_within_its_bound()
    {
        var run = new Run(Latency("p99", 250), new ObjectiveSpec("errors", Service, SignalKind.Errors, 990, 100, 0, 2 * Shop.Second));
        run.Seconds(20, latency: 0.4, bad: 12);

        Assert.Equal(["p99"], run.Broken());
    }

    [Fact]
    public void A_resource_that_is_too_full_for_long_enough_breaks_a_saturation_bound()
    {
        var run = new Run(new ObjectiveSpec("pool", Service, SignalKind.Saturation, 990, 800, 0, 5 * Shop.Second));
        run.Level(SignalKind.Saturation, 4, value: 90, limit: 100);
        Assert.Empty(run.Broken());

        run.Level(SignalKind.Saturation, 4, value: 90, limit: 100);
        Assert.Equal(["pool"], run.Broken());

        run.Level(SignalKind.Saturation, 4, value: 50, limit: 100);
        Assert.Empty(run.Broken());
    }

    [Fact]
    public void A_long_queue_breaks_a_backlog_bound()
    {
        var run = new Run(new ObjectiveSpec("queue", Service, SignalKind.Backlog, 990, 100_000, 0, 0));
        run.Level(SignalKind.Backlog, 2, value: 99, limit: 0);
        Assert.Empty(run.Broken());

        run.Level(SignalKind.Backlog, 2, value: 101, limit: 0);
        Assert.Equal(["queue"], run.Broken());
    }

    [Fact]
    public void Too_little_traffic_breaks_a_lower_bound()
    {
        var run = new Run(new ObjectiveSpec("busy", Service, SignalKind.Traffic, 990, 0, 50_000, 2 * Shop.Second));
        run.Seconds(10, total: 100);
        Assert.Empty(run.Broken());

        run.Seconds(10, total: 10);
        Assert.Equal(["busy"], run.Broken());
        Assert.Contains(run.Detection.Current(), v => v is { Objective: "busy", Direction: Direction.Down });
    }

    [Fact]
    public void A_bound_inside_a_bucket_is_not_broken_by_rounding_and_is_by_what_is_late_for_certain()
    {
        // 300 ms lies in the bucket from 297 to 324 ms.
        var (within, above) = (new Run(Latency("p99", 300)), new Run(Latency("p99", 300)));
        within.Seconds(20, latency: 0.310);
        above.Seconds(20, latency: 0.330);

        Assert.Empty(within.Broken());
        Assert.Equal(["p99"], above.Broken());
    }

    [Fact]
    public void A_broken_latency_is_told_with_its_quantile_its_bound_and_the_late_ones()
    {
        var run = new Run(Latency("p99", 250));
        run.Seconds(5);
        run.Seconds(20, latency: 0.4);

        var evidence = run.Detection.Current().Single(v => v.Objective == "p99").Evidence;
        Assert.InRange(evidence.Value, 400 / 1.045, 400 * 1.045);
        Assert.Equal(250, evidence.Expected);
        Assert.InRange(evidence.Bad, 200, evidence.Total);
    }

    [Fact]
    public void It_is_kept_again_only_so_far_back_and_for_so_long_as_it_asks()
    {
        var run = new Run(new ObjectiveSpec("errors", Service, SignalKind.Errors, 990, 50, 0, 2 * Shop.Second)
        {
            Recovery = new Recovery(500, 10 * Shop.Second),
        });
        run.Seconds(10, bad: 40);
        Assert.Equal(["errors"], run.Broken());

        // 4 %: within the bound, not within half of it.
        run.Seconds(60, bad: 8);
        Assert.Equal(["errors"], run.Broken());

        // The window holds two to three seconds, then ten must pass.
        run.Seconds(10, bad: 4);
        Assert.Equal(["errors"], run.Broken());
        run.Seconds(5, bad: 4);
        Assert.Empty(run.Broken());
    }

    [Fact]
    public void A_level_is_kept_again_only_so_far_back_and_for_so_long_as_it_asks()
    {
        var run = new Run(new ObjectiveSpec("pool", Service, SignalKind.Saturation, 990, 900, 0, 0) { Recovery = new Recovery(800, 10 * Shop.Second) });
        run.Level(SignalKind.Saturation, 2, value: 95, limit: 100);
        run.Level(SignalKind.Saturation, 60, value: 80, limit: 100);
        Assert.Equal(["pool"], run.Broken());

        run.Level(SignalKind.Saturation, 9, value: 70, limit: 100);
        Assert.Equal(["pool"], run.Broken());
        run.Level(SignalKind.Saturation, 3, value: 70, limit: 100);
        Assert.Empty(run.Broken());
    }

    [Fact]
    public void A_lower_bound_that_comes_back_is_told_against_that_bound()
    {
        var run = new Run(new ObjectiveSpec("busy", Service, SignalKind.Traffic, 990, 0, 50_000, 0) { Recovery = new Recovery(500, Shop.Second) });
        run.Seconds(10, total: 10);
        run.Seconds(10, total: 80);

        var verdict = run.Detection.Current().Single(v => v.Objective == "busy");
        Assert.Equal((Health.Unhealthy, Direction.Down, 50_000L), (verdict.Health, verdict.Direction, verdict.Evidence.Expected));
        run.Seconds(10, total: 120);
        Assert.Empty(run.Broken());
    }

    [Fact]
    public void Judged_for_each_instance_only_the_bad_one_is_broken()
    {
        var shop = new Shop(objective: false) { Latency = i => i == 1 ? 0.4 : 0.006, HasTelemetry = true };
        shop.Detection.Configure(new DetectionSetup(
            [Latency("each", 250) with { Service = new ServiceId("checkout"), PerInstance = true }, Latency("all", 250) with { Service = new ServiceId("checkout") }], shop.Instances));
        shop.Run(80);

        var broken = shop.Detection.Current().Where(v => v is { Detector: "objective", Health: Health.Unhealthy });
        Assert.Equal([("each", Subject.Of(shop.Instances[1])), ("all", Subject.Of(new ServiceId("checkout")))], broken.Select(v => (v.Objective, v.Subject)).OrderByDescending(v => v.Objective));
    }

    [Fact]
    public void A_level_of_one_instance_is_judged_by_itself()
    {
        var run = new Run(new ObjectiveSpec("pool", Service, SignalKind.Saturation, 990, 900, 0, 0) { PerInstance = true });
        run.Level(SignalKind.Saturation, 2, value: 95, limit: 100);

        Assert.Equal("instance/a/a-1", run.Detection.Current().Single(v => v.Health == Health.Unhealthy).Subject.Text);
    }

    [Fact]
    public void More_late_ones_never_turn_broken_into_kept() =>
        Gen.Select(Gen.Int[0, 40].Array[20, 60], Gen.Int[0, 40].Array[60]).Sample(
            (bad, more) =>
            {
                var spec = new ObjectiveSpec("errors", Service, SignalKind.Errors, 990, 50, 0, 2 * Shop.Second);
                var (less, worse) = (new Run(spec), new Run(spec));
                for (var i = 0; i < bad.Length; i++)
                {
                    less.Seconds(1, bad: bad[i]);
                    worse.Seconds(1, bad: bad[i] + more[i]);
                    if (less.Broken().Length > 0) Assert.NotEmpty(worse.Broken());
                }
            },
            iter: 50, seed: "0000KOIPEPfk");

    private static ObjectiveSpec Latency(string name, long milli) => new(name, Service, SignalKind.Latency, 990, milli, 0, 2 * Shop.Second);

    private sealed class Run
    {
        private long _at = 1_000_000 * Shop.Second;

        public Run(params ObjectiveSpec[] objectives) => Detection.Configure(new DetectionSetup(objectives, []));

        public FleetDetection Detection { get; } = new();

        public string[] Broken() => [.. Detection.Current().Where(v => v is { Detector: "objective", Health: Health.Unhealthy }).Select(v => v.Objective)];

        public void Seconds(int seconds, double latency = 0.006, int bad = 0, int total = 200)
        {
            for (var s = 0; s < seconds; s++)
            {
                var batch = new SampleBatch();
                var (errors, times) = (Describe(batch, SignalKind.Errors, 0), Describe(batch, SignalKind.Latency, 0));
                _at += Shop.Second;
                batch.Ratios.Add(new RatioSample(errors, _at, bad, total));
                batch.Cells.Add(new HistogramCell(LatencyBuckets.IndexOf(latency), total));
                batch.Histograms.Add(new HistogramSample(times, _at, 0, 1));
                Detection.Observe(batch);
                Detection.Tick(_at);
            }
        }

        public void Level(SignalKind kind, int seconds, double value, double limit)
        {
            for (var s = 0; s < seconds; s++)
            {
                var batch = new SampleBatch();
                _at += Shop.Second;
                batch.Scalars.Add(new ScalarSample(Describe(batch, kind, limit), _at, value));
                Detection.Observe(batch);
                Detection.Tick(_at);
            }
        }

        private static SeriesId Describe(SampleBatch batch, SignalKind kind, double limit)
        {
            var (id, ofInstance) = (SeriesId.Of($"{kind}"), kind is SignalKind.Saturation or SignalKind.Backlog);
            batch.Descriptions.Add(new(
                id, ofInstance ? Subject.Parse("instance/a/a-1") : Subject.Of(Service), kind, ofInstance ? Witness.Telemetry : Witness.Gateway, "x", "", limit));
            return id;
        }
    }
}
