namespace Prunella.Contracts;

/// <summary>Which side of a call a span saw.</summary>
public enum SpanSide
{
    /// <summary>Neither; an operation inside a service.</summary>
    Internal,

    /// <summary>The callee's side.</summary>
    Server,

    /// <summary>The caller's side.</summary>
    Client,

    /// <summary>Puts a message into a queue.</summary>
    Producer,

    /// <summary>Takes a message out of a queue.</summary>
    Consumer,
}

/// <summary>What is kept of a span: enough for edges, rates, errors and durations.</summary>
/// <param name="TraceId">The trace.</param>
/// <param name="SpanId">The span.</param>
/// <param name="ParentSpanId">0 for a root.</param>
/// <param name="Instance">Who recorded it.</param>
/// <param name="Side">Which side of a call.</param>
/// <param name="Operation">Low-cardinality name (route, rpc method); at most 120 characters.</param>
/// <param name="Peer">The callee's service name as the caller's span gives it, or null.</param>
/// <param name="StartUnixNanos">Start, Unix nanoseconds UTC.</param>
/// <param name="DurationNanos">Never negative.</param>
/// <param name="Failed">Error status, or <c>error.type</c> present.</param>
public readonly record struct SpanRecord(
    UInt128 TraceId,
    ulong SpanId,
    ulong ParentSpanId,
    InstanceId Instance,
    SpanSide Side,
    string Operation,
    string? Peer,
    long StartUnixNanos,
    long DurationNanos,
    bool Failed);

/// <summary>How bad a log line says it is.</summary>
public enum LogSeverity
{
    /// <summary>Trace, debug and below information.</summary>
    Debug,

    /// <summary>Information.</summary>
    Information,

    /// <summary>Warning.</summary>
    Warning,

    /// <summary>Error.</summary>
    Error,

    /// <summary>Fatal.</summary>
    Fatal,
}

/// <summary>One log line.</summary>
/// <param name="Instance">Who wrote it.</param>
/// <param name="TimeUnixNanos">When, Unix nanoseconds UTC.</param>
/// <param name="Severity">How bad.</param>
/// <param name="Body">The text, already redacted and cut to at most 512 characters by the sense that read it.</param>
public readonly record struct LogLine(InstanceId Instance, long TimeUnixNanos, LogSeverity Severity, string Body);

/// <summary>An instance that a sense has met, with its place.</summary>
/// <param name="Instance">Who.</param>
/// <param name="Place">Where.</param>
/// <param name="Version"><c>service.version</c>, or empty.</param>
public sealed record InstanceSighting(InstanceId Instance, Place Place, string Version);
