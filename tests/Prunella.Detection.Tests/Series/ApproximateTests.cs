using System.Runtime.Intrinsics;

using Prunella.Detection.Series;

namespace Prunella.Detection.Tests.Series;

/// <summary>The logarithms that are worked out sixteen at once keep within the error that they state.</summary>
public sealed class ApproximateTests
{
    private const double Most = 2e-7;

    [Fact]
    public void A_logarithm_is_off_by_at_most_what_is_stated()
    {
        // Every size of number, and none skipped around one, where a logarithm is smallest.
        for (var exponent = -125.0; exponent < 127; exponent += 0.001) Check((float)Math.Pow(2, exponent));
        for (var x = 0.5f; x < 2; x += 1e-5f) Check(x);

        static void Check(float x) => AssertNear(Math.Log(x), Approximate.Log(Vector256.Create(x))[3], x);
    }

    [Fact]
    public void So_is_an_inverse_hyperbolic_sine()
    {
        for (var exponent = -30.0; exponent < 59; exponent += 0.001)
        {
            var x = (float)Math.Pow(2, exponent);
            AssertNear(Math.Asinh(x), Approximate.Asinh(Vector512.Create(x))[11], x);
            AssertNear(Math.Asinh(-x), Approximate.Asinh(Vector512.Create(-x))[2], -x);
        }
        Assert.Equal(0, Approximate.Asinh(Vector512<float>.Zero)[0]);
    }

    private static void AssertNear(double exact, float got, float of) =>
        Assert.True(Math.Abs(exact - got) <= Most * Math.Max(1, Math.Abs(exact)), $"of {of:R}: {got:R} for {exact:R}");
}
