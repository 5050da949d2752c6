using Prunella.Contracts;

namespace Prunella.Detection.Tests;

/// <summary>Without a fault nobody is accused: not by noise, not by a stall of the whole machine,
/// not at a cold start, not by few requests.</summary>
public sealed class CalmTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void An_hour_of_noise_with_stalls_of_the_whole_machine_accuses_no_instance(int seed)
    {
        var shop = new Shop(seed: seed, objective: false);
        var chance = new Random(seed);
        var stalledUntil = 0L;
        shop.ErrorShare = _ => 0.002;
        shop.Latency = _ => shop.At < stalledUntil ? 0.3 : chance.NextDouble() < 0.01 ? 0.2 : 0.006;

        for (var i = 0; i < 3600 * 4 / 20; i++)
        {
            if (chance.NextDouble() < 0.02) stalledUntil = shop.At + Shop.Second;
            shop.Run(20);
        }

        Assert.Empty(shop.BadVerdicts());
    }

    [Fact]
    public void A_cold_start_accuses_nobody()
    {
        var shop = new Shop(objective: false);
        var from = shop.At;
        shop.Latency = i => 0.006 + 0.5 * Math.Exp(-(shop.At - from) / 1e9 / (2 + i));

        shop.Run(200);

        Assert.Empty(shop.BadVerdicts());
    }

    [Fact]
    public void One_request_in_ten_seconds_that_fails_is_no_news()
    {
        var shop = new Shop(objective: false) { Rate = _ => 0.1, ErrorShare = i => i == 0 ? 0.3 : 0 };

        shop.Run(4 * 600);

        Assert.Empty(shop.BadVerdicts());
    }

    [Fact]
    public void A_lone_instance_is_not_compared()
    {
        var shop = new Shop(instances: 1, objective: false) { ErrorShare = _ => 0.01 };

        shop.Run(400);

        Assert.Empty(shop.BadVerdicts());
    }

    [Fact]
    public void The_same_stream_gives_the_same_verdicts()
    {
        string Once()
        {
            var shop = new Shop(seed: 7);
            shop.Run(200);
            shop.Latency = i => i == 1 ? 0.4 : 0.006;
            shop.Run(100);
            return string.Join('\n', shop.Told);
        }

        Assert.Equal(Once(), Once());
    }

    [Fact]
    public void A_signal_that_falls_silent_is_unknown_and_not_healthy()
    {
        var shop = new Shop();
        shop.Run(100);

        var report = shop.Detection.Tick(shop.At + 30 * Shop.Second);

        Assert.NotEmpty(report.Changed);
        Assert.All(report.Changed, v => Assert.Equal(Health.Unknown, v.Health));
        Assert.All(report.Coverage, c => Assert.Equal(Witness.None, c.Witnesses));
    }

    [Fact]
    public void What_is_no_measurement_is_passed_over()
    {
        var detection = new FleetDetection();
        var (subject, instance) = (Subject.Parse("instance/a/a-1"), InstanceId.Parse("a/a-1"));
        var batch = new SampleBatch();
        batch.Descriptions.Add(new SeriesDescription(SeriesId.Of("e"), subject, SignalKind.Errors, Witness.Gateway, "e", "1"));
        batch.Descriptions.Add(new SeriesDescription(SeriesId.Of("m"), subject, SignalKind.Saturation, Witness.Telemetry, "m", "By"));
        batch.Ratios.Add(new RatioSample(SeriesId.Of("e"), 1000 * Shop.Second, 9, 3));
        batch.Ratios.Add(new RatioSample(SeriesId.Of("e"), 1000 * Shop.Second, -1, 3));
        batch.Scalars.Add(new ScalarSample(SeriesId.Of("m"), 1000 * Shop.Second, double.NaN));
        batch.Scalars.Add(new ScalarSample(SeriesId.Of("m"), 1000 * Shop.Second, double.PositiveInfinity));

        detection.Observe(batch);
        for (var i = 0; i < 5; i++) detection.Observe(new ProbeResult(instance, (1000 + i) * Shop.Second, ProbeOutcome.Ok, 0, Witness.Probe));

        Assert.DoesNotContain(detection.Tick(1005 * Shop.Second).Changed, v => v.Health == Health.Unhealthy);
    }
}
