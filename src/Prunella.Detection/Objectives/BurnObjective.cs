using Prunella.Contracts;
using Prunella.Detection.Statistics;

namespace Prunella.Detection.Objectives;

/// <summary>Judges how fast a service uses up its error budget.</summary>
/// <remarks>
/// Intuition: ask two windows. The long one says that enough of the budget went to matter, the short one that it still
/// goes on; a pair fires only when both exceed its rate. "Exceed" is evidence, not the bare ratio: the exact binomial
/// tail of so many bad ones at a true share of rate x allowed must be below 1 in 10,000 in the long window and 1 in 100
/// in the short one, so that one bad of three never fires. Minutes that nobody saw count as if they had been good, at
/// the same traffic: a pair may fire before its long window has been seen whole, and then even so. Well again when the
/// short window's share is below half the rate (or as the objective says) for a minute. It is unknown when nobody has
/// spoken for three minutes, and while no pair fires and the shortest pair has not been seen for three quarters of the
/// minutes of both its windows; a longer pair joins as its windows fill.
/// Source: The Site Reliability Workbook, chapter 5.
/// </remarks>
internal sealed class BurnObjective
{
    public const string Name = "burn-rate";
    private const int Weighty = 4000;
    private const int StillOn = 2000;
    private const int UsualTo = 500;
    private const long UsualWell = WindowRing.Minute;

    /// <summary>Longer than the longest interval at which a witness is believed to speak.</summary>
    private const long Silent = 3 * WindowRing.Minute;

    private static readonly Witness[] Witnesses = [Witness.Gateway, Witness.Telemetry];

    private readonly VerdictKey _key;
    private readonly ErrorBudget _budget;
    private readonly Latch[] _latches;
    private readonly WindowRing?[] _rings = new WindowRing?[Witnesses.Length];
    private readonly BurnPair _nearest;
    private readonly double _to;
    private readonly (long Broken, long Well) _times;

    public BurnObjective(ObjectiveSpec spec)
    {
        Spec = spec;
        _budget = spec.Budget!;
        _key = new VerdictKey(Subject.Of(spec.Service), spec.Signal, Name, spec.Policy);
        _latches = [.. _budget.Burn.Select(_ => new Latch())];
        _nearest = _budget.Burn.MinBy(p => p.LongNanos)!;
        _to = (spec.Recovery.ToPerMille == 0 ? UsualTo : spec.Recovery.ToPerMille) / 1000.0;
        _times = (spec.ForNanos, spec.Recovery.ForNanos == 0 ? UsualWell : spec.Recovery.ForNanos);
        Counted = $"{spec.Policy}|{spec.Service}|{spec.Signal}|{spec.BelowMilli}";
        var pairs = _budget.Burn.Select(p => $"{p.RateMilli}/{p.LongNanos}/{p.ShortNanos}");
        Pairs = string.Join(' ', pairs.Append($"{_budget.AllowedPerMillion}"));
    }

    public ObjectiveSpec Spec { get; }

    /// <summary>Says what is counted; while it stays the same, so do the counts.</summary>
    public string Counted { get; }

    /// <summary>Says what the latches are of.</summary>
    public string Pairs { get; }

    public Latch[] Latches => _latches;

    /// <summary>The windows of one kind of witness, made when first asked for; null when it is none that
    /// counts.</summary>
    public WindowRing? Ring(Witness witness) =>
        Array.IndexOf(Witnesses, witness) is >= 0 and var i ? _rings[i] ??= new WindowRing() : null;

    /// <summary>Those windows that exist, in the order of the witnesses.</summary>
    public IEnumerable<(Witness Witness, WindowRing Ring)> Rings() =>
        Witnesses.Zip(_rings).Where(r => r.Second is not null).Select(r => (r.First, r.Second!));

    /// <summary>Goes on with windows that were kept.</summary>
    public void Take(Witness witness, WindowRing ring)
    {
        if (Array.IndexOf(Witnesses, witness) is >= 0 and var i) _rings[i] = ring;
    }

    /// <summary>Takes over the windows, and the latches where they are of the same pairs.</summary>
    public void Inherit(BurnObjective before)
    {
        before._rings.CopyTo(_rings, 0);
        if (before.Pairs == Pairs) before._latches.CopyTo(_latches, 0);
    }

    public void Judge(Judge judge, long at)
    {
        if (Chosen(at) is not var (witness, ring)) return;
        BurnPair? told = null;
        var isBroken = false;
        for (var i = 0; i < _latches.Length; i++)
        {
            var pair = _budget.Burn[i];
            var (weight, now) = (ring.Recent(at, pair.LongNanos), ring.Recent(at, pair.ShortNanos));
            var fires = Surprise(pair, weight) >= Weighty && Surprise(pair, now) >= StillOn;
            var well = now.IsSeen && now.Share <= _to * Share(pair);
            if (!_latches[i].Look(fires, well && !fires, at, _times)) continue;
            isBroken = true;
            // What is broken and no longer seen is unknown, not broken for ever.
            if (fires || now.IsSeen) told ??= pair;
        }
        if (told is null && (isBroken || !IsSeen(ring, at))) return;
        judge.Find(Found(told, ring, witness, at), at);
    }

    /// <summary>The gateway saw what callers saw; the service's own telemetry where the gateway saw too
    /// little.</summary>
    private (Witness Witness, WindowRing Ring)? Chosen(long at)
    {
        (Witness, WindowRing)? first = null;
        for (var i = 0; i < _rings.Length; i++)
        {
            if (_rings[i] is not { } ring) continue;
            if (ring.Recent(at, Silent).Seen == 0) continue;
            if (IsSeen(ring, at)) return (Witnesses[i], ring);
            first ??= (Witnesses[i], ring);
        }
        return first;
    }

    private bool IsSeen(WindowRing ring, long at) =>
        ring.Recent(at, _nearest.ShortNanos).IsSeen && ring.Recent(at, _nearest.LongNanos).IsSeen;

    private double Share(BurnPair pair) => pair.RateMilli / 1e3 * (_budget.AllowedPerMillion / 1e6);

    private int Surprise(BurnPair pair, in WindowSum sum) => Binomial.Surprise(sum.Bad, sum.WithUnseen, Share(pair));

    private Finding Found(BurnPair? broken, WindowRing ring, Witness witness, long at)
    {
        var pair = broken ?? _nearest;
        var sum = ring.Recent(at, pair.LongNanos);
        var share = sum.WithUnseen == 0 ? 0 : (double)sum.Bad / sum.WithUnseen;
        var rate = share / (_budget.AllowedPerMillion / 1e6);
        var burn = new BurnEvidence(
            _budget.AllowedPerMillion, _budget.OverNanos, pair.LongNanos, pair.ShortNanos,
            (long)(1000 * rate * pair.LongNanos / _budget.OverNanos), sum.SeenPerMille);
        var evidence = new Evidence(
            (long)(1000 * rate), pair.RateMilli, 1, sum.Bad, sum.Total, Surprise(pair, sum), burn);
        var fault = Spec.Signal == SignalKind.Latency ? FaultKind.Slow : FaultKind.Errors;
        return Finding.Of(_key, broken is not null, fault, witness, evidence) with { Settled = true };
    }
}
