namespace Prunella.Detection.Statistics;

/// <summary>Whether one count differs from another when neither share is known: Fisher's exact
/// test.</summary>
/// <remarks>
/// Intuition: throw all bad ones of both groups into one urn and ask how often our group would draw
/// at least as many by chance. P(X >= k) for X hypergeometric with N = own + peers, K bad in all, n
/// = own, summed upwards by the recurrence of neighbouring terms. It knows that ten peers' requests
/// without a failure are no proof of a share of zero, which a binomial test against their share
/// does not. Source: R. A. Fisher, The Logic of Inductive Inference, 1935.
/// </remarks>
internal static class Fisher
{
    private const int MostSurprise = 300_000;

    /// <summary>round(-1000 log10 P(X >= ownBad)), capped at 300,000; 0 when the own share is not
    /// above the peers'.</summary>
    public static int Surprise(long ownBad, long own, long peersBad, long peers)
    {
        ownBad = Math.Min(ownBad, own);
        peersBad = Math.Min(peersBad, peers);
        if (ownBad <= 0 || own <= 0 || peers <= 0 || (double)ownBad / own <= (double)peersBad / peers) return 0;
        var (all, bad) = (own + peers, ownBad + peersBad);
        var log = LogFactorial.Choose(bad, ownBad) + LogFactorial.Choose(all - bad, own - ownBad)
            - LogFactorial.Choose(all, own);
        double sum = 1, ratio = 1;
        for (var k = ownBad; k < Math.Min(own, bad) && ratio > 1e-12; k++)
        {
            ratio *= (double)(bad - k) / (k + 1) * (own - k) / (all - bad - own + k + 1);
            sum += ratio;
        }
        return (int)Math.Clamp(Math.Round(-1000 * (log + Math.Log(sum)) / Math.Log(10)), 0, MostSurprise);
    }
}
