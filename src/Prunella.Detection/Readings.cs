using Prunella.Contracts;
using Prunella.Detection.Hot;

namespace Prunella.Detection;

/// <summary>What the streams read right now, for people.</summary>
internal static class Readings
{
    private const long Window = 3_000_000_000;

    public static IReadOnlyList<SignalReading> Of(StreamBook book, Judge judge, long at)
    {
        var readings = new List<SignalReading>();
        var histogram = new long[LatencyBuckets.Count];
        foreach (var stream in book.Streams.Where(s => !s.IsStale(at)))
        {
            var health = judge.IsUnhealthy(stream.Subject) ? Health.Unhealthy : Health.Healthy;
            var counts = stream.Seconds.Between(at - Window, at);
            Array.Clear(histogram);
            stream.Latencies.AddTo(histogram, at, Window);
            readings.Add(new(stream.Subject, SignalKind.Traffic, stream.Witness, "requests", "1/s", counts.Total / (Window / 1e9), stream.Baseline.PerSecond, health));
            readings.Add(new(stream.Subject, SignalKind.Errors, stream.Witness, "errors", "1", counts.Share, stream.Baseline.BadShare, health));
            if (Histograms.Total(histogram) > 0)
                readings.Add(new(stream.Subject, SignalKind.Latency, stream.Witness, "p99", "s", Histograms.Quantile(histogram, 0.99), stream.BoundSeconds, health));
        }
        foreach (var level in book.Levels)
            readings.Add(new(level.Series.Subject, SignalKind.Saturation, level.Series.Witness, level.Series.Name,
                level.Series.Unit, level.Now, level.Series.Limit, Health.Unknown));
        return readings;
    }
}
