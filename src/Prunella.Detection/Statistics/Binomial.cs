namespace Prunella.Detection.Statistics;

/// <summary>How surprising it is to see so many bad ones: the exact upper tail of the binomial
/// law.</summary>
/// <remarks>
/// P(X >= k) for X ~ Bin(n, p) is summed from k upwards in logs, by the recurrence of neighbouring
/// terms, until further terms no longer matter; for k at or below the mean the tail says nothing
/// and is 1. Counts stay humble by themselves: one of three at 1 % gives p = 0.03, thirty of ninety
/// 1e-33.
/// </remarks>
internal static class Binomial
{
    private const int MostSurprise = 300_000;

    /// <summary>round(-1000 log10 P(X >= bad)), capped at 300,000.</summary>
    public static int Surprise(long bad, long total, double p)
    {
        bad = Math.Min(bad, total);
        if (total <= 0 || bad <= 0 || bad <= total * p) return 0;
        if (p <= 0) return MostSurprise;
        if (p >= 1) return 0;
        var term = LogFactorial.Choose(total, bad) + bad * Math.Log(p) + (total - bad) * Math.Log(1 - p);
        double sum = 1, ratio = 1;
        for (var k = bad; k < total && ratio > 1e-12; k++)
        {
            ratio *= (double)(total - k) / (k + 1) * p / (1 - p);
            sum += ratio;
        }
        var log10 = (term + Math.Log(sum)) / Math.Log(10);
        return (int)Math.Clamp(Math.Round(-1000 * log10), 0, MostSurprise);
    }
}
