using Prunella.Contracts;

namespace Prunella.Detection.Objectives;

/// <summary>Counts a stream's samples into the windows of one budget as they arrive.</summary>
/// <remarks>
/// Late are those in buckets above the one that holds the bound: a bound counts as rounded up to its bucket's end (by
/// less than 9.1 %, by nothing when it lies there), so that no budget is spent by rounding.
/// </remarks>
/// <param name="ring">Where to.</param>
/// <param name="lateSeconds">Of a latency budget: what is late; 0 for a budget of failures.</param>
internal sealed class WindowFeed(WindowRing ring, double lateSeconds)
{
    /// <summary>Longer than that a witness did not speak of what it says now: it was silent.</summary>
    private const long MostReach = 2 * WindowRing.Minute;

    private readonly bool _isLatency = lateSeconds > 0;
    private readonly int _bound = LatencyBuckets.IndexOf(lateSeconds);

    public void Add(in RatioSample sample, long interval)
    {
        See(sample.TimeUnixNanos, interval);
        if (!_isLatency) ring.Add(sample.TimeUnixNanos, sample.Bad, sample.Total);
    }

    public void Add(in HistogramSample sample, ReadOnlySpan<HistogramCell> cells, long interval)
    {
        See(sample.TimeUnixNanos, interval);
        if (!_isLatency) return;
        long late = 0, total = 0;
        foreach (var cell in cells)
        {
            var count = Math.Clamp(cell.Count, 0, int.MaxValue);
            total += count;
            if (cell.Bucket > _bound) late += count;
        }
        ring.Add(sample.TimeUnixNanos, late, total);
    }

    public void See(long at, long interval) => ring.See(at, Math.Min(interval, MostReach));
}
