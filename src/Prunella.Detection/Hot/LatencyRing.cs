using Prunella.Contracts;

namespace Prunella.Detection.Hot;

/// <summary>Latency histograms of the last four seconds in half-second slots.</summary>
/// <remarks>Fixed memory (8 slots of 16-bit counts, about 3 KB), no allocation after construction; counts
/// saturate.</remarks>
internal sealed class LatencyRing
{
    private const int Slots = 8;
    private readonly long[] _slot = new long[Slots];
    private readonly ushort[] _counts = new ushort[Slots * LatencyBuckets.Count];

    public void Add(long at, int bucket, long count)
    {
        var slot = (at - 1) / SlotRing.SlotNanos;
        var i = (int)(slot % Slots);
        if (_slot[i] > slot) return;
        if (_slot[i] < slot)
        {
            _slot[i] = slot;
            Array.Clear(_counts, i * LatencyBuckets.Count, LatencyBuckets.Count);
        }
        ref var cell = ref _counts[i * LatencyBuckets.Count + Math.Clamp(bucket, 0, LatencyBuckets.Count - 1)];
        cell = (ushort)Math.Min(ushort.MaxValue, cell + Math.Max(0, count));
    }

    /// <summary>Adds the window (at - nanos, at] to a histogram.</summary>
    public void AddTo(Span<long> histogram, long at, long nanos)
    {
        var (first, last) = ((at - nanos) / SlotRing.SlotNanos, at / SlotRing.SlotNanos);
        for (var i = 0; i < Slots; i++)
        {
            if (_slot[i] < first || _slot[i] >= last) continue;
            for (var b = 0; b < LatencyBuckets.Count; b++) histogram[b] += _counts[i * LatencyBuckets.Count + b];
        }
    }
}
