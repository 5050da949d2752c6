using Prunella.Contracts;
using Prunella.Detection.Statistics;

namespace Prunella.Detection.Objectives;

/// <summary>Judges a declared bound on latency or errors of a service, or of each of its instances.</summary>
/// <remarks>
/// "p99 below 250 ms" allows one late request in a hundred; the late ones of the objective's own
/// window are counted and must exceed the allowed share by the exact binomial tail at one in
/// 10,000, so that one slow request of ten is no news. The window is the time for which it must be
/// broken, at most the minute that is kept; of a longer time the rest must have passed broken. It
/// is well again when the share is back within twice what is allowed, or what the objective asks, for
/// two seconds, or as long as it asks; in between it stays what it was. Late are those in buckets above the one that
/// holds the bound: rounding alone breaks nothing.
/// </remarks>
internal sealed class ObjectiveDetector(ObjectiveSpec spec)
{
    private const long LeastWindow = 2_000_000_000;
    private const long MostWindow = 60_000_000_000;
    private const int Convincing = 4000;
    private const int LeastTotal = 10;
    private const int UsualTo = 2000;
    private readonly ObjectiveCases _cases = new(spec, UsualTo);
    private readonly LatencySketch _latencies = new();
    private readonly bool _isLatency = spec.Signal == SignalKind.Latency;
    private readonly FaultKind _fault = spec.Signal == SignalKind.Latency ? FaultKind.Slow : FaultKind.Errors;
    private readonly double _bound = spec.BelowMilli / 1000.0;
    private readonly double _allowed =
        (spec.Signal == SignalKind.Latency ? 1000 - spec.QuantilePerMille : spec.BelowMilli) / 1000.0;

    public ObjectiveSpec Spec { get; } = spec;

    /// <summary>Judges a stream if it is of a subject that the objective is for.</summary>
    public void Judge(Judge judge, SignalStream stream, long at)
    {
        if (!_cases.Covers(stream.Subject) || stream.IsStale(at)) return;
        var of = _cases.Of(stream.Subject, judge, at);
        var window = Math.Clamp(Math.Max(Spec.ForNanos, stream.IntervalNanos), LeastWindow, MostWindow);
        var counts = stream.Seconds.Recent(at, window, _isLatency ? stream.BoundOf(_bound) : 0);
        if (counts.Total < LeastTotal)
        {
            judge.Hold(of.Key, at);
            return;
        }
        var bad = _isLatency ? counts.Late : counts.Bad;
        var surprise = Binomial.Surprise(bad, counts.Total, _allowed);
        var share = (double)bad / counts.Total;
        var isWell = share <= _cases.To * _allowed;
        var isBroken = of.Latch.Look(surprise >= Convincing, isWell, at, (Spec.ForNanos - window, _cases.Well));
        var evidence = _isLatency
            ? new Evidence(Quantile(stream, at), Spec.BelowMilli, 1, bad, counts.Total, surprise)
            : new Evidence((long)(share * 1000), (long)(_allowed * 1000), 1, bad, counts.Total, surprise);
        var finding = Finding.Of(of.Key, isBroken, _fault, stream.Witness, evidence);
        judge.Find(finding with { Settled = true }, at);
    }

    /// <summary>The quantile of the last seconds in ms, for people; the bound while no latencies are at hand.</summary>
    private long Quantile(SignalStream stream, long at)
    {
        _latencies.Clear();
        _latencies.Merge(stream.Latencies, at, stream.Window);
        if (_latencies.Total == 0) return Spec.BelowMilli;
        return (long)Math.Round(1000 * _latencies.Middle(Spec.QuantilePerMille / 1000.0));
    }
}
