using Prunella.Contracts;

namespace Prunella.Detection.Tests;

/// <summary>Whatever comes in, detection goes on seeing: wrong clocks, impossible counts, too many
/// series.</summary>
public sealed class RobustnessTests
{
    [Fact]
    public void A_sample_of_the_future_does_not_blind_its_stream()
    {
        var shop = new Shop();
        shop.Run(200);
        shop.Detection.Observe(Errors(shop, shop.At + 86_400 * Shop.Second, 0, 10));
        shop.ErrorShare = i => i == 0 ? 0.2 : 0;

        Assert.InRange(shop.Run(40, () => shop.IsBad(0)), 1, 8);
        Assert.Equal(1, shop.Detection.RefusedSamples);
    }

    [Fact]
    public void Nor_does_one_that_came_before_the_first_look_at_the_clock()
    {
        var shop = new Shop();
        shop.Detection.Observe(Errors(shop, shop.At + 86_400 * Shop.Second, 0, 10));
        shop.Run(200);
        shop.ErrorShare = i => i == 0 ? 0.2 : 0;

        Assert.InRange(shop.Run(40, () => shop.IsBad(0)), 1, 8);
    }

    [Fact]
    public void Impossible_numbers_break_nothing_and_accuse_nobody()
    {
        var shop = new Shop(objective: false);
        shop.Run(200);
        shop.Told.Clear();
        foreach (var (bad, total) in new[] { (-5L, -3L), (3L, 0L), (0L, long.MaxValue), (long.MinValue, 1L) })
            shop.Detection.Observe(Errors(shop, shop.At, bad, total));
        var memory = new SeriesDescription(SeriesId.Of("m"), Subject.Of(shop.Instances[0]), SignalKind.Saturation, Witness.Telemetry, "memory", "By", 1e9);
        var batch = new SampleBatch();
        batch.Descriptions.Add(memory);
        double[] levels = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -1, double.MaxValue];
        for (var i = 0; i < levels.Length; i++) batch.Scalars.Add(new ScalarSample(memory.Id, shop.At + i, levels[i]));
        shop.Detection.Observe(batch);
        shop.Detection.Observe(new ProbeResult(shop.Instances[0], shop.At + 1, ProbeOutcome.Ok, 0, Witness.Probe));
        shop.Detection.Observe(new ProbeResult(shop.Instances[0], shop.At + 2, ProbeOutcome.Ok, long.MinValue, Witness.Probe));
        shop.Detection.Observe(Errors(shop, long.MinValue, 1, 1));

        shop.Run(40);

        Assert.Empty(shop.BadVerdicts());
    }

    [Fact]
    public void Series_beyond_the_bound_are_refused_and_counted()
    {
        var detection = new FleetDetection();
        detection.Observe(Described(0, FleetDetection.MostSeries + 3));

        Assert.Equal(3, detection.RefusedSeries);
    }

    [Fact]
    public void Series_that_were_silent_for_an_hour_make_room()
    {
        var (detection, from) = (new FleetDetection(), 1_000_000 * Shop.Second);
        detection.Tick(from);
        detection.Observe(Described(0, FleetDetection.MostSeries));
        detection.Tick(from + 3601 * Shop.Second);
        detection.Observe(Described(FleetDetection.MostSeries, 10));

        Assert.Equal(0, detection.RefusedSeries);
    }

    [Fact]
    public void A_limit_that_becomes_known_later_counts()
    {
        var (detection, from) = (new FleetDetection(), 1_000_000 * Shop.Second);
        var memory = new SeriesDescription(SeriesId.Of("m"), Subject.Parse("instance/a/a-1"), SignalKind.Saturation, Witness.Telemetry, "memory", "By");
        foreach (var series in new[] { memory, memory with { Limit = 1000 } })
        {
            var batch = new SampleBatch();
            batch.Descriptions.Add(series);
            batch.Scalars.Add(new ScalarSample(memory.Id, from + (long)series.Limit, 950));
            detection.Observe(batch);
        }

        var report = detection.Tick(from + Shop.Second);

        Assert.Contains(report.Changed, v => v is { Fault: FaultKind.SaturationMemory, Health: Health.Unhealthy });
    }

    [Fact]
    public void How_counts_are_cut_into_samples_does_not_matter()
    {
        string Once(int parts)
        {
            var detection = new FleetDetection();
            var told = new List<Verdict>();
            for (var s = 1; s <= 60; s++)
            {
                var at = (1_000_000 + s) * Shop.Second;
                for (var part = 0; part < parts; part++)
                {
                    foreach (var i in new[] { 0, 1, 2 }) detection.Observe(Errors($"instance/a/a-{i}", at, (i == 1 && s > 50 ? 12 : 0) / parts, 60 / parts));
                }
                told.AddRange(detection.Tick(at).Changed);
            }
            return string.Join('\n', told);
        }

        Assert.Equal(Once(1), Once(6));
        Assert.Contains("Unhealthy", Once(1), StringComparison.Ordinal);
    }

    [Fact]
    public void Taking_in_samples_allocates_nothing()
    {
        var detection = new FleetDetection();
        var batches = Enumerable.Range(0, 200).Select(i => Errors("instance/a/a-1", 1_000_000 * Shop.Second + i * 500 * Shop.Millisecond, 1, 20)).ToArray();
        foreach (var batch in batches.Take(100)) detection.Observe(batch);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 100; i < batches.Length; i++) detection.Observe(batches[i]);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static SampleBatch Described(int from, int count)
    {
        var batch = new SampleBatch();
        for (var i = from; i < from + count; i++)
            batch.Descriptions.Add(new(SeriesId.Of("s", $"{i}"), Subject.Parse("instance/a/a-1"), SignalKind.Errors, Witness.Telemetry, "requests", "1"));
        return batch;
    }

    private static SampleBatch Errors(Shop shop, long at, long bad, long total) => Errors(Subject.Of(shop.Instances[0]).Text, at, bad, total);

    private static SampleBatch Errors(string subject, long at, long bad, long total)
    {
        var batch = new SampleBatch();
        var series = SeriesId.Of("Gateway", subject, "errors");
        batch.Descriptions.Add(new(series, Subject.Parse(subject), SignalKind.Errors, Witness.Gateway, "requests", "1"));
        batch.Ratios.Add(new RatioSample(series, at, bad, total));
        return batch;
    }
}
