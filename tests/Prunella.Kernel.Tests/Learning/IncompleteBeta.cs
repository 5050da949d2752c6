namespace Prunella.Kernel.Tests.Learning;

/// <summary>The regularized incomplete beta function in floating point, as a slow and obvious reference.</summary>
/// <remarks>The continued fraction of DLMF 8.17.22 by Lentz's method, the gamma function by the Stirling series after
/// moving up to at least ten; good to about twelve digits.</remarks>
internal static class IncompleteBeta
{
    /// <summary>The value below which a share of the distribution lies, by halving the interval.</summary>
    public static double Quantile(double share, double a, double b)
    {
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            if (Of(middle, a, b) < share) low = middle;
            else high = middle;
        }
        return low;
    }

    public static double Of(double x, double a, double b)
    {
        if (x <= 0) return 0;
        if (x >= 1) return 1;
        // The fraction converges fast on this side of the middle; the other side is its mirror.
        if (x > (a + 1) / (a + b + 2)) return 1 - Of(1 - x, b, a);
        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * Math.Log(x) + b * Math.Log(1 - x)) / a;
        return front * Fraction(x, a, b);
    }

    private static double Fraction(double x, double a, double b)
    {
        const double Tiny = 1e-300;
        var (c, d, f) = (1.0, 0.0, 1.0);
        for (var i = 0; i < 2000; i++)
        {
            var m = i / 2;
            var term = i == 0 ? 1
                : i % 2 == 0 ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
                : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 + term * d;
            if (Math.Abs(d) < Tiny) d = Tiny;
            d = 1 / d;
            c = 1 + term / c;
            if (Math.Abs(c) < Tiny) c = Tiny;
            f *= c * d;
            if (Math.Abs(1 - c * d) < 1e-14) break;
        }
        return f - 1;
    }

    private static double LogGamma(double x)
    {
        var less = 0.0;
        for (; x < 10; x++) less += Math.Log(x);
        var y = 1 / (x * x);
        var series = (1.0 / 12 - y * (1.0 / 360 - y * (1.0 / 1260 - y / 1680))) / x;
        return (x - 0.5) * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI) + series - less;
    }
}
