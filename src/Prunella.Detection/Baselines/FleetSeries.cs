using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

using Prunella.Detection.FalseAlarms;

namespace Prunella.Detection.Baselines;

/// <summary>How one plain series stands.</summary>
/// <param name="Series">Its number.</param>
/// <param name="IsUnhealthy">It is off by what the page level asks for, and was not well again since.</param>
/// <param name="At">Time of its newest point, Unix nanoseconds.</param>
/// <param name="Value">The newest value, in the series' own unit.</param>
/// <param name="Expected">What was expected in its place.</param>
/// <param name="Scale">An ordinary distance from it.</param>
/// <param name="Amount">Evidence: mean number of points until chance shows as much.</param>
public readonly record struct Standing(
    int Series, bool IsUnhealthy, long At, double Value, double Expected, double Scale, double Amount);

/// <summary>All plain series of one fleet, in the base tier, paged under one budget.</summary>
/// <remarks>
/// 256 bytes a series and nothing else that grows with their number; a point allocates nothing. What a series is
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

    private sealed class Loudness
    {
        public long UnhealthySince;
        public long WellSince;
    }

    private readonly List<BaseTier[]> _blocks = [];
    private readonly Stack<int> _free = [];
    private readonly SortedDictionary<int, Loudness> _loud = [];
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
        _loud.Remove(series);
        _free.Push(series);
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
        if (!tier.Observe(at, value, isTreated, least)) return;
        _rate.Count();
        if (tier.Amount >= Loud && !_loud.ContainsKey(series)) _loud[series] = new Loudness();
    }

    /// <summary>Forgets all that a series was.</summary>
    public void Reset(int series)
    {
        Of(series) = BaseTier.Unknown;
        _loud.Remove(series);
    }

    /// <summary>What a series measures has begun anew: the mean of its next ten minutes is what is
    /// expected.</summary>
    public void Renew(int series)
    {
        Of(series).Begin();
        _loud.Remove(series);
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
        foreach (var (series, loudness) in _loud.ToArray())
        {
            if (!Follow(series, loudness, at)) _loud.Remove(series);
            else if (loudness.UnhealthySince != 0 || loudness.WellSince != 0) standing.Add(Read(series));
            // More than the bar would only make the end of it late.
            if (loudness.UnhealthySince != 0) Of(series).Limit(Math.Max(Bar, Loud));
        }
    }

    /// <summary>How a series stands now.</summary>
    public Standing Read(int series)
    {
        ref var tier = ref Of(series);
        var isUnhealthy = _loud.GetValueOrDefault(series) is { UnhealthySince: > 0 };
        return new Standing(series, isUnhealthy, tier.At, tier.Value, tier.Expected, tier.Scale, tier.Amount);
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
        if (Of(series).Amount >= Loud) _loud[series] = new Loudness();
    }

    private void Discover(long at)
    {
        var candidates = new List<(double Amount, int Series)>();
        var recent = 0;
        foreach (var (series, loudness) in _loud)
        {
            if (loudness.UnhealthySince == 0) candidates.Add((Of(series).Amount, series));
            else if (at - loudness.UnhealthySince < SameLook) recent++;
        }
        candidates.Sort((a, b) => a.Amount != b.Amount ? b.Amount.CompareTo(a.Amount) : a.Series.CompareTo(b.Series));
        var evidence = candidates.Select(c => c.Amount).ToArray();
        var room = MostStanding - _loud.Values.Count(l => l.UnhealthySince != 0);
        var enough = evidence.TakeWhile(e => e >= PageBudget.LeastBar).Count();
        var taken = Math.Min(Math.Min(room, enough), Discoveries.Count(evidence, Bar, recent));
        foreach (var (_, series) in candidates.Take(taken)) _loud[series] = new Loudness { UnhealthySince = at };
    }

    /// <summary>False when there is nothing more to say of it.</summary>
    private bool Follow(int series, Loudness loudness, long at)
    {
        ref var tier = ref Of(series);
        if (at - tier.At > SilentFor)
        {
            // Nobody speaks of it any more; it must not hold a place, nor lend its weight to others.
            tier.Forget();
            return false;
        }
        // What has lasted for a day is how it is now.
        if (loudness.UnhealthySince != 0 && at - loudness.UnhealthySince > AcceptedAfter) tier.Begin();
        if (loudness.UnhealthySince == 0)
            return loudness.WellSince == 0 ? tier.Amount >= Quiet : at - loudness.WellSince < RecoveredFor;
        if (tier.Amount < Quiet) (loudness.UnhealthySince, loudness.WellSince) = (0, at);
        return true;
    }

    private ref BaseTier Of(int series) => ref _blocks[series / Block][series % Block];
}
