using System.Numerics;

namespace Prunella.Simulation.Chance;

/// <summary>One named stream of chance: what is drawn here shifts nothing that is drawn elsewhere.</summary>
/// <remarks>
/// xoshiro256** (Blackman and Vigna, Scrambled linear pseudorandom number generators, 2021), its state filled by
/// SplitMix64 from the seed and the name, as its authors advise. A stream depends on seed and name alone: neither the
/// order in which streams are made nor how many there are matters. One caller at a time; allocates nothing per draw.
/// </remarks>
public sealed class ChanceStream
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private const double Unit53 = 1.0 / (1UL << 53);
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    /// <summary>The stream of a name under a seed.</summary>
    /// <param name="seed">Of the whole run; any number.</param>
    /// <param name="name">Whose chance it is, such as <c>instance/shop/a/service-time</c>.</param>
    public ChanceStream(ulong seed, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var state = Mixed(seed) ^ HashOf(name);
        _a = Mixed(unchecked(state += Golden));
        _b = Mixed(unchecked(state += Golden));
        _c = Mixed(unchecked(state += Golden));
        _d = Mixed(unchecked(state + Golden));
    }

    /// <summary>A stream with a given state, for the authors' own examples.</summary>
    internal ChanceStream(ulong a, ulong b, ulong c, ulong d) => (_a, _b, _c, _d) = (a, b, c, d);

    /// <summary>The next 64 bits.</summary>
    public ulong Bits()
    {
        unchecked
        {
            var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
            var t = _b << 17;
            _c ^= _a;
            _d ^= _b;
            _b ^= _c;
            _a ^= _d;
            _c ^= t;
            _d = BitOperations.RotateLeft(_d, 45);
            return result;
        }
    }

    /// <summary>A number in the open interval (0, 1), evenly.</summary>
    public double Uniform()
    {
        // 52 bits and a half: neither end can come, and every value is exact.
        return ((Bits() >> 12) * 2 + 1) * Unit53;
    }

    /// <summary>A whole number from 0 to below a bound, evenly (Lemire's multiplication; the bias is below bound /
    /// 2^64).</summary>
    public int Below(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return (int)Math.BigMul(Bits(), (ulong)bound, out _);
    }

    /// <summary>True with a probability; draws in any case, so that a share of 0 or 1 shifts nothing.</summary>
    public bool Happens(double probability) => Uniform() < probability;

    /// <summary>Exponential with mean 1.</summary>
    public double Exponential() => -Portable.Log(Uniform());

    /// <summary>Standard normal.</summary>
    public double Normal() => Portable.NormalQuantile(Uniform());

    private static ulong Mixed(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    private static ulong HashOf(string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in name) hash = unchecked((hash ^ c) * 1099511628211UL);
        return hash;
    }
}
