using Prunella.Contracts;

namespace Prunella.Detection;

/// <summary>What detection is told of the fleet before samples come.</summary>
/// <param name="Objectives">What people declared.</param>
/// <param name="Instances">Declared instances; others are learnt from samples.</param>
public sealed record DetectionSetup(IReadOnlyList<ObjectiveSpec> Objectives, IReadOnlyList<InstanceId> Instances);

/// <summary>What one tick found.</summary>
/// <param name="Changed">Verdicts whose health, fault, confidence band or witnesses changed, ordered by subject and detector.</param>
/// <param name="Coverage">Coverage that changed, ordered by subject.</param>
/// <param name="Verifications">Answers to running verifications that changed or became final.</param>
public sealed record DetectionReport(
    IReadOnlyList<Verdict> Changed,
    IReadOnlyList<Coverage> Coverage,
    IReadOnlyList<VerificationResult> Verifications);

/// <summary>The current reading of a signal, for views only.</summary>
public sealed record SignalReading(
    Subject Subject, SignalKind Signal, Witness Witness, string Name, string Unit, double Value, double Expected, Health Health);

/// <summary>All detectors of one fleet: samples in, verdicts out.</summary>
/// <remarks>One caller at a time. Memory is fixed per series; series beyond the limit are refused with a count.</remarks>
public sealed class FleetDetection
{
    /// <summary>Takes the setup in force; baselines of what stays are kept.</summary>
    public void Configure(DetectionSetup setup) => throw new NotSupportedException();

    /// <summary>Takes samples, in any order.</summary>
    public void Observe(SampleBatch batch) => throw new NotSupportedException();

    /// <summary>Takes a probe's result or the platform's word.</summary>
    public void Observe(in ProbeResult result) => throw new NotSupportedException();

    /// <summary>Takes a gateway's state: in-flight requests and their age.</summary>
    public void Observe(GatewayReport report) => throw new NotSupportedException();

    /// <summary>Starts a comparison of before and after.</summary>
    public void Begin(VerificationRequest request) => throw new NotSupportedException();

    /// <summary>Ends it.</summary>
    public void End(string remediation) => throw new NotSupportedException();

    /// <summary>Judges all signals at a time (Unix nanoseconds, never going back); silence is judged too.</summary>
    public DetectionReport Tick(long atUnixNanos) => throw new NotSupportedException();

    /// <summary>Every verdict as it stands, ordered by subject and detector.</summary>
    public IReadOnlyList<Verdict> Current() => throw new NotSupportedException();

    /// <summary>Current readings for views.</summary>
    public IReadOnlyList<SignalReading> Readings() => throw new NotSupportedException();
}
