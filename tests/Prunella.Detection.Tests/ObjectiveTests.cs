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
