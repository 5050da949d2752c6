using CsCheck;

using Prunella.Simulation.Chance;

namespace Prunella.Simulation.Tests.Chance;

/// <summary>The portable functions are as near to the platform's as they say, and the same bits everywhere.</summary>
public sealed class PortableTests
{
    [Fact]
    public void The_logarithm_is_the_logarithm() => Gen.Double[-300, 300].Sample(exponent =>
    {
        var x = Math.Pow(10, exponent);
        var expected = Math.Log(x);

        Assert.InRange(Math.Abs(Portable.Log(x) - expected), 0, 4e-16 * Math.Max(1, Math.Abs(expected)));
    }, iter: 20_000);

    [Fact]
    public void The_logarithm_near_one_is_exact_to_the_last_digits() => Gen.Double[0.5, 2].Sample(x =>
        Assert.InRange(Math.Abs(Portable.Log(x) - Math.Log(x)), 0, 4e-16), iter: 20_000);

    [Fact]
    public void The_exponential_is_the_exponential() => Gen.Double[-20, 20].Sample(x =>
        Assert.InRange(Math.Abs(Portable.Exp(x) / Math.Exp(x) - 1), 0, 2e-15), iter: 20_000);

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.6, 0.2533471031357997)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.999, 3.090232306167813)]
    [InlineData(0.025, -1.959963984540054)]
    [InlineData(1e-10, -6.361340902404056)]
    public void The_normal_quantile_has_its_known_values(double probability, double expected) =>
        Assert.Equal(expected, Portable.NormalQuantile(probability), 1e-13);

    [Theory]
    [InlineData(0.075)]
    [InlineData(0.925)]
    [InlineData(1.3887943864964021e-11)]
    public void The_branches_of_the_normal_quantile_meet(double border)
    {
        var (below, above) = (Portable.NormalQuantile(border * (1 - 1e-13)), Portable.NormalQuantile(border * (1 + 1e-13)));

        Assert.InRange(above - below, -1e-14, 5e-12);
    }

    [Fact]
    public void Bits_are_the_same_on_every_machine()
    {
        // Written down once (within two in the last place of the true values); a machine on which they differ cannot repeat a seed.
        Assert.Equal(0x3FE62E42FEFA39EFL, BitConverter.DoubleToInt64Bits(Portable.Log(2)));
        Assert.Equal(Expected.LogOfTen, BitConverter.DoubleToInt64Bits(Portable.Log(10)));
        Assert.Equal(Expected.ExpOfOne, BitConverter.DoubleToInt64Bits(Portable.Exp(1)));
        Assert.Equal(Expected.QuantileOf99, BitConverter.DoubleToInt64Bits(Portable.NormalQuantile(0.99)));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_has_no_logarithm_is_refused(double x) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Portable.Log(x));

    private static class Expected
    {
        public const long LogOfTen = 0x40026BB1BBB55516;
        public const long ExpOfOne = 0x4005BF0A8B14576A;
        public const long QuantileOf99 = 0x40029C5C4630FF0C;
    }
}
