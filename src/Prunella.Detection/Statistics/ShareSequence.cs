namespace Prunella.Detection.Statistics;

/// <summary>Evidence against every share that some requests could have had, honest at whatever time one
/// looks.</summary>
/// <remarks>
/// Intuition: bet against every share p. Whoever stakes the part f of what he owns on "bad" has 1 - f + f x / p times
/// as much after a request (x is 1 when it was bad), which is as much as before on average while p is the share; it
/// is the bet of <see cref="FalseAlarms.ShareRise"/>, on single requests, and the same as the likelihood ratio of the
/// share p + f (1 - p) against p. Here all stakes, in both directions, own a part each (Beta(1/2, 1/2) over the shares
/// they bet on), which has a closed form: after b bad of n,
/// <code>
/// ln E(p) = ln B(b + 1/2, n - b + 1/2) - ln B(1/2, 1/2) - b ln p - (n - b) ln (1 - p)
/// </code>
/// While p is the share, the chance that E(p) ever reaches 1 / alpha is at most alpha (Ville's inequality), so those p
/// for which it has not are bounds at every time at once, a confidence sequence (H. Robbins, Statistical methods
/// related to the law of the iterated logarithm, Ann. Math. Stat. 41, 1970; S. Howard, A. Ramdas, J. McAuliffe, J.
/// Sekhon, Time-uniform, nonparametric, nonasymptotic confidence sequences, Ann. Stat. 49, 2021; betting: I.
/// Waudby-Smith, A. Ramdas, J. R. Stat. Soc. B 86, 2024). A share that changes under way, but never rises above p,
/// gives no more bad ones than p at any time, so it is taken for a higher one no more often. Requests that share
/// their luck count for fewer: with d requests to each independent one, b and n are divided by d, which is the
/// geometric mean of d interleaved bets and no more than their arithmetic mean (see <see
/// cref="FalseAlarms.EvidenceOverTime"/>).
/// </remarks>
internal readonly struct ShareSequence
{
    private const double Half = 0.5;
    private const int Halvings = 30;
    private readonly double _bad;
    private readonly double _good;
    private readonly double _weight;

    /// <param name="bad">Bad ones, not negative; need not be whole.</param>
    /// <param name="total">All, not fewer.</param>
    public ShareSequence(double bad, double total)
    {
        (_bad, _good) = (bad, total - bad);
        _weight = total <= 0
            ? 0
            : LogGamma.Of(_bad + Half) + LogGamma.Of(_good + Half) - LogGamma.Of(total + 1) - Math.Log(Math.PI);
        Share = total <= 0 ? 0.5 : bad / total;
        Least = Against(Share);
    }

    /// <summary>What speaks for itself most; a half when nothing was seen.</summary>
    public double Share { get; }

    /// <summary>ln of the evidence against that one: none is lower.</summary>
    public double Least { get; }

    /// <summary>ln of the evidence against a share, 0 to 1.</summary>
    public double Against(double share) => _weight - Part(_bad, share) - Part(_good, 1 - share);

    /// <summary>The least and the greatest share against which less than e^bar has been gathered; the same twice when
    /// there is none.</summary>
    public (double Lower, double Upper) Within(double bar) => (Border(0, bar), Border(1, bar));

    private double Border(double end, double bar)
    {
        if (Against(end) < bar) return end;
        var (known, lost) = (Share, end);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (known + lost) / 2;
            if (Against(middle) >= bar) lost = middle;
            else known = middle;
        }
        return known;
    }

    /// <summary>Of what cannot be: far beyond any bar, but no infinity, which times zero would be no number.</summary>
    private static double Part(double some, double share) =>
        some <= 0 ? 0 : some * (share <= 0 ? -1e9 : Math.Log(share));
}
