using Prunella.Contracts;

namespace Prunella.Detection.Tests;

/// <summary>Telemetry that comes every ten seconds, each instance at a time of its own, is looked
/// at in its own rhythm.</summary>
public sealed class SlowSenderTests
{
    private const int Interval = 10;

    [Fact]
    public void Between_two_exports_nothing_is_silent_and_nothing_is_told()
    {
        var told = Run(600, (_, _) => (0, 100, 0.006));

        Assert.DoesNotContain(told, t => t.Second > 100);
    }

    [Fact]
    public void Errors_of_one_instance_are_seen_within_two_exports()
    {
        var told = Run(330, (i, s) => (i == 1 && s > 300 ? 20 : 0, 100, 0.006));

        Assert.Contains(told, t => t is { Second: <= 300 + 2 * Interval, Verdict: { Detector: "error-peers", Health: Health.Unhealthy } } && t.Verdict.Subject.Text == "instance/a/a-1");
    }

    [Fact]
    public void Slowness_of_one_instance_is_seen_within_two_exports()
    {
        var told = Run(330, (i, s) => (0, 100, i == 1 && s > 300 ? 0.4 : 0.006));

        Assert.Contains(told, t => t is { Second: <= 300 + 2 * Interval, Verdict: { Detector: "latency-peers", Health: Health.Unhealthy } } && t.Verdict.Subject.Text == "instance/a/a-1");
    }

    [Fact]
    public void A_service_that_was_often_quiet_before_is_not_news_when_it_is_again()
    {
        var told = Run(900, (_, s) => (0, s / 30 % 2 == 0 ? 200 : 0, 0.006));

        Assert.DoesNotContain(told, t => t.Second > 150 && t.Verdict is { Detector: "traffic", Health: Health.Unhealthy });
    }

    private static List<(int Second, Verdict Verdict)> Run(int seconds, Func<int, int, (int Bad, int Total, double Latency)> at)
    {
        var (detection, told) = (new FleetDetection(), new List<(int, Verdict)>());
        for (var tick = 1; tick <= 4 * seconds; tick++)
        {
            var now = 1_000_000 * Shop.Second + tick * 250 * Shop.Millisecond;
            for (var i = 0; i < 3 && tick % 4 == 0; i++)
            {
                if ((tick / 4 + 3 * i) % Interval == 0) detection.Observe(Export(i, now, at(i, tick / 4)));
            }
            told.AddRange(detection.Tick(now).Changed.Select(v => (tick / 4, v)));
        }
        return told;
    }

    private static SampleBatch Export(int instance, long at, (int Bad, int Total, double Latency) of)
    {
        var (batch, subject) = (new SampleBatch(), Subject.Parse($"instance/a/a-{instance}"));
        SeriesId Describe(SignalKind kind)
        {
            var id = SeriesId.Of(subject.Text, $"{kind}");
            batch.Descriptions.Add(new(id, subject, kind, Witness.Telemetry, "requests", "1"));
            return id;
        }
        var (traffic, errors, latency) = (Describe(SignalKind.Traffic), Describe(SignalKind.Errors), Describe(SignalKind.Latency));
        batch.Scalars.Add(new ScalarSample(traffic, at, of.Total));
        if (of.Total == 0) return batch;
        batch.Ratios.Add(new RatioSample(errors, at, of.Bad, of.Total));
        batch.Cells.Add(new HistogramCell(LatencyBuckets.IndexOf(of.Latency), of.Total));
        batch.Histograms.Add(new HistogramSample(latency, at, 0, 1));
        return batch;
    }
}
