using Prunella.Contracts;
using Prunella.Detection.Hot;

namespace Prunella.Detection;

/// <summary>What one kind of witness says of one subject: counts of the last minute, latencies of the last
/// seconds, its baseline.</summary>
/// <param name="subject">Whom it is about.</param>
/// <param name="witness">Who saw it.</param>
/// <param name="boundSeconds">What counts as late: the service's latency objective, or 250 ms.</param>
internal sealed class SignalStream(Subject subject, Witness witness, double boundSeconds)
{
    /// <summary>Never shorter than three seconds: two exports of a busy sender may come late.</summary>
    private const long LeastPatience = 3_000_000_000;

    private long _interval = 1_000_000_000;

    public Subject Subject { get; } = subject;

    public Witness Witness { get; } = witness;

    public SlotRing Seconds { get; } = new();

    public LatencyRing Latencies { get; } = new();

    public Baseline Baseline { get; } = new();

    public double BoundSeconds { get; set; } = boundSeconds;

    /// <summary>Time of the newest sample; 0 before the first.</summary>
    public long LastAt { get; private set; }

    public bool IsStale(long at) => LastAt == 0 || at - LastAt > Math.Max(LeastPatience, 3 * _interval);

    public void Add(in RatioSample sample)
    {
        // More bad than there were is no measurement, whoever sent it.
        if (sample.Bad < 0 || sample.Bad > sample.Total) return;
        Touch(sample.TimeUnixNanos);
        Seconds.AddRatio(sample.TimeUnixNanos, sample.Bad, sample.Total);
    }

    public void Add(in HistogramSample sample, ReadOnlySpan<HistogramCell> cells)
    {
        Touch(sample.TimeUnixNanos);
        var bound = LatencyBuckets.IndexOf(BoundSeconds);
        long late = 0;
        foreach (var cell in cells)
        {
            Latencies.Add(sample.TimeUnixNanos, cell.Bucket, cell.Count);
            if (cell.Bucket > bound) late += cell.Count;
        }
        if (late > 0) Seconds.AddLate(sample.TimeUnixNanos, late);
    }

    private void Touch(long at)
    {
        if (at <= LastAt) return;
        if (LastAt != 0) _interval += (Math.Min(at - LastAt, 60_000_000_000) - _interval) / 8;
        LastAt = at;
    }
}
