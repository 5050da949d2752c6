using CsCheck;

using Prunella.Kernel.Learning;

namespace Prunella.Kernel.Tests.Learning;

/// <summary>Logarithms and powers in whole numbers are those of the mathematics library, to the digits that are stated.</summary>
public sealed class BinaryLogTests
{
    private const double Unit = 1L << BinaryLog.Bits;

    [Fact]
    public void A_logarithm_is_exact_to_its_last_digits() => Gen.ULong[1, ulong.MaxValue].Sample(value =>
        Assert.InRange(BinaryLog.Of(value) / Unit - Math.Log2(value), -2e-12, 1e-13));

    [Theory]
    [InlineData(1UL, 0L)]
    [InlineData(2UL, 1L)]
    [InlineData(1UL << 63, 63L)]
    public void A_power_of_two_has_a_whole_logarithm(ulong value, long logarithm) =>
        Assert.Equal(logarithm << BinaryLog.Bits, BinaryLog.Of(value));

    [Fact]
    public void A_power_is_exact_to_eleven_digits() => Gen.Double[0, 20].Sample(exponent =>
    {
        var whole = (long)(exponent * Unit);
        var power = BinaryLog.PowerOfMinus(whole) / (double)(1L << BinaryLog.PowerBits);

        Assert.InRange(power / Math.Pow(2, -whole / Unit), 1 - 1e-11, 1 + 1e-11);
    });

    [Fact]
    public void A_greater_exponent_never_gives_a_greater_power() => Gen.Select(Gen.Long[0, 80L << BinaryLog.Bits], Gen.Long[0, 1L << 30]).Sample(
        (exponent, more) => Assert.True(BinaryLog.PowerOfMinus(exponent + more) <= BinaryLog.PowerOfMinus(exponent)));

    [Fact]
    public void What_is_too_small_to_write_is_nothing() =>
        Assert.Equal((1UL << BinaryLog.PowerBits, 0UL), (BinaryLog.PowerOfMinus(0), BinaryLog.PowerOfMinus(62L << BinaryLog.Bits)));

    [Fact]
    public void Nothing_has_no_logarithm() => Assert.Throws<ArgumentOutOfRangeException>(() => BinaryLog.Of(0));
}
