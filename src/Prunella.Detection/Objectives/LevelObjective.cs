using Prunella.Contracts;

namespace Prunella.Detection.Objectives;

/// <summary>Judges a declared bound on a level of a service: traffic, saturation or
/// backlog.</summary>
/// <remarks>
/// Traffic is the service's requests per second; saturation the fullest of its instances' resources
/// whose limit is known, as a share; backlog the longest of its queues. Broken when outside the
/// bounds at every tick for the time that the objective asks; well again after the judge's two
/// seconds inside. Without a live level it is unknown.
/// </remarks>
internal sealed class LevelObjective(ObjectiveSpec spec)
{
    private readonly VerdictKey _key = new(Subject.Of(spec.Service), spec.Signal, ObjectiveDetector.Name, spec.Policy);
    private long _brokenSince;

    public ObjectiveSpec Spec { get; } = spec;

    public void Judge(Judge judge, StreamBook book, SignalStream? stream, long at)
    {
        if (Read(book, stream, at) is not var (value, witness)) return;
        var milli = (long)Math.Clamp(value * 1000, 0, 1e15);
        var over = Spec.BelowMilli > 0 && milli >= Spec.BelowMilli;
        var under = Spec.AboveMilli > 0 && milli <= Spec.AboveMilli;
        _brokenSince = !over && !under ? 0 : _brokenSince == 0 ? at : _brokenSince;
        var bad = _brokenSince != 0 && at - _brokenSince >= Spec.ForNanos;
        var evidence = new Evidence(milli, under ? Spec.AboveMilli : Spec.BelowMilli, 1, 0, 0, 0);
        var finding = Finding.Of(_key, bad, Fault(over), witness, evidence);
        judge.Find(bad && under ? finding with { Direction = Direction.Down } : finding, at);
    }

    private FaultKind Fault(bool over) => Spec.Signal switch
    {
        SignalKind.Traffic when over => FaultKind.Overload,
        SignalKind.Backlog when over => FaultKind.QueueLag,
        SignalKind.Saturation when over => FaultKind.Overload,
        _ => FaultKind.Unknown,
    };

    private (double Value, Witness Witness)? Read(StreamBook book, SignalStream? stream, long at) =>
        Spec.Signal == SignalKind.Traffic ? Rate(stream, at) : Highest(book, at);

    private static (double Value, Witness Witness)? Rate(SignalStream? stream, long at)
    {
        if (stream is null || stream.IsStale(at)) return null;
        return (stream.Seconds.Recent(at, stream.Window).Total * 1e9 / stream.Window, stream.Witness);
    }

    private (double Value, Witness Witness)? Highest(StreamBook book, long at)
    {
        (double Value, Witness Witness)? highest = null;
        var isShare = Spec.Signal == SignalKind.Saturation;
        foreach (var level in book.Levels)
        {
            if (level.Series.Kind != Spec.Signal || level.Service != Spec.Service || level.IsStale(at)) continue;
            if (isShare && level.Series.Limit <= 0) continue;
            var value = isShare ? level.Now / level.Series.Limit : level.Now;
            if (highest is null || value > highest.Value.Value) highest = (value, level.Series.Witness);
        }
        return highest;
    }
}
