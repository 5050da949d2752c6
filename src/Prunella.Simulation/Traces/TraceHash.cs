using System.Numerics;

namespace Prunella.Simulation.Traces;

/// <summary>One number for everything that has happened, in its order: equal runs have equal ones.</summary>
/// <remarks>The round of xxHash64 (Collet) with one lane over whole words, and its final mixing. It detects difference;
/// it withstands no forger. One caller at a time.</remarks>
public struct TraceHash : IEquatable<TraceHash>
{
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63;
    private ulong _state;
    private ulong _words;

    /// <summary>Adds a word.</summary>
    public void Add(long word)
    {
        unchecked
        {
            var round = BitOperations.RotateLeft((ulong)word * Prime2, 31) * Prime1;
            _state = BitOperations.RotateLeft(_state ^ round, 27) * Prime1 + Prime4;
            _words++;
        }
    }

    /// <summary>The hash of all words so far.</summary>
    public readonly ulong Value
    {
        get
        {
            unchecked
            {
                var h = _state + _words * 8;
                h = (h ^ (h >> 33)) * Prime2;
                h = (h ^ (h >> 29)) * Prime3;
                return h ^ (h >> 32);
            }
        }
    }

    /// <inheritdoc/>
    public readonly bool Equals(TraceHash other) => _state == other._state && _words == other._words;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is TraceHash other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => (int)(uint)(Value >> 32);

    /// <summary>Equal traces so far.</summary>
    public static bool operator ==(TraceHash left, TraceHash right) => left.Equals(right);

    /// <summary>Different traces.</summary>
    public static bool operator !=(TraceHash left, TraceHash right) => !left.Equals(right);
}
