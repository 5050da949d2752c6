namespace Prunella.Reflexes.Balancing;

/// <summary>Power of two choices: draw two destinations, take the one with less on its hands.</summary>
/// <remarks>
/// Two draws bound a black hole to 2/N of the traffic where least-connections would feed it
/// everything (Mitzenmacher, The power of two choices in randomized load balancing, 2001). A
/// failing destination answers fast and would look idle, so
/// the caller adds a penalty for recent errors to its load.
/// A share s below 1000 per mille means that the destination takes part in a pick with probability
/// s/1000 and is an equal while it does: so it gets at most s/1000 of an equal share, however idle
/// it looks. Drawing by weight and then
/// comparing loads would give a cold destination half of the traffic of a pair, because the colder
/// is the idler.
/// Chance comes from the caller's seed (xorshift64*, Vigna 2016). Allocates nothing.
/// </remarks>
public static class TwoChoices
{
    /// <summary>Most destinations of one pick: one bit each.</summary>
    public const int Most = 64;

    /// <summary>Index of the picked destination, or -1 when none is eligible.</summary>
    /// <param name="loads">In-flight requests plus penalty; negative = not eligible. At most
    /// <see cref="Most"/>.</param>
    /// <param name="shares">Per mille of an equal share, aligned with loads; 0 = not eligible,
    /// above 1000 counts as 1000.</param>
    /// <param name="seed">Never 0; advanced.</param>
    public static int Pick(ReadOnlySpan<int> loads, ReadOnlySpan<int> shares, ref ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(loads.Length, Most);
        ulong eligible = 0, present = 0;
        for (var i = 0; i < loads.Length; i++)
        {
            if (loads[i] < 0 || shares[i] <= 0) continue;
            eligible |= 1UL << i;
            if (shares[i] >= 1000 || (int)(Next(ref seed) % 1000) < shares[i]) present |= 1UL << i;
        }
        // Nobody drew a ticket: somebody must serve all the same.
        if (present == 0) present = eligible;
        if (present == 0) return -1;
        var first = Draw(present, ref seed);
        present &= ~(1UL << first);
        if (present == 0) return first;
        var second = Draw(present, ref seed);
        return loads[first] <= loads[second] ? first : second;
    }

    private static int Draw(ulong present, ref ulong seed)
    {
        var skip = (int)(Next(ref seed) % (ulong)System.Numerics.BitOperations.PopCount(present));
        while (skip-- > 0) present &= present - 1;
        return System.Numerics.BitOperations.TrailingZeroCount(present);
    }

    private static ulong Next(ref ulong seed)
    {
        unchecked
        {
            seed ^= seed >> 12;
            seed ^= seed << 25;
            seed ^= seed >> 27;
            // The high bits are the good ones.
            return (seed * 0x2545F4914F6CDD1DUL) >> 16;
        }
    }
}
