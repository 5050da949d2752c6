using Prunella.Contracts;

namespace Prunella.Bench.Decisions;

/// <summary>Verdicts as detection gives them.</summary>
internal static class Verdicts
{
    public static Verdict Well(InstanceId instance, string detector, long at) => new(
        Subject.Of(instance), SignalKind.Latency, detector, "", Health.Healthy, 900, Direction.None, at,
        FaultKind.Unknown, Witness.Probe, false, new Evidence(20, 20, 3, 0, 100, 12));

    public static Verdict Slow(InstanceId instance, string detector, long at) => new(
        Subject.Of(instance), SignalKind.Latency, detector, "", Health.Unhealthy, 950, Direction.Up, at,
        FaultKind.Slow, Witness.Telemetry, false, new Evidence(420, 20, 3, 60, 100, 9000));
}
