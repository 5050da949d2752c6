namespace Prunella.Detection.Objectives;

/// <summary>Bad and all requests of the last three days, and which minutes of it were seen: sums over any window in
/// fixed memory.</summary>
/// <remarks>
/// Intuition: the last minutes are told in seconds, the last hours in minutes, the last days in hours. Every sample
/// goes into the slot of its own time in each of four rings: 10 s for windows up to ten minutes, 1 min up to two
/// hours, 5 min up to a day, 1 h up to three days. A window is answered by the finest ring that reaches so far,
/// over whole slots with the one that is still filling, so it is up to one slot longer than asked for, and its sum
/// is exact. A sample that comes after its slot has gone is left out of that ring and still counts in the coarser
/// ones; the order of samples does not matter otherwise. What was seen is kept by the minute, sixty at most per
/// slot. Counts stop at 2^50. 13,784 bytes, no allocation after construction.
/// </remarks>
internal sealed class WindowRing
{
    /// <summary>The longest window that can be asked for.</summary>
    public const long Longest = 3 * 24 * 60 * Minute;

    /// <summary>The shortest: what was seen is known by the minute.</summary>
    public const long Minute = 60_000_000_000;

    private const long Most = 1L << 50;

    /// <summary>Rings with some slots over what their longest window needs: two for the ends, and some for samples a
    /// little ahead.</summary>
    private static readonly (long Width, int Slots, long Reach)[] Rings =
    [
        (10_000_000_000, 64, 10 * Minute), (Minute, 128, 120 * Minute), (5 * Minute, 296, 24 * 60 * Minute),
        (60 * Minute, 76, Longest),
    ];

    private static readonly int[] Starts = [0, 64, 192, 488];
    private const int All = 564;

    private readonly long[] _bad = new long[All];
    private readonly long[] _total = new long[All];
    private readonly ulong[] _seen = new ulong[All];
    private readonly long[] _newest = [-1, -1, -1, -1];

    /// <summary>Adds counts of the interval that ended at a time; what is no count is not taken.</summary>
    public void Add(long at, long bad, long total)
    {
        if (at <= 0 || bad < 0 || bad > total) return;
        for (var r = 0; r < Rings.Length; r++)
        {
            if (SlotOf(r, (at - 1) / Rings[r].Width) is not (>= 0 and var i)) continue;
            _bad[i] = Sum(_bad[i], bad);
            _total[i] = Sum(_total[i], total);
        }
    }

    /// <summary>A witness has spoken at a time, of the time since it spoke before.</summary>
    /// <param name="at">When.</param>
    /// <param name="reach">How much before it is spoken of; an hour at most.</param>
    public void See(long at, long reach)
    {
        if (at <= 0) return;
        var first = Math.Max(0, at - 1 - Math.Clamp(reach, 0, 60 * Minute)) / Minute;
        for (var minute = (at - 1) / Minute; minute >= first; minute--)
        {
            for (var r = 1; r < Rings.Length; r++)
            {
                var minutes = Rings[r].Width / Minute;
                if (SlotOf(r, minute / minutes) is >= 0 and var i) _seen[i] |= 1UL << (int)(minute % minutes);
            }
        }
    }

    /// <summary>Sums over the window that ends now.</summary>
    /// <param name="at">Now.</param>
    /// <param name="window">A minute to three days.</param>
    public WindowSum Recent(long at, long window)
    {
        var r = 0;
        while (window > Rings[r].Reach && r < Rings.Length - 1) r++;
        long bad = 0, total = 0;
        var (first, end) = Range(r, at, window);
        for (var slot = first; slot < end; slot++)
        {
            var i = Starts[r] + (int)(slot % Rings[r].Slots);
            bad += _bad[i];
            total += _total[i];
        }
        var minutes = window / Minute;
        // Whole slots hold more minutes than the window asked for.
        return new WindowSum(bad, total, Math.Min(minutes, SeenMinutes(Math.Max(1, r), at, window)), minutes);
    }

    /// <summary>Forgets what was of a time that has not come.</summary>
    public void ForgetLaterThan(long at)
    {
        for (var r = 0; r < Rings.Length; r++)
        {
            var last = at / Rings[r].Width;
            for (var slot = Math.Max(last + 1, _newest[r] - Rings[r].Slots + 1); slot <= _newest[r]; slot++)
                Clear(Starts[r] + (int)(slot % Rings[r].Slots));
            // What a slot would hold that is older than the newest by a whole ring was cleared when it moved on.
            _newest[r] = Math.Min(_newest[r], last);
        }
    }

    /// <summary>Everything that it knows, in and out.</summary>
    public void Exchange(Series.StateExchange state)
    {
        state.Of(_newest);
        state.Of(_bad);
        state.Of(_total);
        state.Of(_seen);
    }

    /// <summary>False when no ring could have come to this: the bytes were of something else.</summary>
    public bool IsSound()
    {
        for (var i = 0; i < All; i++)
        {
            if (_bad[i] < 0 || _bad[i] > _total[i] || _total[i] > Most) return false;
        }
        return Array.TrueForAll(_newest, n => n >= -1 && n <= long.MaxValue / Rings[0].Width);
    }

    private long SeenMinutes(int r, long at, long window)
    {
        long seen = 0;
        var (first, end) = Range(r, at, window);
        for (var slot = first; slot < end; slot++)
            seen += System.Numerics.BitOperations.PopCount(_seen[Starts[r] + (int)(slot % Rings[r].Slots)]);
        return seen;
    }

    private (long First, long End) Range(int r, long at, long window)
    {
        var first = Math.Max(Math.Max(0, (at - window) / Rings[r].Width), _newest[r] - Rings[r].Slots + 1);
        return (first, Math.Min(at / Rings[r].Width, _newest[r]) + 1);
    }

    private int SlotOf(int r, long slot)
    {
        var (_, slots, _) = Rings[r];
        if (slot <= _newest[r] - slots) return -1;
        for (var s = Math.Max(_newest[r] + 1, slot - slots + 1); s <= slot; s++) Clear(Starts[r] + (int)(s % slots));
        _newest[r] = Math.Max(_newest[r], slot);
        return Starts[r] + (int)(slot % slots);
    }

    private void Clear(int i) => (_bad[i], _total[i], _seen[i]) = (0, 0, 0);

    private static long Sum(long a, long b) => Math.Min(Most, a + Math.Min(b, Most));
}

/// <summary>What a window holds.</summary>
/// <param name="Bad">Bad requests.</param>
/// <param name="Total">All.</param>
/// <param name="Seen">Minutes of it of which the witness spoke.</param>
/// <param name="Minutes">Minutes of it.</param>
internal readonly record struct WindowSum(long Bad, long Total, long Seen, long Minutes)
{
    /// <summary>Three quarters of its minutes were seen: enough to call it well.</summary>
    public bool IsSeen => 4 * Seen >= 3 * Minutes;

    public int SeenPerMille => (int)(1000 * Seen / Minutes);

    public double Share => Total == 0 ? 0 : (double)Bad / Total;

    /// <summary>All requests if as many came in each minute that nobody saw, none of them bad: what a young healer saw
    /// of ten minutes is never taken for three days.</summary>
    public long WithUnseen => (long)Math.Min(1e17, Total * ((double)Minutes / Math.Max(1, Seen)));
}
