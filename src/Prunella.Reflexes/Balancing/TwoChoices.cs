namespace Prunella.Reflexes.Balancing;

/// <summary>Power of two choices: draw two destinations, take the one with less on its hands.</summary>
/// <remarks>
/// Two draws bound a black hole to 2/N of the traffic where least-connections would feed it everything (Mitzenmacher, The
/// power of two choices in randomized load balancing, 2001). A failing destination answers fast and would look idle, so
/// the caller adds a penalty for recent errors to its load. A destination with a share below 1000 per mille is drawn with
/// that probability. Chance comes from the caller's seed (xorshift64*, Vigna 2016). Allocates nothing.
/// </remarks>
public static class TwoChoices
{
    /// <summary>Index of the picked destination, or -1 when none is eligible.</summary>
    /// <param name="loads">In-flight requests plus penalty; negative = not eligible.</param>
    /// <param name="shares">Per mille of an equal share, aligned with loads.</param>
    /// <param name="seed">Never 0; advanced.</param>
    public static int Pick(ReadOnlySpan<int> loads, ReadOnlySpan<int> shares, ref ulong seed)
    {
        var first = Draw(loads, shares, -1, ref seed);
        if (first < 0) return -1;
        var second = Draw(loads, shares, first, ref seed);
        return second < 0 || loads[first] <= loads[second] ? first : second;
    }

    private static int Draw(ReadOnlySpan<int> loads, ReadOnlySpan<int> shares, int not, ref ulong seed)
    {
        long total = 0;
        for (var i = 0; i < loads.Length; i++) total += i != not && loads[i] >= 0 ? Math.Max(1, shares[i]) : 0;
        if (total == 0) return -1;
        var ticket = (long)(Next(ref seed) % (ulong)total);
        for (var i = 0; i < loads.Length; i++)
        {
            if (i == not || loads[i] < 0) continue;
            ticket -= Math.Max(1, shares[i]);
            if (ticket < 0) return i;
        }
        return -1;
    }

    private static ulong Next(ref ulong seed)
    {
        unchecked
        {
            seed ^= seed >> 12;
            seed ^= seed << 25;
            seed ^= seed >> 27;
            return seed * 0x2545F4914F6CDD1DUL;
        }
    }
}
