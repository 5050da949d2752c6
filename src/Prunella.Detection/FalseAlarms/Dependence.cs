namespace Prunella.Detection.FalseAlarms;

/// <summary>How many neighbouring points of a series are worth one independent one.</summary>
/// <remarks>
/// From the correlation r of neighbours, (1 + r) / (1 - r) points are worth one for a mean (Bartlett 1946). The larger
/// of two counts: the correlation of the values, and that of the bets on them. What is gathered are exceedances, which
/// repeat each other less than a mean's points do, so only three tenths of the excess over one are taken. That was
/// chosen on simulated autoregressions and random walks: with five tenths faults on a correlated series take nearly
/// twice as long, with two random walks begin to page.
/// </remarks>
internal struct Dependence
{
    private const double Taken = 0.3;
    private const double MostOfValues = 0.995;
    private const double MostOfBets = 0.98;
    private const double LeastVariance = 1e-3;

    private float _variance;
    private float _covariance;
    private float _before;
    private float _betMean;
    private float _betVariance;
    private float _betCovariance;
    private float _betBefore;

    public readonly double PointsPerOne
    {
        get
        {
            var values = _variance > 0 ? Points(Math.Clamp(_covariance / _variance, 0, MostOfValues)) : 1;
            var bets = _betVariance > LeastVariance
                ? Points(Math.Clamp(_betCovariance / _betVariance, 0, MostOfBets)) : 1;
            return 1 + Taken * (Math.Max(values, bets) - 1);
        }
    }

    /// <param name="scales">How far off the point was, bounded.</param>
    /// <param name="gain">Weight of the point.</param>
    /// <param name="isNeighbour">False after a gap.</param>
    public void LearnValue(double scales, double gain, bool isNeighbour)
    {
        if (isNeighbour) _covariance += (float)(gain * (scales * _before - _covariance));
        _variance += (float)(gain * (scales * scales - _variance));
        _before = (float)scales;
    }

    /// <param name="winnings">Logarithm of the bet; what loses counts as nothing.</param>
    /// <param name="gain">Weight of the point.</param>
    public void LearnBet(double winnings, double gain)
    {
        var off = Math.Max(0, winnings) - _betMean;
        _betMean += (float)(gain * off);
        _betVariance += (float)(gain * (off * off - _betVariance));
        _betCovariance += (float)(gain * (off * _betBefore - _betCovariance));
        _betBefore = (float)off;
    }

    private static double Points(double correlation) => (1 + correlation) / (1 - correlation);
}
