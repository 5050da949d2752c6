namespace Prunella.Detection.Statistics;

/// <summary>By how much one share exceeds another, with a 95 % interval.</summary>
/// <remarks>
/// Newcombe's hybrid score interval (R. G. Newcombe, Interval estimation for the difference between
/// independent proportions, Statistics in Medicine 17, 1998, method 10): Wilson intervals of both
/// shares, joined. It stays honest for small counts and for shares of 0.
/// </remarks>
internal readonly record struct ShareDifference(double Difference, double Lower, double Upper)
{
    private const double Z = 1.959964;

    public static ShareDifference Of(long badBefore, long before, long badAfter, long after)
    {
        var (p1, l1, u1) = Wilson(badBefore, before);
        var (p2, l2, u2) = Wilson(badAfter, after);
        var difference = p1 - p2;
        return new ShareDifference(
            difference,
            difference - Math.Sqrt(Square(p1 - l1) + Square(u2 - p2)),
            difference + Math.Sqrt(Square(u1 - p1) + Square(p2 - l2)));
    }

    private static (double P, double Lower, double Upper) Wilson(long bad, long total)
    {
        if (total <= 0) return (0, 0, 1);
        double n = total, p = bad / n, z2 = Z * Z;
        var middle = (p + z2 / (2 * n)) / (1 + z2 / n);
        var half = Z / (1 + z2 / n) * Math.Sqrt(p * (1 - p) / n + z2 / (4 * n * n));
        return (p, Math.Max(0, middle - half), Math.Min(1, middle + half));
    }

    private static double Square(double x) => x * x;
}
