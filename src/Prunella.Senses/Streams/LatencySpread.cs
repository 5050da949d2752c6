using Prunella.Contracts;

namespace Prunella.Senses.Streams;

/// <summary>
/// Puts counts of foreign buckets into the cells of <see cref="LatencyBuckets"/> without losing
/// one.
/// </summary>
/// <remarks>
/// A duration's place on the cells' logarithmic ruler is c = 8 (log2 s + 14): cell j holds the
/// places in (j-1, j]. n observations somewhere in (low, high] of that ruler are taken as spread
/// evenly over it (log-uniform, the usual shape of latencies inside one bucket), so up to place c
/// there are n (c - low) / (high - low) of them; each cell gets the difference of two rounded such
/// sums, hence the total is exact and no cell is off by more than one.
/// </remarks>
internal static class LatencySpread
{
    /// <summary>
    /// An open end is taken to reach one doubling beyond its bound: chosen by feel.
    /// </summary>
    public const double OpenEnd = LatencyBuckets.PerDoubling;

    /// <summary>
    /// The first bucket is taken to reach two doublings down (5 ms to 1.25 ms): chosen by feel.
    /// </summary>
    public const double OpenStart = 2 * LatencyBuckets.PerDoubling;

    /// <summary>Place of a duration on the ruler; minus infinity for zero and less.</summary>
    public static double PlaceOf(double seconds) => seconds > 0
        ? (Math.Log2(seconds) - LatencyBuckets.LowestExponent) * LatencyBuckets.PerDoubling
        : double.NegativeInfinity;

    /// <summary>
    /// Adds <paramref name="count"/> observations that lie in (low, high] of the ruler.
    /// </summary>
    public static void Add(long count, double low, double high, Span<long> cells)
    {
        if (count == 0) return;
        var first = CellAbove(low);
        var last = CellOf(high);
        long given = 0;
        for (var cell = first; cell < last; cell++)
        {
            var upTo = (long)Math.Round(count * ((cell - low) / (high - low)), MidpointRounding.AwayFromZero);
            cells[cell] += upTo - given;
            given = upTo;
        }
        cells[last] += count - given;
    }

    private static int CellOf(double place) => place <= 0 ? 0
        : place >= LatencyBuckets.Count - 1 ? LatencyBuckets.Count - 1
        : (int)Math.Ceiling(place);

    private static int CellAbove(double place) => place < 0 ? 0
        : place >= LatencyBuckets.Count - 1 ? LatencyBuckets.Count - 1
        : (int)Math.Floor(place) + 1;
}
