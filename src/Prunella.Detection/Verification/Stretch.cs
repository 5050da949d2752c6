namespace Prunella.Detection.Verification;

/// <summary>Requests over a stretch of time, gathered from half-second slots.</summary>
internal struct Stretch
{
    private double _moments;
    private double _unrest;
    private int _neighbours;
    private double _lastShare;
    private long _lastTotal;

    public long Bad { get; private set; }

    public long Total { get; private set; }

    /// <summary>Slots from its beginning to the end of the last one that had requests.</summary>
    public int Span { get; private set; }

    private int _slots;

    public readonly double Share => Total == 0 ? 0 : (double)Bad / Total;

    /// <summary>When its requests ended on average, in seconds since the action.</summary>
    public readonly double Middle => Total == 0 ? 0 : _moments / Total;

    /// <summary>Takes the next slot.</summary>
    /// <param name="slot">Its counts.</param>
    /// <param name="seconds">Its middle, in seconds since the action.</param>
    public void Add(Slot slot, double seconds)
    {
        _slots++;
        if (slot.Total == 0) return;
        var share = (double)slot.Bad / slot.Total;
        if (_lastTotal > 0)
        {
            _neighbours++;
            _unrest += (share - _lastShare) * (share - _lastShare) / (1.0 / slot.Total + 1.0 / _lastTotal);
        }
        (_lastShare, _lastTotal) = (share, slot.Total);
        (Bad, Total, Span) = (Bad + slot.Bad, Total + slot.Total, _slots);
        _moments += slot.Total * seconds;
    }

    /// <summary>How many requests are worth one independent one.</summary>
    /// <remarks>
    /// Differences of neighbouring slots, squared, against what independent requests would show: p (1 - p) (1/n + 1/m).
    /// Their mean is that number whatever slow course the share takes (J. von Neumann, Distribution of the ratio of the
    /// mean square successive difference to the variance, Ann. Math. Stat. 12, 1941). Few slots say little of it, so
    /// what the stream has shown in quiet times counts as four of them. Of two stretches all neighbours count, but
    /// not those across the border. A tenth is added for what so few can underrate.
    /// </remarks>
    /// <param name="before">One stretch.</param>
    /// <param name="after">The other.</param>
    /// <param name="correlation">Of two requests of one slot, as the stream has shown it in quiet times.</param>
    public static double RequestsPerOne(in Stretch before, in Stretch after, double correlation)
    {
        const int Known = 4;
        const double Underrated = 1.1;
        const double Most = 100;
        var slots = Math.Max(1, before._slots + after._slots);
        var usual = 1 + Math.Max(0, (double)(before.Total + after.Total) / slots - 1) * correlation;
        var seen = before.Unrest + after.Unrest;
        var mean = (seen + Known * usual) / (before._neighbours + after._neighbours + Known);
        return Math.Clamp(Underrated * mean, 1, Most);
    }

    private readonly double Unrest
    {
        get
        {
            var p = (Bad + 0.5) / (Total + 1);
            return _unrest / (p * (1 - p));
        }
    }
}

/// <summary>Counts of half a second.</summary>
internal readonly record struct Slot(long Bad, long Total);
