namespace Prunella.Detection.Series;

/// <summary>What one point of a series is worth.</summary>
/// <param name="Score">0 to 1, the same meaning on every series: 0.5 is the shipped alarm level.</param>
/// <param name="IsAlarm">At the shipped alarm level, for a person who looks.</param>
/// <param name="IsPage">At the shipped page level, for a person who is woken: never without an alarm, though it may
/// come some points after it, and once for each.</param>
/// <param name="Novelty">Probability that the series, as it was so far, shows so much that is new: 0 to 1.</param>
/// <param name="Deviation">Probability that it lies so far off what is usual, now or for long: 0 to 1.</param>
/// <param name="Expected">What was expected, in the series' own unit.</param>
/// <param name="Lower">Three standard deviations below it.</param>
/// <param name="Upper">Three above.</param>
public readonly record struct SeriesJudgement(
    double Score,
    bool IsAlarm,
    bool IsPage,
    double Novelty,
    double Deviation,
    double Expected,
    double Lower,
    double Upper)
{
    /// <summary>How sure it is that the point is unusual by either lane, 0 to 1: one less twice the smaller
    /// probability, because there are two.</summary>
    public double Confidence => Math.Max(0, 1 - 2 * Math.Min(Novelty, Deviation));
}
