namespace Prunella.Detection.Statistics;

/// <summary>The binomial law of requests that share their luck: what fails, fails together.</summary>
/// <remarks>
/// Each block of requests draws its own share from Beta(p s, (1-p) s), s = (1 - rho) / rho, and then
/// its requests. rho is the correlation of two requests of one block (0: independent, 1: all or
/// none), so that n requests tell as much as n / (1 + (n-1) rho) independent ones. Source: J. G.
/// Skellam, A probability distribution derived from the binomial distribution by regarding the
/// probability of success as variable between the sets of trials, J. R. Stat. Soc. B 10, 1948.
/// </remarks>
internal static class BetaBinomial
{
    private const int MostSurprise = 300_000;

    /// <summary>Requests beyond this tell nothing more at any correlation that is used (a tenth of a
    /// per mille at least); more are scaled down.</summary>
    private const long Most = 20_000;

    /// <summary>round(-1000 log10 P(X >= bad)), capped at 300,000; 0 at or below the mean. Never falls
    /// when more are bad.</summary>
    public static int Surprise(long bad, long total, double p, double rho)
    {
        if (rho <= 0 || p <= 0 || p >= 1) return Binomial.Surprise(bad, total, p);
        bad = Math.Min(bad, total);
        if (total <= 0 || bad <= 0 || bad <= total * p) return 0;
        if (total > Most) (bad, total) = ((long)((double)bad / total * Most), Most);
        var s = (1 - rho) / rho;
        var (a, b) = (p * s, (1 - p) * s);
        var first = LogFactorial.Choose(total, bad) + LogGamma.Rising(a, bad) + LogGamma.Rising(b, total - bad)
            - LogGamma.Rising(s, total);
        double sum = 1, term = 1;
        for (var k = bad; k < total && term * (total - k) > 1e-9 * sum; k++)
        {
            term *= (double)(total - k) / (k + 1) * (k + a) / (total - k - 1 + b);
            sum += term;
        }
        return (int)Math.Clamp(Math.Round(-1000 * (first + Math.Log(sum)) / Math.Log(10)), 0, MostSurprise);
    }
}
