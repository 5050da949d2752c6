using Prunella.Contracts;
using Prunella.Diagnosis.Logs;
using Prunella.Diagnosis.Ranking;
using Prunella.Diagnosis.Topology;

namespace Prunella.Diagnosis;

/// <summary>An edge as learnt or declared, with its recent rates.</summary>
/// <param name="Id">Caller and callee.</param>
/// <param name="Declared">Stands in a document.</param>
/// <param name="Observed">Was seen in spans.</param>
/// <param name="Calls">Calls in the last minute.</param>
/// <param name="Failed">Failed calls among them.</param>
/// <param name="MeanMicros">Mean duration in microseconds; 0 without calls.</param>
public sealed record EdgeReading(
    DependencyId Id, bool Declared, bool Observed, long Calls, long Failed, long MeanMicros);

/// <summary>From verdicts, call graph, spans and logs to ranked suspects.</summary>
/// <remarks>
/// One caller at a time; every memory is bounded: 2,000 edges, 20,000 spans waiting for their other
/// half on either side, 2,000 instances with log lines.
/// </remarks>
public sealed class FleetDiagnosis
{
    private const int MostEdges = 2_000;
    private const int MostWaitingSpans = 20_000;
    private const int MostInstances = 2_000;

    private readonly CallGraph _graph = new(MostEdges);
    private readonly SpanJoin _join;
    private readonly LogBook _logs = new(MostInstances);
    private IReadOnlyList<InstanceId> _instances = [];
    private SortedDictionary<string, ServiceId> _services = new(StringComparer.Ordinal);

    /// <summary>Begins with an empty graph.</summary>
    public FleetDiagnosis() => _join = new SpanJoin(_graph, Known, MostWaitingSpans);

    /// <summary>Takes declared edges and instances; what was learnt stays.</summary>
    /// <remarks>
    /// Only services named here are believed when a client span merely names its peer.
    /// </remarks>
    public void Configure(IReadOnlyList<DependencyId> dependencies, IReadOnlyList<InstanceId> instances)
    {
        _graph.Declare(dependencies);
        _instances = instances;
        _services = new SortedDictionary<string, ServiceId>(StringComparer.Ordinal);
        var named = dependencies.SelectMany(d => new[] { d.Caller, d.Callee }).Concat(instances.Select(i => i.Service));
        foreach (var service in named) _services[service.ToString()] = service;
    }

    /// <summary>Learns edges and per-edge rate, errors and duration.</summary>
    public void Observe(IReadOnlyList<SpanRecord> spans)
    {
        foreach (var span in spans) _join.Add(span);
    }

    /// <summary>Counts lines by severity and keeps the last error lines of each instance.</summary>
    public void Observe(IReadOnlyList<LogLine> lines)
    {
        foreach (var line in lines) _logs.Add(line);
    }

    /// <summary>
    /// Groups what is unhealthy and ranks suspects in each group, groups ordered by their first
    /// service.
    /// </summary>
    /// <param name="current">All verdicts as they stand.</param>
    public IReadOnlyList<SuspectRanking> Rank(IReadOnlyList<Verdict> current) =>
        new SuspectSearch(_graph, Condition.Gather(current, _instances)).Rank();

    /// <summary>The call graph.</summary>
    public IReadOnlyList<EdgeReading> Edges(long atUnixNanos) => _graph.Read(atUnixNanos);

    /// <summary>The last error lines of an instance, oldest first, at most 100.</summary>
    public IReadOnlyList<LogLine> ErrorLines(InstanceId instance) => _logs.Errors(instance);

    /// <summary>The last warnings of an instance, oldest first, at most 100; none unless its service was attended
    /// to.</summary>
    public IReadOnlyList<LogLine> Warnings(InstanceId instance) => _logs.Warnings(instance);

    /// <summary>Services to look at more closely from now on: of their instances warnings are kept, too.</summary>
    public void Attend(IEnumerable<ServiceId> services) => _logs.Attended = new SortedSet<ServiceId>(services);

    /// <summary>Lines of one severity that an instance has written.</summary>
    public long CountLines(InstanceId instance, LogSeverity severity) => _logs.Count(instance, severity);

    /// <summary>
    /// Spans that never found their other half; a high share means that a service on the way sends
    /// no traces.
    /// </summary>
    public long UnmatchedSpans => _join.Unmatched;

    /// <summary>Learnt edges that went because there were too many.</summary>
    public long ForgottenEdges => _graph.Forgotten;

    /// <summary>Instances whose log lines went because there were too many.</summary>
    public long ForgottenInstances => _logs.Forgotten;

    private ServiceId? Known(string name) => _services.TryGetValue(name, out var service) ? service : null;
}
