using Prunella.Contracts;
using Prunella.Detection.Hot;

namespace Prunella.Detection.Objectives;

/// <summary>Latencies as counts per <see cref="LatencyBuckets"/> bucket: adding two sketches is the sketch of both,
/// without loss.</summary>
/// <remarks>
/// Intuition: everybody throws into the same 178 boxes, so boxes may be emptied together in any order, over time and
/// over instances. Merging is associative and commutative and an empty sketch changes nothing; a quantile of the merged
/// is exactly that of all samples in the bucket layout, and its value is within 4.4 % of the true one between 61 µs and
/// 256 s (the geometric middle of a bucket that is 9.05 % wide). A bound that lies inside a bucket splits it at a place
/// that nobody knows, so what is late is an interval: certainly, and possibly. Counts stop at 2^50. 1.4 KB, no
/// allocation after construction.
/// </remarks>
internal sealed class LatencySketch
{
    private const long Most = 1L << 50;
    private readonly long[] _counts = new long[LatencyBuckets.Count];

    public ReadOnlySpan<long> Counts => _counts;

    public long Total => Histograms.Total(_counts);

    public void Clear() => Array.Clear(_counts);

    /// <summary>Adds to one bucket; what is no count (negative) is not taken, an index outside goes to the nearest
    /// end.</summary>
    public void Add(int bucket, long count)
    {
        ref var cell = ref _counts[Math.Clamp(bucket, 0, LatencyBuckets.Count - 1)];
        cell = Math.Min(Most, cell + Math.Clamp(count, 0, Most));
    }

    public void Merge(LatencySketch other) => Merge(other.Counts);

    /// <summary>Adds a histogram of the same layout.</summary>
    public void Merge(ReadOnlySpan<long> counts)
    {
        for (var b = 0; b < counts.Length; b++) Add(b, counts[b]);
    }

    /// <summary>Adds what a ring holds of the window that ends now.</summary>
    public void Merge(LatencyRing ring, long at, long window) => ring.AddTo(_counts, at, window);

    /// <summary>The value that stands for the quantile, seconds.</summary>
    public double Middle(double q) => Histograms.Quantile(_counts, q);

    /// <summary>Between which two values the quantile lies, seconds; (0, 0] when nothing was seen.</summary>
    public (double Above, double UpTo) Quantile(double q)
    {
        if (Total == 0) return (0, 0);
        var bucket = Histograms.QuantileBucket(_counts, q);
        return (bucket == 0 ? 0 : LatencyBuckets.UpperBound(bucket - 1), LatencyBuckets.UpperBound(bucket));
    }

    /// <summary>How many were later than a bound: above its bucket certainly, within it possibly.</summary>
    public (long Certain, long Possible) Later(double seconds)
    {
        var certain = Histograms.Above(_counts, seconds);
        return (certain, certain + WithinBucketOf(seconds));
    }

    private long WithinBucketOf(double seconds)
    {
        var bucket = LatencyBuckets.IndexOf(seconds);
        // A bound on the edge splits nothing: the bucket ends with it.
        return LatencyBuckets.UpperBound(bucket) <= seconds ? 0 : _counts[bucket];
    }
}
