namespace Prunella.Detection.Statistics;

/// <summary>The normal law.</summary>
internal static class Normal
{
    /// <summary>The chance to be below so many standard deviations; to 1e-7.</summary>
    /// <remarks>Formula 26.2.17 of M. Abramowitz, I. Stegun, Handbook of Mathematical Functions, 1964.</remarks>
    public static double Below(double z)
    {
        var t = 1 / (1 + 0.2316419 * Math.Abs(z));
        var series = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        var tail = Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI) * series;
        return z > 0 ? 1 - tail : tail;
    }
}
