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
            void Add(SignalKind kind, string name, string unit, double value, double expected) =>
                readings.Add(new(stream.Subject, kind, stream.Witness, name, unit, value, expected, health));
            Add(SignalKind.Traffic, "requests", "1/s", counts.Total * 1e9 / stream.Window, stream.Baseline.PerSecond);
            Add(SignalKind.Errors, "errors", "1", counts.Share, stream.Baseline.BadShare);
            if (Histograms.Total(histogram) == 0) continue;
            Add(SignalKind.Latency, "p99", "s", Histograms.Quantile(histogram, 0.99), stream.Bounds[0]);
        }
        foreach (var level in book.Levels.Where(l => l.Leak is not null || (l.Series.Limit > 0 && !l.IsStale(at))))
        {
            var of = level.Series;
            readings.Add(new(
                of.Subject, SignalKind.Saturation, of.Witness, of.Name, of.Unit, level.Now, of.Limit, Health.Unknown,
                level.Outlook()));
        }
        return readings;
    }
}
