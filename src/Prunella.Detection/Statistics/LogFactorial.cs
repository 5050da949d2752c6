namespace Prunella.Detection.Statistics;

/// <summary>ln n!: a table up to 255, Stirling's series above (error below 1e-12 there).</summary>
internal static class LogFactorial
{
    private static readonly double[] Small = Table();

    public static double Of(long n)
    {
        if (n < Small.Length) return Small[n];
        double x = n;
        return x * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI * x) + 1 / (12 * x) - 1 / (360 * x * x * x);
    }

    /// <summary>ln of n over k.</summary>
    public static double Choose(long n, long k) => Of(n) - Of(k) - Of(n - k);

    private static double[] Table()
    {
        var table = new double[256];
        for (var n = 2; n < table.Length; n++) table[n] = table[n - 1] + Math.Log(n);
        return table;
    }
}
