using System.Collections.Immutable;

namespace Prunella.Kernel.Learning;

/// <summary>Logarithms and powers of two in whole numbers.</summary>
/// <remarks>
/// Intuition: squaring a number between 1 and 2 doubles its logarithm, so whether the square passes 2 tells the next
/// binary digit. A power is the product of two looked-up parts and a remainder so small that a straight line
/// is exact enough: 2^-r = 1 - r ln 2 for r below 2^-20, wrong by less than 2^-41.
/// </remarks>
internal static class BinaryLog
{
    /// <summary>Binary digits after the point of logarithms and exponents.</summary>
    public const int Bits = 40;

    /// <summary>Binary digits after the point of powers.</summary>
    public const int PowerBits = 62;

    private const int Step = 10;
    private const int Rest = Bits - 2 * Step;
    private const ulong One = 1UL << PowerBits;

    /// <summary>ln 2 with <see cref="Bits"/> digits.</summary>
    private const ulong LogTwo = 762_123_384_786;

    private static readonly ImmutableArray<ulong> Coarse = Powers(Root(One / 2, Step));
    private static readonly ImmutableArray<ulong> Fine = Powers(Root(One / 2, 2 * Step));

    /// <summary>The logarithm to base two of a whole number of at least 1, rounded down.</summary>
    public static long Of(ulong value)
    {
        ArgumentOutOfRangeException.ThrowIfZero(value);
        var whole = 63 - (int)ulong.LeadingZeroCount(value);
        var mantissa = value << (63 - whole);
        var digits = 0L;
        for (var bit = 0; bit < Bits; bit++)
        {
            var square = (UInt128)mantissa * mantissa;
            var passed = square >> 127 != UInt128.Zero;
            digits = (digits << 1) | (passed ? 1L : 0L);
            mantissa = (ulong)(square >> (passed ? 64 : 63));
        }
        return ((long)whole << Bits) | digits;
    }

    /// <summary>Two to the power of minus <paramref name="exponent"/>; 0 when that is too small to write.</summary>
    /// <param name="exponent">At least 0, with <see cref="Bits"/> digits after the point.</param>
    /// <returns>With <see cref="PowerBits"/> digits after the point; 1 for 0.</returns>
    public static ulong PowerOfMinus(long exponent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exponent);
        var whole = exponent >> Bits;
        if (whole >= PowerBits) return 0;
        var mask = (1 << Step) - 1;
        var coarse = Coarse[(int)(exponent >> (Bits - Step)) & mask];
        var fine = Fine[(int)(exponent >> Rest) & mask];
        var power = (ulong)(((UInt128)coarse * fine) >> PowerBits);
        var remainder = (ulong)exponent & ((1UL << Rest) - 1);
        var less = (ulong)(((UInt128)power * (remainder * LogTwo)) >> (2 * Bits));
        return (power - less) >> (int)whole;
    }

    /// <summary>The square root, taken so many times.</summary>
    private static ulong Root(ulong value, int times)
    {
        for (var i = 0; i < times; i++) value = SquareRoot((UInt128)value << PowerBits);
        return value;
    }

    /// <summary>Digit by digit from the top: the greatest whole number whose square is not above.</summary>
    private static ulong SquareRoot(UInt128 value)
    {
        var root = 0UL;
        for (var bit = 1UL << 62; bit != 0; bit >>= 1)
        {
            var tried = root | bit;
            if ((UInt128)tried * tried <= value) root = tried;
        }
        return root;
    }

    private static ImmutableArray<ulong> Powers(ulong root)
    {
        var powers = ImmutableArray.CreateBuilder<ulong>(1 << Step);
        powers.Add(One);
        while (powers.Count < 1 << Step) powers.Add((ulong)(((UInt128)powers[^1] * root) >> PowerBits));
        return powers.MoveToImmutable();
    }
}
