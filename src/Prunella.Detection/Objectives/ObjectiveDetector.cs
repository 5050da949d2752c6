using Prunella.Contracts;
using Prunella.Detection.Hot;
using Prunella.Detection.Statistics;

namespace Prunella.Detection.Objectives;

/// <summary>Judges a declared bound on latency or errors of a service.</summary>
/// <remarks>
/// "p99 below 250 ms" allows one late request in a hundred; the late ones of the objective's own window are counted and
/// must exceed the allowed share by the exact binomial tail at one in 10,000, so that one slow request of ten
/// is no news. It is well again when the share is back within twice what is allowed, for the judge's two
/// seconds.
/// </remarks>
internal sealed class ObjectiveDetector(ObjectiveSpec spec)
{
    public const string Name = "objective";
    private const long LeastWindow = 2_000_000_000;
    private const int Convincing = 4000;
    private const int LeastTotal = 10;

    public ObjectiveSpec Spec { get; } = spec;

    public void Judge(Judge judge, SignalStream stream, long at)
    {
        if (stream.IsStale(at)) return;
        if (Spec.Signal is not (SignalKind.Latency or SignalKind.Errors) || Spec.BelowMilli == 0) return;
        var counts = stream.Seconds.Between(at - Math.Max(LeastWindow, Spec.ForNanos), at);
        if (counts.Total < LeastTotal) return;
        var allowed = Spec.Signal == SignalKind.Latency ? (1000 - Spec.QuantilePerMille) / 1000.0
            : Spec.BelowMilli / 1000.0;
        var broken = Spec.Signal == SignalKind.Latency ? counts.Late : counts.Bad;
        var surprise = Binomial.Surprise(broken, counts.Total, allowed);
        var share = (double)broken / counts.Total;
        var health = surprise >= Convincing ? Health.Unhealthy : share <= 2 * allowed ? Health.Healthy : Health.Unknown;
        // Between the two it stays what it was: the judge keeps an unhealthy verdict until a healthy finding.
        if (health == Health.Unknown) health = judge.IsUnhealthy(stream.Subject) ? Health.Unhealthy : Health.Healthy;
        judge.Find(new Finding(
            Subject.Of(Spec.Service), Spec.Signal, Name, health,
                health == Health.Unhealthy ? Finding.Confidence(surprise) : 900,
            health == Health.Unhealthy ? (Spec.Signal == SignalKind.Latency ? FaultKind.Slow : FaultKind.Errors)
                : FaultKind.Unknown, stream.Witness,
            Evidence(counts, share, allowed, surprise, broken))
        {
            Objective = Spec.Policy,
            Direction = health == Health.Unhealthy ? Direction.Up : Direction.None,
        }, at);
    }

    private static Evidence Evidence(Counts counts, double share, double allowed, int surprise, long broken) =>
        new((long)(share * 1000), (long)(allowed * 1000), 1, broken, counts.Total, surprise);
}
