using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

using Prunella.Detection.FalseAlarms;

namespace Prunella.Detection.Baselines;

/// <summary>What is asked of a plain series.</summary>
public enum SeriesLane
{
    /// <summary>By its base tier: is it far from what is usual for it?</summary>
    Level,

    /// <summary>By its full tier: was it ever so?</summary>
    Novelty,

    /// <summary>By its full tier: is it far off, at once or for long?</summary>
    Deviation,
}

/// <summary>How one plain series stands.</summary>
/// <param name="Series">Its number.</param>
/// <param name="IsUnhealthy">It is off by what the page level asks for, and was not well again since.</param>
/// <param name="At">Time of its newest point, Unix nanoseconds.</param>
/// <param name="Value">The newest value, in the series' own unit.</param>
/// <param name="Expected">What was expected in its place.</param>
/// <param name="Scale">An ordinary distance from it.</param>
/// <param name="Amount">Evidence: mean number of points until chance shows as much.</param>
public readonly record struct Standing(
    int Series, bool IsUnhealthy, long At, double Value, double Expected, double Scale, double Amount)
{
    /// <summary>By which question.</summary>
    public SeriesLane Lane { get; init; }
}

/// <summary>All plain series of one fleet, in the base tier and some in the full tier as well, paged under one
/// budget.</summary>
/// <remarks>
/// 256 bytes a series and nothing else that grows with their number, 3.6 KB more for each that is promoted; a point
/// allocates nothing, but for the first 300 of the full tier. A point of a full tier that speaks counts three times in
/// what the budget is divided by: each lane is a way of its own to be wrong. What a series is
/// called is its owner's business: here it has a number. One caller at a time; the same points and ticks give the same
/// answers. When several series go off within an hour, each needs less evidence of its own, as one discovery
/// makes the next more credible.
/// </remarks>
public sealed class FleetSeries
{
    /// <summary>Bytes a series takes, and bytes of <see cref="Save"/>.</summary>
    public static int BytesPerSeries => Unsafe.SizeOf<BaseTier>();

    /// <summary>Series that stand out at once, of which each is told; more would tell nothing new.</summary>
    public const int MostStanding = 1_000;

    private const int Block = 256;

    /// <summary>Evidence from which a series is looked at each tick; points of chance that pass it cost a look
    /// only.</summary>
    private const double Loud = 1_000;

    /// <summary>Evidence below which a series is well again.</summary>
    private const double Quiet = 10;

    private const long SameLook = 3_600_000_000_000;
    private const long SilentFor = 3_600_000_000_000;
    private const long AcceptedAfter = 86_400_000_000_000;
    private const long RecoveredFor = 600_000_000_000;

    /// <summary>One question about one series.</summary>
    private readonly record struct Asked(int Series, SeriesLane Lane) : IComparable<Asked>
    {
        public int CompareTo(Asked other) =>
            Series != other.Series ? Series.CompareTo(other.Series) : ((int)Lane).CompareTo((int)other.Lane);
    }

    private sealed class Loudness
    {
        public long UnhealthySince;
        public long WellSince;
    }

    private readonly List<BaseTier[]> _blocks = [];
    private readonly Stack<int> _free = [];
    private readonly Dictionary<int, FullTier> _full = [];
    private readonly SortedDictionary<Asked, Loudness> _loud = [];
    private PageBudget _budget;
    private readonly PointRate _rate = new();
    private int _count;

    /// <param name="budget">How many false pages the fleet may cost.</param>
    public FleetSeries(PageBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        _budget = budget;
    }

    /// <summary>Series that have begun and not ended.</summary>
    public int Count => _count - _free.Count;

    /// <summary>Series that are in the full tier as well.</summary>
    public int FullCount => _full.Count;

    /// <summary>Of those, series whose full tier has seen enough to say anything.</summary>
    public int WarmCount => _full.Values.Count(f => f.IsWarm);

    /// <summary>Evidence that one series needs on its own, at the last tick.</summary>
    public double Bar { get; private set; } = double.MaxValue;

    /// <summary>Another budget from the next tick on; what was learnt stays.</summary>
    public void Allow(PageBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        _budget = budget;
    }

    /// <summary>Begins a series.</summary>
    /// <returns>Its number, which an ended series may have had before.</returns>
    public int Begin()
    {
        if (!_free.TryPop(out var series))
        {
            series = _count++;
            if (series % Block == 0) _blocks.Add(new BaseTier[Block]);
        }
        Of(series) = BaseTier.Unknown;
        return series;
    }

    /// <summary>Ends a series, whose number may be given away again.</summary>
    public void End(int series)
    {
        Hush(series);
        _full.Remove(series);
        _free.Push(series);
    }

    /// <summary>Begins the full tier of a series; it knows nothing yet. One that has it keeps it.</summary>
    public void Promote(int series) => _full.TryAdd(series, new FullTier());

    /// <summary>Ends the full tier of a series, with what it knew.</summary>
    public void Demote(int series)
    {
        _full.Remove(series);
        _loud.Remove(new Asked(series, SeriesLane.Novelty));
        _loud.Remove(new Asked(series, SeriesLane.Deviation));
    }

    /// <summary>The memory of one series' full tier, of this version's layout; null where it has none.</summary>
    public byte[]? SaveFull(int series) => _full.GetValueOrDefault(series)?.Save();

    /// <summary>Gives a series the full tier that another one had: it goes on as that one would.</summary>
    /// <exception cref="FormatException">It is damaged or of another version; the series keeps what it
    /// had.</exception>
    public void RestoreFull(int series, ReadOnlySpan<byte> saved)
    {
        var full = FullTier.Restore(saved);
        _full[series] = full;
        Mind(series, SeriesLane.Novelty, full.Amount(SeriesLane.Novelty));
        Mind(series, SeriesLane.Deviation, full.Amount(SeriesLane.Deviation));
    }

    /// <summary>Takes a point.</summary>
    /// <param name="series">Whose.</param>
    /// <param name="at">Unix nanoseconds; what is not later than the last one is passed over.</param>
    /// <param name="value">Any unit; what is no number is passed over.</param>
    /// <param name="isTreated">While somebody treats its subject, which moves it: nothing is learnt or held against
    /// it.</param>
    /// <param name="least">What is no difference whatever the series was: a few counts a point, for a rate. In its own
    /// unit, 0 for none.</param>
    public void Observe(int series, long at, double value, bool isTreated = false, double least = 0)
    {
        ref var tier = ref Of(series);
        var isSettling = tier.IsSettling;
        if (!tier.Observe(at, value, isTreated, least)) return;
        _rate.Count();
        Mind(series, SeriesLane.Level, tier.Amount);
        if (_full.Count == 0 || !_full.TryGetValue(series, out var full)) return;
        if (isSettling || isTreated) return;
        full.Observe(tier, least);
        if (!full.IsWarm) return;
        _rate.Count();
        _rate.Count();
        Mind(series, SeriesLane.Novelty, full.Amount(SeriesLane.Novelty));
        Mind(series, SeriesLane.Deviation, full.Amount(SeriesLane.Deviation));
    }

    /// <summary>Forgets all that a series was.</summary>
    public void Reset(int series)
    {
        Of(series) = BaseTier.Unknown;
        if (_full.ContainsKey(series)) _full[series] = new FullTier();
        Hush(series);
    }

    /// <summary>What a series measures has begun anew: the mean of its next ten minutes is what is
    /// expected.</summary>
    public void Renew(int series)
    {
        Of(series).Begin();
        if (_full.TryGetValue(series, out var full)) full.Forget();
        Hush(series);
    }

    /// <summary>Judges all series; adds those that stand out, and for ten minutes those that did, ordered by
    /// number.</summary>
    /// <param name="at">Unix nanoseconds, never going back.</param>
    /// <param name="standing">Filled anew.</param>
    public void Tick(long at, List<Standing> standing)
    {
        ArgumentNullException.ThrowIfNull(standing);
        standing.Clear();
        Bar = _budget.Bar(_rate.PerSecond(at, Count));
        if (_loud.Count == 0) return;
        Discover(at);
        foreach (var (asked, loudness) in _loud.ToArray())
        {
            if (!Follow(asked, loudness, at)) _loud.Remove(asked);
            else if (loudness.UnhealthySince != 0 || loudness.WellSince != 0)
                standing.Add(Read(asked.Series, asked.Lane));
            // More than the bar would only make the end of it late.
            if (loudness.UnhealthySince != 0) Limit(asked, Math.Max(Bar, Loud));
        }
    }

    /// <summary>How a series stands now.</summary>
    /// <param name="series">Which.</param>
    /// <param name="lane">By which question; a full tier's only of a series that has one.</param>
    public Standing Read(int series, SeriesLane lane = SeriesLane.Level)
    {
        ref var tier = ref Of(series);
        var asked = new Asked(series, lane);
        var isUnhealthy = _loud.GetValueOrDefault(asked) is { UnhealthySince: > 0 };
        return new Standing(series, isUnhealthy, tier.At, tier.Value, tier.Expected, tier.Scale, Amount(asked))
        {
            Lane = lane,
        };
    }

    /// <summary>The memory of one series; little-endian, of this version's layout.</summary>
    public ReadOnlySpan<byte> Save(int series) => MemoryMarshal.AsBytes(new ReadOnlySpan<BaseTier>(ref Of(series)));

    /// <summary>Time of the newest point in a saved memory.</summary>
    public static long LastAt(ReadOnlySpan<byte> saved) => MemoryMarshal.Read<BaseTier>(saved).At;

    /// <summary>Gives a series the memory that another one had: it goes on as that one would.</summary>
    /// <exception cref="FormatException">It is not as long as a series' memory is.</exception>
    public void Restore(int series, ReadOnlySpan<byte> saved)
    {
        if (saved.Length != BytesPerSeries) throw new FormatException("The memory of a series has the wrong length.");
        saved.CopyTo(MemoryMarshal.AsBytes(new Span<BaseTier>(ref Of(series))));
        // Damaged bytes would be learnt from for ever.
        if (!Of(series).IsSound) Of(series) = BaseTier.Unknown;
        Mind(series, SeriesLane.Level, Of(series).Amount);
    }

    /// <summary>What shows much is looked at each tick.</summary>
    private void Mind(int series, SeriesLane lane, double amount)
    {
        var asked = new Asked(series, lane);
        if (amount >= Loud && !_loud.ContainsKey(asked)) _loud[asked] = new Loudness();
    }

    private void Hush(int series)
    {
        foreach (var lane in (ReadOnlySpan<SeriesLane>)[SeriesLane.Level, SeriesLane.Novelty, SeriesLane.Deviation])
            _loud.Remove(new Asked(series, lane));
    }

    private double Amount(Asked asked) =>
        asked.Lane == SeriesLane.Level ? Of(asked.Series).Amount : _full[asked.Series].Amount(asked.Lane);

    private void Limit(Asked asked, double bar)
    {
        if (asked.Lane == SeriesLane.Level) Of(asked.Series).Limit(bar);
        else _full[asked.Series].Limit(asked.Lane, bar);
    }

    private void Forget(Asked asked)
    {
        if (asked.Lane == SeriesLane.Level) Of(asked.Series).Forget();
        else _full[asked.Series].Forget(asked.Lane);
    }

    private void Discover(long at)
    {
        var candidates = new List<(double Amount, Asked Asked)>();
        var recent = 0;
        foreach (var (asked, loudness) in _loud)
        {
            if (loudness.UnhealthySince == 0) candidates.Add((Amount(asked), asked));
            else if (at - loudness.UnhealthySince < SameLook) recent++;
        }
        candidates.Sort((a, b) => a.Amount != b.Amount ? b.Amount.CompareTo(a.Amount) : a.Asked.CompareTo(b.Asked));
        var evidence = candidates.Select(c => c.Amount).ToArray();
        var room = MostStanding - _loud.Values.Count(l => l.UnhealthySince != 0);
        var enough = evidence.TakeWhile(e => e >= PageBudget.LeastBar).Count();
        var taken = Math.Min(Math.Min(room, enough), Discoveries.Count(evidence, Bar, recent));
        foreach (var (_, asked) in candidates.Take(taken)) _loud[asked] = new Loudness { UnhealthySince = at };
    }

    /// <summary>False when there is nothing more to say of it.</summary>
    private bool Follow(Asked asked, Loudness loudness, long at)
    {
        ref var tier = ref Of(asked.Series);
        if (at - tier.At > SilentFor)
        {
            // Nobody speaks of it any more; it must not hold a place, nor lend its weight to others.
            Forget(asked);
            return false;
        }
        // What has lasted for a day is how it is now; a full tier has learnt it meanwhile.
        if (loudness.UnhealthySince != 0 && at - loudness.UnhealthySince > AcceptedAfter)
        {
            if (asked.Lane == SeriesLane.Level) tier.Begin();
            else Forget(asked);
        }
        if (loudness.UnhealthySince == 0)
            return loudness.WellSince == 0 ? Amount(asked) >= Quiet : at - loudness.WellSince < RecoveredFor;
        if (Amount(asked) < Quiet) (loudness.UnhealthySince, loudness.WellSince) = (0, at);
        return true;
    }

    private ref BaseTier Of(int series) => ref _blocks[series / Block][series % Block];
}
