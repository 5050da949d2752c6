using Prunella.Contracts;

namespace Prunella.Detection.Objectives;

/// <summary>Judges a declared bound on a level of a service or of each of its instances: traffic, saturation or
/// backlog.</summary>
/// <remarks>
/// Traffic is the requests per second; saturation the fullest of the resources whose limit is known, as a share;
/// backlog the longest of the queues. Broken when outside the bounds at every tick for the time that the objective
/// asks; well again after two seconds inside, or as far inside and as long as it asks. Without a live level it is
/// unknown.
/// </remarks>
internal sealed class LevelObjective(ObjectiveSpec spec)
{
    private const int UsualTo = 1000;
    private readonly ObjectiveCases _cases = new(spec, UsualTo);
    private readonly SortedDictionary<Subject, (double Value, Witness Witness)> _highest = [];

    public ObjectiveSpec Spec { get; } = spec;

    /// <summary>Judges the rate of a stream, if it is of a subject that the objective is for.</summary>
    public void Judge(Judge judge, SignalStream stream, long at)
    {
        if (!_cases.Covers(stream.Subject) || stream.IsStale(at)) return;
        var rate = stream.Seconds.Recent(at, stream.Window).Total * 1e9 / stream.Window;
        Judge(judge, stream.Subject, (rate, stream.Witness), at);
    }

    /// <summary>Judges the highest of the levels per subject.</summary>
    public void Judge(Judge judge, StreamBook book, long at)
    {
        _highest.Clear();
        var isShare = Spec.Signal == SignalKind.Saturation;
        foreach (var level in book.Levels)
        {
            if (level.Series.Kind != Spec.Signal || level.Service != Spec.Service || level.IsStale(at)) continue;
            if (isShare && level.Series.Limit <= 0) continue;
            var subject = Spec.PerInstance ? level.Series.Subject : Subject.Of(level.Service);
            if (!_cases.Covers(subject)) continue;
            var value = isShare ? level.Now / level.Series.Limit : level.Now;
            if (!_highest.TryGetValue(subject, out var highest) || value > highest.Value)
                _highest[subject] = (value, level.Series.Witness);
        }
        foreach (var (subject, highest) in _highest) Judge(judge, subject, highest, at);
    }

    private void Judge(Judge judge, Subject subject, (double Value, Witness Witness) read, long at)
    {
        var of = _cases.Of(subject, judge, at);
        var milli = (long)Math.Clamp(read.Value * 1000, 0, 1e15);
        var over = Spec.BelowMilli > 0 && milli >= Spec.BelowMilli;
        var under = Spec.AboveMilli > 0 && milli <= Spec.AboveMilli;
        // Between broken and well it is told against the bound that it comes back from.
        var isHigh = Spec.BelowMilli > 0 && milli >= Spec.BelowMilli * _cases.To;
        var isLow = !over && Spec.AboveMilli > 0 && milli <= Spec.AboveMilli / _cases.To;
        var isBroken = of.Latch.Look(over || under, !isHigh && !isLow, at, (Spec.ForNanos, _cases.Well));
        var evidence = new Evidence(milli, isLow ? Spec.AboveMilli : Spec.BelowMilli, 1, 0, 0, 0);
        var finding = Finding.Of(of.Key, isBroken, Fault(!isLow), read.Witness, evidence) with { Settled = true };
        judge.Find(isBroken && isLow ? finding with { Direction = Direction.Down } : finding, at);
    }

    private FaultKind Fault(bool over) => Spec.Signal switch
    {
        SignalKind.Traffic when over => FaultKind.Overload,
        SignalKind.Backlog when over => FaultKind.QueueLag,
        SignalKind.Saturation when over => FaultKind.Overload,
        _ => FaultKind.Unknown,
    };
}
