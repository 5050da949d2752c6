namespace Prunella.Detection.Statistics;

/// <summary>ln Γ(x) for x above zero: shifted to 8 and more, Stirling's series there (error below
/// 1e-10).</summary>
internal static class LogGamma
{
    public static double Of(double x)
    {
        var product = 1.0;
        for (; x < 8; x++) product *= x;
        var inverse = 1 / (x * x);
        var series = (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse / 1680))) / x;
        return (x - 0.5) * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI) + series - Math.Log(product);
    }

    /// <summary>ln of a (a + 1) ... (a + n - 1).</summary>
    public static double Rising(double a, double n) => n <= 0 ? 0 : Of(a + n) - Of(a);
}
