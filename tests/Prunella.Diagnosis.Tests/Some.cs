using Prunella.Contracts;

namespace Prunella.Diagnosis.Tests;

/// <summary>Short ways to say what a test is about.</summary>
internal static class Some
{
    public static Verdict Bad(string subject, FaultKind fault = FaultKind.Unknown, string detector = "probe", SignalKind signal = SignalKind.Latency, int confidence = 900) =>
        Of(subject, Health.Unhealthy, fault, detector, signal, confidence);

    public static Verdict Well(string subject) => Of(subject, Health.Healthy, FaultKind.Unknown, "probe", SignalKind.Latency, 900);

    public static Verdict Silent(string subject) => Of(subject, Health.Unknown, FaultKind.Unknown, "probe", SignalKind.Latency, 0);

    public static InstanceId[] Instances(params string[] names) => [.. names.Select(InstanceId.Parse)];

    public static DependencyId[] Edges(params string[] names) => [.. names.Select(DependencyId.Parse)];

    private static Verdict Of(string subject, Health health, FaultKind fault, string detector, SignalKind signal, int confidence) => new(
        Subject.Parse(subject), signal, detector, "", health, confidence, Direction.Up, 1, fault,
        detector == "probe" ? Witness.Probe : Witness.Gateway, fault is FaultKind.Crash, new Evidence(400_000, 5_000, 1, 0, 0, 9000));
}
