namespace Prunella.Detection.Hot;

/// <summary>Counts of the last minute in half-second slots: requests, failures, late ones.</summary>
/// <remarks>
/// A sample goes into the slot of its own time, however late it comes, as long as that slot is still kept;
/// older ones are counted as too late. Fixed memory, no allocation after construction.
/// </remarks>
internal sealed class SlotRing
{
    /// <summary>Width of a slot.</summary>
    public const long SlotNanos = 500_000_000;

    /// <summary>Slots kept: 64 s, a minute and some slack for late samples.</summary>
    public const int Slots = 128;

    private readonly long[] _slot = new long[Slots];
    private readonly int[] _total = new int[Slots];
    private readonly int[] _bad = new int[Slots];
    private readonly int[] _late = new int[Slots];
    private long _newest;

    /// <summary>Samples that came after their slot had gone.</summary>
    public long TooLate { get; private set; }

    public void AddRatio(long at, long bad, long total)
    {
        if (Of(at) is var i and >= 0)
        {
            _bad[i] = Sum(_bad[i], bad);
            _total[i] = Sum(_total[i], total);
        }
    }

    public void AddLate(long at, long late)
    {
        if (Of(at) is var i and >= 0) _late[i] = Sum(_late[i], late);
    }

    /// <summary>Sums over (from, to]; whole slots, by their end.</summary>
    public Counts Between(long from, long to)
    {
        long bad = 0, total = 0, late = 0;
        var (first, last) = (from / SlotNanos, to / SlotNanos);
        for (var i = 0; i < Slots; i++)
        {
            if (_slot[i] < first || _slot[i] >= last) continue;
            bad += _bad[i];
            total += _total[i];
            late += _late[i];
        }
        return new Counts(bad, total, late);
    }

    private int Of(long at)
    {
        // A sample closes the interval that ends at its time, so it belongs to the slot before.
        var slot = (at - 1) / SlotNanos;
        if (slot <= _newest - Slots)
        {
            TooLate++;
            return -1;
        }
        _newest = Math.Max(_newest, slot);
        var i = (int)(slot % Slots);
        if (_slot[i] != slot) (_slot[i], _total[i], _bad[i], _late[i]) = (slot, 0, 0, 0);
        return i;
    }

    private static int Sum(int a, long b) => (int)Math.Min(int.MaxValue, a + Math.Max(0, b));
}

/// <summary>Sums of a window.</summary>
/// <param name="Bad">Failed.</param>
/// <param name="Total">All.</param>
/// <param name="Late">Not failed counted apart: slower than the stream's bound.</param>
internal readonly record struct Counts(long Bad, long Total, long Late)
{
    public double Share => Total == 0 ? 0 : (double)Bad / Total;

    public static Counts operator +(Counts a, Counts b) => new(a.Bad + b.Bad, a.Total + b.Total, a.Late + b.Late);

    public static Counts operator -(Counts a, Counts b) => new(a.Bad - b.Bad, a.Total - b.Total, a.Late - b.Late);
}
