namespace Prunella.Simulation.Chance;

/// <summary>Logarithm, exponential and normal quantile that give the same bits on every machine.</summary>
/// <remarks>
/// The platform's own come from its C library and differ in the last bit between machines, which is enough to send two
/// runs of one seed apart. These use only +, -, *, / and the square root, which IEEE 754 rounds in one way, and shifts
/// of the exponent; the compiler neither reorders nor fuses them. Accuracy, held by tests against the platform's:
/// logarithm within 4e-16 (relative; absolute near 1), exponential within 2e-15, normal quantile within 1e-13.
/// </remarks>
public static class Portable
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double SquareRootOfHalf = 0.70710678118654752440;
    private const int ExponentBits = 0x7ff;
    private const int MantissaLength = 52;
    private const int Bias = 1023;

    /// <summary>Natural logarithm of a positive, finite, normal number.</summary>
    /// <remarks>x = m 2^k with m in [0.707, 1.414); ln m = 2 artanh(s), s = (m-1)/(m+1), |s| below 0.172, as a
    /// series to s^21, whose rest is below 1e-17.</remarks>
    public static double Log(double x)
    {
        if (!double.IsNormal(x) || x < 0)
            throw new ArgumentOutOfRangeException(nameof(x), x, "The logarithm is for positive, normal numbers.");
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> MantissaLength & ExponentBits) - (Bias - 1);
        var mantissa = BitConverter.Int64BitsToDouble(
            bits & ((1L << MantissaLength) - 1) | (long)(Bias - 1) << MantissaLength);
        if (mantissa < SquareRootOfHalf)
        {
            mantissa *= 2;
            exponent--;
        }
        var s = (mantissa - 1) / (mantissa + 1);
        var z = s * s;
        var series = 0.0;
        for (var n = 21; n >= 3; n -= 2) series = (series + 1.0 / n) * z;
        return exponent * Ln2High + (2 * s + (2 * s * series + exponent * Ln2Low));
    }

    /// <summary>e to a power; 0 below -700, refused above 700.</summary>
    /// <remarks>x = k ln 2 + r with |r| below 0.347; the series of e^r to r^14, whose rest is below 1e-18.</remarks>
    public static double Exp(double x)
    {
        if (double.IsNaN(x) || x > 700)
            throw new ArgumentOutOfRangeException(nameof(x), x, "The exponential is for at most 700.");
        if (x < -700) return 0;
        var k = Math.Floor(x * 1.44269504088896340736 + 0.5);
        var r = x - k * Ln2High - k * Ln2Low;
        var sum = 0.0;
        for (var n = 14; n >= 1; n--) sum = (sum + 1) * r / n;
        return (sum + 1) * BitConverter.Int64BitsToDouble((long)(k + Bias) << MantissaLength);
    }

    /// <summary>The number below which a standard normal value lies with a probability in (0, 1).</summary>
    /// <remarks>Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988).</remarks>
    public static double NormalQuantile(double probability)
    {
        if (!(probability > 0 && probability < 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies in (0, 1).");
        var q = probability - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            var inner = 0.180625 - q * q;
            return q * Ratio(inner, Centre, CentreBelow);
        }
        var tail = Math.Sqrt(-Log(q < 0 ? probability : 1 - probability));
        var value = tail <= 5 ? Ratio(tail - 1.6, Flank, FlankBelow) : Ratio(tail - 5, Far, FarBelow);
        return q < 0 ? -value : value;
    }

    private static double Ratio(double x, ReadOnlySpan<double> above, ReadOnlySpan<double> below) =>
        Polynomial(x, above) / Polynomial(x, below);

    private static double Polynomial(double x, ReadOnlySpan<double> factors)
    {
        var sum = 0.0;
        for (var i = factors.Length - 1; i >= 0; i--) sum = sum * x + factors[i];
        return sum;
    }

    private static ReadOnlySpan<double> Centre =>
    [
        3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
        4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
    ];

    private static ReadOnlySpan<double> CentreBelow =>
    [
        1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
        2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3,
    ];

    private static ReadOnlySpan<double> Flank =>
    [
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
        1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ];

    private static ReadOnlySpan<double> FlankBelow =>
    [
        1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ];

    private static ReadOnlySpan<double> Far =>
    [
        6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ];

    private static ReadOnlySpan<double> FarBelow =>
    [
        1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ];
}
