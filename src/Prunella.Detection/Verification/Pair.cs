using Prunella.Detection.Statistics;

namespace Prunella.Detection.Verification;

/// <summary>The share of bad requests before and since, and what can be said of both together at whatever time one
/// looks.</summary>
/// <remarks>
/// The evidence against a share p before times the evidence against a share q since is evidence against both together:
/// whoever has lost or won the first bet goes on with what he owns. So those pairs for which the product is below 1 /
/// alpha are bounds for the two at once, and the extremes over them of any measure of p and q bound that. It asks for
/// far less than an interval for each that do not touch, because both must not be at their ends at the same time.
/// </remarks>
internal readonly struct Pair
{
    /// <summary>Shares before that are tried on either side of the likeliest; the extreme is flat, more change its
    /// third digit.</summary>
    private const int Tries = 16;
    private readonly ShareSequence _before;
    private readonly ShareSequence _since;

    /// <param name="before">Counts before.</param>
    /// <param name="since">Counts since.</param>
    /// <param name="perOne">How many requests are worth one independent one.</param>
    public Pair(in Stretch before, in Stretch since, double perOne)
    {
        _before = new ShareSequence(before.Bad / perOne, before.Total / perOne);
        _since = new ShareSequence(since.Bad / perOne, since.Total / perOne);
    }

    /// <summary>The least value of a measure that grows with the share before and falls with the one since.</summary>
    public double Least(double alpha, Func<double, double, double> measure)
    {
        var (bar, least) = (-Math.Log(alpha), double.PositiveInfinity);
        foreach (var (before, left) in Before(bar)) least = Math.Min(least, measure(before, _since.Within(left).Upper));
        return least;
    }

    /// <summary>Its greatest value.</summary>
    public double Greatest(double alpha, Func<double, double, double> measure)
    {
        var (bar, most) = (-Math.Log(alpha), double.NegativeInfinity);
        foreach (var (before, left) in Before(bar)) most = Math.Max(most, measure(before, _since.Within(left).Lower));
        return most;
    }

    /// <summary>Possible shares before, each with what it leaves to be said against the one since.</summary>
    private IEnumerable<(double Share, double Left)> Before(double bar)
    {
        var (sequence, since) = (_before, _since);
        var (lower, upper) = sequence.Within(bar - since.Least);
        for (var i = -Tries; i <= Tries; i++)
        {
            var share = sequence.Share + (i < 0 ? sequence.Share - lower : upper - sequence.Share) * i / Tries;
            var left = bar - sequence.Against(share);
            if (left > since.Least) yield return (share, left);
        }
    }
}
