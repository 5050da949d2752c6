using System.Runtime.Intrinsics;

namespace Prunella.Detection.Series;

/// <summary>Logarithms of many numbers at once, good enough for cells, spreads and histograms.</summary>
/// <remarks>
/// x = m 2^e with m in [0.71, 1.42), and ln m = 2 atanh((m - 1) / (m + 1)), whose series is cut off after the ninth
/// power: what is left out is below 1e-9, so the error is that of single floats, at most 2e-7 of the result or of one,
/// whichever is larger. Only additions, multiplications, divisions and roots, each rounded by itself: the same bits on
/// every machine, which the logarithm of a system's library does not promise.
/// </remarks>
internal static class Approximate
{
    /// <summary>The bits of the square root of a half.</summary>
    private const int RootOfHalf = 0x3F3504F3;

    private const float Ln2 = 0.693147181f;

    /// <summary>Natural logarithms.</summary>
    /// <param name="x">Positive, finite and no smaller than 1.2e-38.</param>
    public static Vector256<float> Log(Vector256<float> x)
    {
        var bits = x.AsInt32();
        var exponent = (bits - Vector256.Create(RootOfHalf)) >> 23;
        var mantissa = (bits - (exponent << 23)).AsSingle();
        var s = (mantissa - Vector256<float>.One) / (mantissa + Vector256<float>.One);
        var t = s * s;
        var series = Vector256.Create(2 / 7f) + t * Vector256.Create(2 / 9f);
        series = Vector256.Create(2 / 5f) + t * series;
        series = Vector256.Create(2 / 3f) + t * series;
        return Vector256.ConvertToSingle(exponent) * Vector256.Create(Ln2) + s * (Vector256.Create(2f) + t * series);
    }

    /// <summary>Natural logarithms.</summary>
    /// <param name="x">Positive, finite and no smaller than 1.2e-38.</param>
    public static Vector512<float> Log(Vector512<float> x) => Vector512.Create(Log(x.GetLower()), Log(x.GetUpper()));

    /// <summary>Inverse hyperbolic sines.</summary>
    /// <param name="x">At most 1e18 to either side.</param>
    public static Vector512<float> Asinh(Vector512<float> x)
    {
        var size = Vector512.Abs(x);
        return Vector512.CopySign(Log(size + Vector512.Sqrt(x * x + Vector512<float>.One)), x);
    }
}
