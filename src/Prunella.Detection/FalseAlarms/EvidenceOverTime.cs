namespace Prunella.Detection.FalseAlarms;

/// <summary>Evidence that something began, gathered point by point, and still honest whenever one looks.</summary>
/// <remarks>
/// A Shiryaev-Roberts e-detector: M = (M + 1) e, where e is a bet whose expectation is at most one while nothing is
/// wrong. Then M less the number of points is a supermartingale, so the mean number of points until M reaches a bar
/// by chance is at least that bar, however often one looks (Shin, Ramdas and Rinaldo, E-detectors: a
/// nonparametric framework for sequential change detection, 2022). Two things make that true of real series. Each
/// bet is divided by its own long-run mean where that exceeds one, so a tail that was estimated too light bets
/// less. And where neighbouring points repeat each other, with n points to each independent one, M = (M + 1/n) e^(1/n):
/// the geometric mean of n interleaved detectors of independent points, which is no more than their arithmetic
/// mean, which is one again.
/// </remarks>
internal struct EvidenceOverTime
{
    /// <summary>Beyond it, more evidence changes nothing.</summary>
    private const double Most = 1e30;

    private float _amount;
    private float _usual;

    /// <summary>Before the first point.</summary>
    public static EvidenceOverTime None => new() { _usual = 1 };

    /// <summary>Mean number of points until chance gathers as much.</summary>
    public readonly double Amount => _amount;

    /// <param name="bet">Of this point.</param>
    /// <param name="pointsPerOne">How many neighbouring points are worth one independent one; 1 at least.</param>
    public void Add(double bet, double pointsPerOne) =>
        _amount = (float)Math.Min(
            Most, (_amount + 1 / pointsPerOne) * Math.Pow(bet / Math.Max(1, _usual), 1 / pointsPerOne));

    /// <summary>Learns what the bets are usually worth; called while nothing is wrong.</summary>
    public void Learn(double bet, double gain) => _usual += (float)(gain * (bet - _usual));

    /// <summary>Takes away what is above a bar, so that a long trouble is over when it is over.</summary>
    public void Limit(double bar) => _amount = (float)Math.Min(_amount, bar);

    /// <summary>Begins again.</summary>
    public void Clear() => _amount = 0;
}
