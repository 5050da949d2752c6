using Prunella.Contracts;

namespace Prunella.Senses.Streams;

/// <summary>The counts of an exponential histogram at scale 3 or coarser.</summary>
/// <remarks>
/// At scale s bucket i holds (2^(i/2^s), 2^((i+1)/2^s)]. Halving the scale joins buckets 2i and
/// 2i+1, so i at scale s is i >> (s - t) at a coarser scale t, exactly. Scale 3 is the layout of
/// <see cref="LatencyBuckets"/> (its cell j is bucket j - 113: 14 doublings of 8, and one for the
/// cell at the low end), so a histogram in seconds arrives there without a guess; coarser scales
/// and other units are spread.
/// </remarks>
internal sealed class ExponentialCounts(int scale, int first, long[] counts, long zero)
{
    public const int FinestScale = 3;

    public int Scale { get; } = scale;

    /// <summary>Observations at or below the zero threshold, or below zero.</summary>
    public long Zero { get; } = zero;

    /// <summary>All observations.</summary>
    public long Total => Zero + Counts.Sum();

    private int First { get; } = first;

    private long[] Counts { get; } = counts;

    /// <summary>Takes a histogram of any scale, merged to scale 3 when it is finer.</summary>
    public static ExponentialCounts Of(int scale, int offset, ReadOnlySpan<long> counts, long zero)
    {
        var shift = Math.Max(0, scale - FinestScale);
        if (counts.IsEmpty) return new ExponentialCounts(scale - shift, 0, [], zero);
        var first = offset >> shift;
        var last = (int)(((long)offset + counts.Length - 1) >> shift);
        var merged = new long[last - first + 1];
        for (var i = 0; i < counts.Length; i++) merged[(int)(((long)offset + i) >> shift) - first] += counts[i];
        return new ExponentialCounts(scale - shift, first, merged, zero);
    }

    /// <summary>
    /// This minus an earlier reading, or null when anything fell: then the stream was reset.
    /// </summary>
    /// <remarks>
    /// A stream that outgrew its range comes back coarser; the earlier reading is merged to its
    /// scale.
    /// </remarks>
    public ExponentialCounts? Since(ExponentialCounts earlier)
    {
        if (earlier.Scale < Scale || earlier.Zero > Zero) return null;
        var before = earlier.MergedTo(Scale);
        var difference = (long[])Counts.Clone();
        for (var i = 0; i < before.Counts.Length; i++)
        {
            if (before.Counts[i] == 0) continue;
            var index = (long)before.First + i - First;
            if (index < 0 || index >= difference.Length || difference[index] < before.Counts[i]) return null;
            difference[index] -= before.Counts[i];
        }
        return new ExponentialCounts(Scale, First, difference, Zero - earlier.Zero);
    }

    /// <summary>Adds everything to the cells of <see cref="LatencyBuckets"/>.</summary>
    public void Spread(double secondsPerUnit, Span<long> cells)
    {
        cells[0] += Zero;
        var exact = Scale == FinestScale && secondsPerUnit == 1;
        var width = Math.Pow(2, FinestScale - Scale);
        var shift = LatencySpread.PlaceOf(secondsPerUnit);
        for (var i = 0; i < Counts.Length; i++)
        {
            if (Counts[i] == 0) continue;
            var bucket = (long)First + i;
            if (exact) cells[CellOf(bucket)] += Counts[i];
            else LatencySpread.Add(Counts[i], bucket * width + shift, (bucket + 1) * width + shift, cells);
        }
    }

    private static int CellOf(long bucket) => (int)Math.Clamp(
        bucket - (long)LatencyBuckets.LowestExponent * LatencyBuckets.PerDoubling + 1, 0, LatencyBuckets.Count - 1);

    private ExponentialCounts MergedTo(int coarser)
    {
        if (coarser == Scale || Counts.Length == 0) return this;
        var shift = Scale - coarser;
        var first = First >> shift;
        var merged = new long[(int)(((long)First + Counts.Length - 1) >> shift) - first + 1];
        for (var i = 0; i < Counts.Length; i++) merged[(int)(((long)First + i) >> shift) - first] += Counts[i];
        return new ExponentialCounts(coarser, first, merged, Zero);
    }
}
