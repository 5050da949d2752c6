using Prunella.Contracts;

namespace Prunella.Detection.Hot;

/// <summary>Latency histograms of the last samples, in seven slots.</summary>
/// <remarks>
/// A slot is half a second for a sender that speaks once a second or more often, and doubles with
/// its interval, so that several samples of a slow sender are always kept. Counts are 16 bit; a
/// slot that would overflow is halved as a whole, which keeps its shape and understates its weight.
/// Fixed memory (about 2.5 KB), no allocation after construction.
/// </remarks>
internal sealed class LatencyRing
{
    /// <summary>Six slots are the three seconds that detectors look back on, and one is
    /// filling.</summary>
    private const int Slots = 7;
    private const long Narrowest = 500_000_000;
    private const int MostDoublings = 7;
    private readonly ushort[] _counts = new ushort[Slots * LatencyBuckets.Count];
    private readonly byte[] _halvings = new byte[Slots];
    private long _width = Narrowest;
    private long _newest = -1;

    /// <summary>Width of a slot in nanoseconds.</summary>
    public long SlotNanos => _width;

    /// <summary>Fits the slots to the sender's interval; what was kept in other slots is
    /// dropped.</summary>
    /// <remarks>A width serves intervals from itself to four times itself, so that jitter never
    /// moves it to and fro.</remarks>
    public void Fit(long interval)
    {
        if (_width >= interval / 4 && (_width == Narrowest || _width < interval)) return;
        var doublings = 0;
        while (doublings < MostDoublings && Narrowest << doublings < interval / 4) doublings++;
        if (Narrowest << doublings == _width) return;
        _width = Narrowest << doublings;
        _newest = -1;
    }

    public void Add(long at, int bucket, long count)
    {
        var slot = (at - 1) / _width;
        if (at <= 0 || slot <= _newest - Slots) return;
        for (var s = Math.Max(_newest + 1, slot - Slots + 1); s <= slot; s++) Clear((int)(s % Slots));
        _newest = Math.Max(_newest, slot);
        var i = (int)(slot % Slots);
        ref var cell = ref _counts[i * LatencyBuckets.Count + Math.Clamp(bucket, 0, LatencyBuckets.Count - 1)];
        var more = Math.Clamp(count, 0, int.MaxValue);
        while (cell + ((more + (1L << _halvings[i]) - 1) >> _halvings[i]) > ushort.MaxValue) Halve(i);
        cell += (ushort)((more + (1L << _halvings[i]) - 1) >> _halvings[i]);
    }

    /// <summary>Adds what is not older than a window to a histogram.</summary>
    public void AddTo(Span<long> histogram, long at, long window)
    {
        AddSlots(histogram, (at - window) / _width, at / _width);
    }

    /// <summary>Adds (from, to] to a histogram; both are bounds of slots.</summary>
    public void AddBetween(Span<long> histogram, long from, long to) =>
        AddSlots(histogram, from / _width, to / _width - 1);

    private void AddSlots(Span<long> histogram, long first, long last)
    {
        first = Math.Max(Math.Max(0, first), _newest - Slots + 1);
        last = Math.Min(last, _newest);
        for (var slot = first; slot <= last; slot++)
        {
            var i = (int)(slot % Slots);
            for (var b = 0; b < LatencyBuckets.Count; b++)
                histogram[b] += (long)_counts[i * LatencyBuckets.Count + b] << _halvings[i];
        }
    }

    private void Clear(int i)
    {
        Array.Clear(_counts, i * LatencyBuckets.Count, LatencyBuckets.Count);
        _halvings[i] = 0;
    }

    private void Halve(int i)
    {
        _halvings[i]++;
        for (var b = 0; b < LatencyBuckets.Count; b++) _counts[i * LatencyBuckets.Count + b] >>= 1;
    }
}
