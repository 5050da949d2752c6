using Prunella.Contracts;

using Prunella.Detection.Tests.Series;

namespace Prunella.Detection.Tests;

/// <summary>Levels with a limit are told before they are full, queues while they grow, leaks within hours; what climbs
/// and falls by itself, what is noisy and what restarts is left alone.</summary>
public sealed class LevelTests
{
    private const double MiB = 1024 * 1024;
    private readonly FleetDetection _detection = new();
    private readonly List<(int Second, Verdict Verdict)> _told = [];
    private SeriesDescription _series = new(
        SeriesId.Of("m"), Subject.Parse("instance/a/a-1"), SignalKind.Saturation, Witness.Telemetry, "process.memory.usage", "By", 1000 * MiB);

    [Fact]
    public void Memory_that_climbs_to_its_limit_is_told_minutes_before_with_when_it_is_full()
    {
        // 100 MiB, a half more each second: full at 1800 s.
        Feed(1400, s => (100 + 0.5 * s) * MiB);

        var (second, verdict) = Assert.Single(_told, t => t.Verdict is { Detector: "saturation", Health: Health.Unhealthy });
        Assert.Equal(FaultKind.SaturationMemory, verdict.Fault);
        Assert.InRange(second, 800, 1400);
        Assert.Equal("MiB", verdict.Evidence.Unit);
        Assert.Equal(1_000_000, verdict.Evidence.Expected);
        Assert.InRange(verdict.Evidence.Outlook!.Expected, 0.8 * (1800 - second) * Shop.Second, 1.25 * (1800 - second) * Shop.Second);
    }

    [Fact]
    public void The_reading_says_when_it_is_full()
    {
        Feed(1400, s => (100 + 0.5 * s) * MiB);

        var reading = Assert.Single(_detection.Readings((1000 + 1400) * Shop.Second));
        Assert.Equal(1000 * MiB, reading.Expected);
        Assert.InRange(reading.Outlook!.Expected, 320 * Shop.Second, 500 * Shop.Second);
    }

    [Theory]
    [InlineData("db.client.connection.count", "{connection}", FaultKind.SaturationPool)]
    [InlineData("process.cpu.utilization", "1", FaultKind.SaturationCpu)]
    public void What_may_be_full_for_a_moment_must_be_so_for_a_minute(string name, string unit, FaultKind fault)
    {
        _series = _series with { Name = name, Unit = unit, Limit = 100 };
        Feed(300, s => s % 100 < 50 ? 97 : 40);
        Assert.DoesNotContain(_told, t => t.Verdict.Health == Health.Unhealthy);

        Feed(400, s => s < 301 ? 40 : 97, from: 300);
        Assert.Equal(fault, Assert.Single(_told, t => t.Verdict.Health == Health.Unhealthy).Verdict.Fault);

        Feed(420, _ => 50, from: 400);
        Assert.Equal(Health.Healthy, _told[^1].Verdict.Health);
    }

    [Fact]
    public void A_flat_noisy_level_is_well()
    {
        var random = new Random(3);
        Feed(6 * 3600, _ => (700 + 30 * SomeSeries.Normal(random)) * MiB, every: 5);

        Assert.DoesNotContain(_told, t => t.Verdict.Health == Health.Unhealthy);
    }

    [Fact]
    public void Memory_that_is_collected_below_its_limit_is_well()
    {
        var level = 200.0;
        Feed(6 * 3600, _ => (level = level > 780 ? 200 : level + 6) * MiB, every: 5);

        // The first climb could be one without an end: it has never been seen to fall.
        Assert.DoesNotContain(_told, t => t.Second > 1800 && t.Verdict is { Detector: "saturation", Health: Health.Unhealthy });
    }

    [Fact]
    public void After_a_restart_it_is_well_and_not_foretold_by_the_past()
    {
        Feed(1400, s => (100 + 0.5 * s) * MiB);
        Feed(1420, _ => 90 * MiB, from: 1400);

        Assert.Equal(Health.Healthy, _detection.Current().Single(v => v.Detector == "saturation").Health);
        Assert.Null(Assert.Single(_detection.Readings((1000 + 1420) * Shop.Second)).Outlook);
    }

    [Fact]
    public void Late_and_duplicate_samples_change_nothing()
    {
        Feed(1400, s => (100 + 0.5 * s) * MiB);
        var before = _detection.Readings((1000 + 1400) * Shop.Second);
        foreach (var second in new[] { 10, 700, 1399 }) Send(second, 999 * MiB);

        Assert.Equal(before, _detection.Readings((1000 + 1400) * Shop.Second));
    }

    [Fact]
    public void A_leak_of_hours_is_found_without_a_limit_and_a_warm_up_of_hours_is_not()
    {
        _series = _series with { Limit = 0 };
        var hour = 3600.0;
        // A collector on top: valleys of 200 MiB that climb 25 an hour.
        Feed(9 * 3600, s => (200 + 25 * (s / hour) + s % 600 / 6) * MiB, every: 10);
        // It is told again as it becomes worse.
        var leak = Assert.Single(_told.Where(t => t.Verdict.Health == Health.Unhealthy).DistinctBy(t => t.Verdict.SinceUnixNanos));
        Assert.Equal(FaultKind.Leak, leak.Verdict.Fault);
        Assert.InRange(leak.Second, 6 * 3600, 8 * 3600);

        _told.Clear();
        Feed(20 * 3600, s => (200 + 300 * (1 - Math.Exp(-(s - 32400) / 3600.0)) + s % 600 / 6) * MiB, from: 9 * 3600 + 1, every: 10, described: "warm");
        Assert.DoesNotContain(_told, t => t.Verdict is { Health: Health.Unhealthy } v && v.Subject.Text.EndsWith("warm", StringComparison.Ordinal));
    }

    [Fact]
    public void A_queue_that_grows_faster_than_it_drains_is_told_and_well_again_when_it_drains()
    {
        _series = _series with { Kind = SignalKind.Backlog, Unit = "{request}", Limit = 0, Name = "queue" };
        var random = new Random(4);
        Feed(900, _ => Math.Max(0, 5 + 3 * SomeSeries.Normal(random)));
        Assert.DoesNotContain(_told, t => t.Verdict.Health == Health.Unhealthy);

        Feed(1300, s => 2.0 * (s - 900), from: 900);
        var (second, verdict) = Assert.Single(_told, t => t.Verdict.Health == Health.Unhealthy);
        Assert.Equal((FaultKind.QueueLag, "backlog"), (verdict.Fault, verdict.Detector));
        Assert.InRange(second, 960, 1200);

        Feed(1900, s => Math.Max(0, 800 - 2.0 * (s - 1300)), from: 1300);
        Assert.Equal(Health.Healthy, _told[^1].Verdict.Health);
    }

    private void Feed(int to, Func<int, double> level, int from = 0, int every = 1, string described = "a-1")
    {
        if (described != "a-1") _series = _series with { Id = SeriesId.Of(described), Subject = Subject.Parse("instance/a/" + described) };
        for (var second = from; second < to; second += every)
        {
            Send(second, level(second));
            _told.AddRange(_detection.Tick((1000 + second) * Shop.Second).Changed.Select(v => (second, v)));
        }
    }

    private void Send(int second, double value)
    {
        var batch = new SampleBatch();
        batch.Descriptions.Add(_series);
        batch.Scalars.Add(new ScalarSample(_series.Id, (1000 + second) * Shop.Second, value));
        _detection.Observe(batch);
    }
}
