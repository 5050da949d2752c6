using Prunella.Contracts;
using Prunella.Detection.Hot;

namespace Prunella.Detection;

/// <summary>What the streams read right now, for people.</summary>
internal static class Readings
{
    public static IReadOnlyList<SignalReading> Of(StreamBook book, Judge judge, long at)
    {
        var readings = new List<SignalReading>();
        var histogram = new long[LatencyBuckets.Count];
        foreach (var stream in book.Streams.Where(s => !s.IsStale(at)))
        {
            var health = judge.IsUnhealthy(stream.Subject) ? Health.Unhealthy : Health.Healthy;
            var counts = stream.Seconds.Recent(at, stream.Window);
            Array.Clear(histogram);
            stream.Latencies.AddTo(histogram, at, stream.Window);
            readings.Add(new(stream.Subject, SignalKind.Traffic, stream.Witness, "requests", "1/s", counts.Total * 1e9 / stream.Window, stream.Baseline.PerSecond, health));
            readings.Add(new(stream.Subject, SignalKind.Errors, stream.Witness, "errors", "1", counts.Share, stream.Baseline.BadShare, health));
            if (Histograms.Total(histogram) > 0)
                readings.Add(new(stream.Subject, SignalKind.Latency, stream.Witness, "p99", "s", Histograms.Quantile(histogram, 0.99), stream.Bounds[0], health));
        }
        foreach (var level in book.Levels.Where(l => l.Leak is not null))
            readings.Add(new(level.Series.Subject, SignalKind.Saturation, level.Series.Witness, level.Series.Name, level.Series.Unit, level.Now, level.Series.Limit, Health.Unknown));
        return readings;
    }
}
