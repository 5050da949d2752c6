using Prunella.Contracts;

namespace Prunella.Detection.Hot;

/// <summary>Arithmetic on histograms in the common bucket layout.</summary>
internal static class Histograms
{
    public static long Total(ReadOnlySpan<long> histogram)
    {
        long total = 0;
        foreach (var count in histogram) total += count;
        return total;
    }

    /// <summary>Index of the bucket in which the quantile lies; 0 when empty.</summary>
    public static int QuantileBucket(ReadOnlySpan<long> histogram, double q)
    {
        var rank = q * Total(histogram);
        long seen = 0;
        for (var b = 0; b < histogram.Length; b++)
        {
            seen += histogram[b];
            if (seen > 0 && seen >= rank) return b;
        }
        return 0;
    }

    public static double Quantile(ReadOnlySpan<long> histogram, double q) =>
        LatencyBuckets.Middle(QuantileBucket(histogram, q));

    /// <summary>Requests in buckets above the one that holds the bound.</summary>
    public static long Above(ReadOnlySpan<long> histogram, double seconds)
    {
        long above = 0;
        for (var b = LatencyBuckets.IndexOf(seconds) + 1; b < histogram.Length; b++) above += histogram[b];
        return above;
    }
}
