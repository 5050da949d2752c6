using System.Text;

using Prunella.Contracts;
using Prunella.Senses.Otlp.Wire;

namespace Prunella.Senses.Catalogue;

/// <summary>
/// From OpenTelemetry's semantic conventions to signals: the one place that knows instruments'
/// names.
/// </summary>
/// <remarks>
/// Data, not code: a new instrument is a new line. Names that were renamed stand beside their
/// successors, because both are in the field for years. What is not here is counted and dropped, so
/// that cardinality stays bounded by this table.
/// </remarks>
internal static class ConventionTable
{
    /// <summary>
    /// Of this table; rises with every change of a line. Written against semantic conventions 1.44.
    /// </summary>
    public const string Version = "1.44-2";

    /// <summary>Prunella's own gateways: the only scope whose word is a gateway's.</summary>
    public const string GatewayScope = "Prunella.Gateway";

    public static readonly ConventionRow[] Rows =
    [
        // HTTP
        Served("http.server.request.duration", "s"),
        Served("http.server.duration", "ms"),
        Called("http.client.request.duration", "s"),
        Called("http.client.duration", "ms"),
        Level("http.server.active_requests", SignalKind.Saturation, "{request}"),
        Level("kestrel.queued_requests", SignalKind.Backlog, "{request}"),
        Level("kestrel.queued_connections", SignalKind.Backlog, "{connection}"),
        Level("kestrel.active_connections", SignalKind.Gauge, "{connection}"),
        Count("kestrel.rejected_connections", SignalKind.Counter, "{connection}"),
        Level("aspnetcore.rate_limiting.queued_requests", SignalKind.Backlog, "{request}"),

        // RPC
        Served("rpc.server.call.duration", "s"),
        Served("rpc.server.duration", "ms"),
        Called("rpc.client.call.duration", "s"),
        Called("rpc.client.duration", "ms"),

        // Databases
        Called("db.client.operation.duration", "s"),
        Level("db.client.connection.count", SignalKind.Saturation, "{connection}") with
        {
            Where = ("db.client.connection.state", "used"),
        },
        Level("db.client.connections.usage", SignalKind.Saturation, "{connection}") with { Where = ("state", "used") },
        Limit("db.client.connection.max", "db.client.connection.count"),
        Limit("db.client.connections.max", "db.client.connections.usage"),
        Level("db.client.connection.pending_requests", SignalKind.Backlog, "{request}"),
        Level("db.client.connections.pending_requests", SignalKind.Backlog, "{request}"),
        Count("db.client.connection.timeouts", SignalKind.Counter, "{timeout}"),
        Count("db.client.connections.timeouts", SignalKind.Counter, "{timeout}"),

        // Messaging
        Served("messaging.process.duration", "s"),
        Called("messaging.client.operation.duration", "s"),
        Called("messaging.publish.duration", "s"),
        Count("messaging.client.consumed.messages", SignalKind.Counter, "{message}"),
        Count("messaging.client.sent.messages", SignalKind.Counter, "{message}"),

        // Processes
        Level("process.cpu.utilization", SignalKind.Saturation, "1") with { Full = 1 },
        Rate("process.cpu.time", SignalKind.Saturation, "{cpu}"),
        Limit("process.cpu.count", "process.cpu.time"),
        Level("process.memory.usage", SignalKind.Saturation, "By"),
        Limit("process.memory.limit", "process.memory.usage"),
        Level("process.thread.count", SignalKind.Gauge, "{thread}"),
        Level("process.open_file_descriptor.count", SignalKind.Gauge, "{file_descriptor}"),
        Level("process.unix.file_descriptor.count", SignalKind.Gauge, "{file_descriptor}"),

        // .NET
        Rate("dotnet.process.cpu.time", SignalKind.Saturation, "{cpu}"),
        Limit("dotnet.process.cpu.count", "dotnet.process.cpu.time"),
        Level("dotnet.process.memory.working_set", SignalKind.Saturation, "By"),
        // .NET 9 and 10 declare these two as counters, although both fall as well as rise.
        Level("dotnet.thread_pool.queue.length", SignalKind.Backlog, "{work_item}") with { MayCallItselfCounter = true },
        Level("dotnet.thread_pool.thread.count", SignalKind.Gauge, "{thread}") with { MayCallItselfCounter = true },
        Rate("dotnet.gc.pause.time", SignalKind.Saturation, "1") with { Full = 1 },
        Level("dotnet.gc.last_collection.heap.size", SignalKind.Gauge, "By"),
        Count("dotnet.exceptions", SignalKind.Counter, "{exception}"),
        Level("process.runtime.dotnet.thread_pool.queue.length", SignalKind.Backlog, "{work_item}"),
        Level("process.runtime.dotnet.thread_pool.threads.count", SignalKind.Gauge, "{thread}"),
        Level("process.runtime.dotnet.gc.heap.size", SignalKind.Gauge, "By"),

        // JVM and Go
        Level("jvm.memory.used", SignalKind.Saturation, "By"),
        Limit("jvm.memory.limit", "jvm.memory.used"),
        Level("jvm.cpu.recent_utilization", SignalKind.Saturation, "1") with { Full = 1 },
        Level("go.memory.used", SignalKind.Saturation, "By"),
        Limit("go.memory.limit", "go.memory.used"),
        Level("go.goroutine.count", SignalKind.Gauge, "{goroutine}"),

        // Prunella's gateways
        new("prunella.gateway.request.duration", Reading.Durations, SignalKind.Latency, "s")
        {
            About = About.BehindGateway,
            Scope = GatewayScope,
        },
    ];

    private static readonly Dictionary<Fingerprint, ConventionRow> ByName =
        Rows.ToDictionary(row => Fingerprint.Of(Encoding.UTF8.GetBytes(row.Instrument)));

    private static readonly Fingerprint Gateway = Fingerprint.Of(Encoding.UTF8.GetBytes(GatewayScope));

    /// <summary>The line of an instrument by its name's bytes, or null.</summary>
    public static ConventionRow? Find(Fingerprint instrument, Fingerprint scope) =>
        ByName.TryGetValue(instrument, out var row) && (row.Scope.Length == 0 || scope == Gateway) ? row : null;

    private static ConventionRow Served(string instrument, string unit) =>
        new(instrument, Reading.Durations, SignalKind.Latency, unit);

    private static ConventionRow Called(string instrument, string unit) =>
        new(instrument, Reading.Durations, SignalKind.Latency, unit) { About = About.Edge };

    private static ConventionRow Level(string instrument, SignalKind kind, string unit) =>
        new(instrument, Reading.Level, kind, unit);

    private static ConventionRow Count(string instrument, SignalKind kind, string unit) =>
        new(instrument, Reading.Count, kind, unit);

    private static ConventionRow Rate(string instrument, SignalKind kind, string unit) =>
        new(instrument, Reading.Rate, kind, unit);

    private static ConventionRow Limit(string instrument, string of) =>
        new(instrument, Reading.Limit, SignalKind.Gauge, "") { Of = of };
}
