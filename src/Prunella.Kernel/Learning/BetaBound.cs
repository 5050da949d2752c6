using System.Collections.Immutable;

namespace Prunella.Kernel.Learning;

/// <summary>The lower bound of a share of which successes and failures were counted.</summary>
/// <remarks>
/// Intuition: after so many successes and failures (each with its part of the prior) the share follows a Beta
/// distribution; the bound is the value that it exceeds with 95 % certainty. The density x^(a-1) (1-x)^(b-1) is summed
/// over 256 cells of equal width, each taken at its middle, until a twentieth of the whole is reached;
/// the whole comes from the same sum, so no gamma function is needed.
/// <para>
/// Whole numbers: counts in millionths, logarithms with 30 binary digits, weights with 54. The exponent of a cell is an
/// exact product, so one more success shifts weight to the right, never to the left: the bound is monotone by
/// construction. Wrong by at most 2 per mille against the exact incomplete beta function, over all counts allowed here
/// (a test measures it).
/// </para>
/// Both counts are at least one, so that the density is bounded: the prior sees to that. Above 200 together they are
/// taken down in proportion, because the cells could not tell more certainty apart.
/// </remarks>
internal static class BetaBound
{
    /// <summary>One count, in the unit in which they are given.</summary>
    public const long One = 1_000_000;

    /// <summary>More certainty than two hundred outcomes give is not told apart.</summary>
    public const long Most = 200 * One;

    private const int Cells = 256;
    private const int DepthBits = 30;
    private const int CountBits = 20;
    private const int WeightShift = 8;

    /// <summary>The share of the whole that lies below the bound: one in twenty.</summary>
    private const int Below = 20;

    /// <summary>Minus the logarithm of each cell's middle.</summary>
    private static readonly ImmutableArray<long> Depths = [.. Enumerable.Range(0, Cells).Select(Depth)];

    /// <summary>The bound in per mille, rounded down.</summary>
    /// <param name="successes">In millionths, at least <see cref="One"/>.</param>
    /// <param name="failures">In millionths, at least <see cref="One"/>.</param>
    public static int PerMille(long successes, long failures)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(successes, One);
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, One);
        var all = (UInt128)(ulong)successes + (UInt128)(ulong)failures;
        var (a, b) = (Binary(successes, all), Binary(failures, all));
        Span<long> exponents = stackalloc long[Cells];
        var least = long.MaxValue;
        for (var i = 0; i < Cells; i++)
        {
            exponents[i] = a * Depths[i] + b * Depths[Cells - 1 - i];
            least = Math.Min(least, exponents[i]);
        }
        return Quantile(exponents, least);
    }

    private static int Quantile(ReadOnlySpan<long> exponents, long least)
    {
        Span<ulong> weights = stackalloc ulong[Cells];
        var whole = 0UL;
        for (var i = 0; i < Cells; i++)
        {
            var exponent = (exponents[i] - least) >> (DepthBits + CountBits - BinaryLog.Bits);
            weights[i] = BinaryLog.PowerOfMinus(exponent) >> WeightShift;
            whole += weights[i];
        }
        var (wanted, before) = (whole / Below, 0UL);
        for (var i = 0; i < Cells; i++)
        {
            if (before + weights[i] > wanted)
                return (int)(((ulong)i * 1000 + (ulong)((UInt128)(wanted - before) * 1000 / weights[i])) / Cells);
            before += weights[i];
        }
        return 1000;
    }

    /// <summary>A count less one, as the exponent has it, with binary digits; taken down where there are too
    /// many.</summary>
    private static long Binary(long count, UInt128 all)
    {
        var most = (UInt128)(ulong)Most;
        var kept = all <= most ? count : Math.Max(One, (long)((UInt128)(ulong)count * most / all));
        return ((kept - One) << CountBits) / One;
    }

    private static long Depth(int cell)
    {
        var whole = BinaryLog.Of(2 * Cells) - BinaryLog.Of((ulong)(2 * cell + 1));
        return whole >> (BinaryLog.Bits - DepthBits);
    }
}
