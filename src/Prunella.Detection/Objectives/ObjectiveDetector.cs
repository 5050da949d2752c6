using Prunella.Contracts;
using Prunella.Detection.Statistics;

namespace Prunella.Detection.Objectives;

/// <summary>Judges a declared bound on latency or errors of a service.</summary>
/// <remarks>
/// "p99 below 250 ms" allows one late request in a hundred; the late ones of the objective's own
/// window are counted and must exceed the allowed share by the exact binomial tail at one in
/// 10,000, so that one slow request of ten is no news. The window is the time for which it must be
/// broken, at most the minute that is kept; of a longer time the rest must have passed broken. It
/// is well again when the share is back within twice what is allowed, for the judge's two seconds;
/// in between it stays what it was.
/// </remarks>
internal sealed class ObjectiveDetector(ObjectiveSpec spec)
{
    public const string Name = "objective";
    private const long LeastWindow = 2_000_000_000;
    private const long MostWindow = 60_000_000_000;
    private const int Convincing = 4000;
    private const int LeastTotal = 10;
    private readonly VerdictKey _key = new(Subject.Of(spec.Service), spec.Signal, Name, spec.Policy);
    private readonly bool _isLatency = spec.Signal == SignalKind.Latency;
    private readonly FaultKind _fault = spec.Signal == SignalKind.Latency ? FaultKind.Slow : FaultKind.Errors;
    private readonly double _bound = spec.BelowMilli / 1000.0;
    private readonly double _allowed =
        (spec.Signal == SignalKind.Latency ? 1000 - spec.QuantilePerMille : spec.BelowMilli) / 1000.0;
    private long _brokenSince;

    public ObjectiveSpec Spec { get; } = spec;

    public void Judge(Judge judge, SignalStream stream, long at)
    {
        if (stream.IsStale(at)) return;
        var window = Math.Clamp(Math.Max(Spec.ForNanos, stream.IntervalNanos), LeastWindow, MostWindow);
        var counts = stream.Seconds.Recent(at, window, _isLatency ? stream.BoundOf(_bound) : 0);
        if (counts.Total < LeastTotal)
        {
            judge.Hold(_key, at);
            return;
        }
        var broken = _isLatency ? counts.Late : counts.Bad;
        var surprise = Binomial.Surprise(broken, counts.Total, _allowed);
        var share = (double)broken / counts.Total;
        _brokenSince = surprise < Convincing ? 0 : _brokenSince == 0 ? at : _brokenSince;
        var isBroken = _brokenSince != 0 && at - _brokenSince >= Spec.ForNanos - window;
        var stays = share > 2 * _allowed && judge.Stands(_key) == Health.Unhealthy;
        var evidence = new Evidence((long)(share * 1000), (long)(_allowed * 1000), 1, broken, counts.Total, surprise);
        judge.Find(Finding.Of(_key, isBroken || stays, _fault, stream.Witness, evidence), at);
    }
}
