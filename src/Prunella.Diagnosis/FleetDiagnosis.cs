using Prunella.Contracts;

namespace Prunella.Diagnosis;

/// <summary>An edge as learnt or declared, with its recent rates.</summary>
/// <param name="Id">Caller and callee.</param>
/// <param name="Declared">Stands in a document.</param>
/// <param name="Observed">Was seen in spans.</param>
/// <param name="Calls">Calls in the last minute.</param>
/// <param name="Failed">Failed calls among them.</param>
/// <param name="MeanMicros">Mean duration in microseconds; 0 without calls.</param>
public sealed record EdgeReading(DependencyId Id, bool Declared, bool Observed, long Calls, long Failed, long MeanMicros);

/// <summary>From verdicts, call graph, spans and logs to ranked suspects.</summary>
/// <remarks>One caller at a time; every memory is bounded.</remarks>
public sealed class FleetDiagnosis
{
    /// <summary>Takes declared edges and instances; what was learnt stays.</summary>
    public void Configure(IReadOnlyList<DependencyId> dependencies, IReadOnlyList<InstanceId> instances) =>
        throw new NotSupportedException();

    /// <summary>Learns edges and per-edge rate, errors and duration.</summary>
    public void Observe(IReadOnlyList<SpanRecord> spans) => throw new NotSupportedException();

    /// <summary>Counts lines by severity and keeps the last error lines of each instance.</summary>
    public void Observe(IReadOnlyList<LogLine> lines) => throw new NotSupportedException();

    /// <summary>Groups what is unhealthy and ranks suspects in each group.</summary>
    /// <param name="atUnixNanos">Now.</param>
    /// <param name="current">All verdicts as they stand.</param>
    public IReadOnlyList<SuspectRanking> Rank(long atUnixNanos, IReadOnlyList<Verdict> current) =>
        throw new NotSupportedException();

    /// <summary>The call graph.</summary>
    public IReadOnlyList<EdgeReading> Edges(long atUnixNanos) => throw new NotSupportedException();

    /// <summary>The last error lines of an instance, oldest first, at most 100.</summary>
    public IReadOnlyList<LogLine> ErrorLines(InstanceId instance) => throw new NotSupportedException();
}
