namespace Prunella.Detection.Statistics;

/// <summary>Counts that vary more than chance alone: Poisson counts whose mean itself varies.</summary>
/// <remarks>
/// With size k the variance of a count of mean m is m + m^2 / k; without bound it is Poisson's. The
/// likelihood ratio of two means at one size is (m1/m0)^x ((k + m0)/(k + m1))^(x + k).
/// </remarks>
internal static class NegativeBinomial
{
    /// <summary>ln of how much likelier a count is at mean m1 than at mean m0.</summary>
    public static double LogRatio(double count, double m1, double m0, double size) =>
        double.IsInfinity(size)
            ? count * Math.Log(m1 / m0) - (m1 - m0)
            : count * Math.Log(m1 / m0) - (count + size) * Math.Log((size + m1) / (size + m0));
}
