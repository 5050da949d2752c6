namespace Prunella.Detection.Hot;

/// <summary>Counts of the last minute in half-second slots: requests, failures, and those later
/// than each bound.</summary>
/// <remarks>
/// A sample goes into the slot of its own time, however late it comes, as long as that slot is
/// still kept; older ones are counted as too late. Slots in between that nobody filled are zero.
/// Fixed memory, no allocation after construction.
/// </remarks>
/// <param name="bounds">How many bounds late ones are counted for.</param>
internal sealed class SlotRing(int bounds)
{
    /// <summary>Width of a slot.</summary>
    public const long SlotNanos = 500_000_000;

    /// <summary>Slots kept: 64 s, a minute and some slack for late samples.</summary>
    public const int Slots = 128;

    private readonly int[] _total = new int[Slots];
    private readonly int[] _bad = new int[Slots];
    private readonly int[] _late = new int[Slots * bounds];
    private long _newest = -1;

    /// <summary>Samples that came after their slot had gone.</summary>
    public long TooLate { get; private set; }

    public void AddRatio(long at, long bad, long total)
    {
        if (Of(at) is var i and >= 0)
        {
            _bad[i] = Sum(_bad[i], Math.Min(bad, total));
            _total[i] = Sum(_total[i], total);
        }
    }

    public void AddLate(long at, int bound, long late)
    {
        if (Of(at) is var i and >= 0) _late[bound * Slots + i] = Sum(_late[bound * Slots + i], late);
    }

    /// <summary>Sums over (from, to]; whole slots, by their end, so that windows that meet share
    /// nothing.</summary>
    public Counts Between(long from, long to, int bound = 0) => Of(from / SlotNanos, to / SlotNanos, bound);

    /// <summary>Sums over the window that ends now, with the slot that is still filling: what is
    /// seen counts at once.</summary>
    public Counts Recent(long at, long window, int bound = 0) =>
        Of((at - window) / SlotNanos, at / SlotNanos + 1, bound);

    private Counts Of(long first, long end, int bound)
    {
        first = Math.Max(Math.Max(first, 0), _newest - Slots + 1);
        end = Math.Min(end, _newest + 1);
        long bad = 0, total = 0, late = 0;
        for (var slot = first; slot < end; slot++)
        {
            var i = (int)(slot % Slots);
            bad += _bad[i];
            total += _total[i];
            late += _late[bound * Slots + i];
        }
        // Latencies and counts travel apart and may arrive apart; a share above one would be
        // nonsense.
        return new Counts(bad, total, Math.Min(late, total));
    }

    private int Of(long at)
    {
        // A sample closes the interval that ends at its time, so it belongs to the slot before.
        var slot = (at - 1) / SlotNanos;
        if (at <= 0 || slot <= _newest - Slots)
        {
            TooLate++;
            return -1;
        }
        for (var s = Math.Max(_newest + 1, slot - Slots + 1); s <= slot; s++) Clear((int)(s % Slots));
        _newest = Math.Max(_newest, slot);
        return (int)(slot % Slots);
    }

    private void Clear(int i)
    {
        (_total[i], _bad[i]) = (0, 0);
        for (var b = i; b < _late.Length; b += Slots) _late[b] = 0;
    }

    private static int Sum(int a, long b) => (int)Math.Min(int.MaxValue, a + Math.Clamp(b, 0, int.MaxValue));
}

/// <summary>Sums of a window.</summary>
/// <param name="Bad">Failed.</param>
/// <param name="Total">All.</param>
/// <param name="Late">Slower than the bound asked for, failed or not.</param>
internal readonly record struct Counts(long Bad, long Total, long Late)
{
    public double Share => Total == 0 ? 0 : (double)Bad / Total;

    public static Counts operator +(Counts a, Counts b) => new(a.Bad + b.Bad, a.Total + b.Total, a.Late + b.Late);

    public static Counts operator -(Counts a, Counts b) => new(a.Bad - b.Bad, a.Total - b.Total, a.Late - b.Late);
}
