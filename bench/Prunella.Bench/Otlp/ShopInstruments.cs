namespace Prunella.Bench.Otlp;

/// <summary>How an instrument's points are written.</summary>
internal enum Form
{
    /// <summary>An explicit histogram, cumulative.</summary>
    Durations,

    /// <summary>A sum that goes up and down, in whole numbers.</summary>
    Level,

    /// <summary>A rising sum of whole numbers, cumulative.</summary>
    Count,

    /// <summary>A rising sum of seconds, cumulative.</summary>
    Seconds,
}

/// <summary>An instrument with the attributes of each of its points, as <c>key=value</c> parted by blanks.</summary>
internal sealed record Instrument(string Name, string Unit, Form Form, params string[] Points);

/// <summary>What a checkout instance of the demo's shop exports every second.</summary>
/// <remarks>
/// Taken from a real export of the shop (OpenTelemetry .NET 1.20.1 with its ASP.NET Core, HTTP client and runtime
/// instrumentation): the same instruments in the same order with the same attributes, about
/// 50 points of 200 bytes. Most are of no use for healing and are dropped; a real sender sends them all the same.
/// </remarks>
internal static class ShopInstruments
{
    private const string Pool = "aspnetcore.memory_pool.owner=kestrel";
    private const string Connection = "network.transport=tcp network.type=ipv4 server.address=127.0.0.1 server.port=5111";
    private const string Served = "network.protocol.version=1.1 url.scheme=http";
    private const string Payments = "server.address=127.0.0.1 server.port=5100 url.scheme=http";
    private const string Catalog = "server.address=127.0.0.1 server.port=5106 url.scheme=http";
    private const string Peer = "network.peer.address=::ffff:127.0.0.1 network.protocol.version=1.1";

    private static readonly string[] s_generations =
        [.. new[] { "gen0", "gen1", "gen2", "loh", "poh" }.Select(g => "gc.heap.generation=" + g)];

    /// <summary>Scopes in the order in which the exporter writes them.</summary>
    public static readonly (string Scope, Instrument[] Instruments)[] Scopes =
    [
        ("Microsoft.AspNetCore.MemoryPool",
        [
            new("aspnetcore.memory_pool.pooled", "By", Form.Level, Pool),
            new("aspnetcore.memory_pool.allocated", "By", Form.Count, Pool),
            new("aspnetcore.memory_pool.rented", "By", Form.Count, Pool),
        ]),
        ("Microsoft.AspNetCore.Server.Kestrel",
        [
            new("kestrel.active_connections", "{connection}", Form.Level, Connection),
            new("kestrel.connection.duration", "s", Form.Durations, "network.protocol.name=http " + Connection),
            new("kestrel.queued_connections", "{connection}", Form.Level, Connection),
        ]),
        ("Microsoft.AspNetCore.Hosting",
        [
            new("http.server.active_requests", "{request}", Form.Level,
                "http.request.method=POST url.scheme=http", "http.request.method=GET url.scheme=http"),
            new("http.server.request.duration", "s", Form.Durations,
                "http.request.method=POST http.response.status_code=200 http.route=/checkout " + Served,
                "error.type=500 http.request.method=POST http.response.status_code=500 http.route=/checkout " + Served,
                "http.request.method=GET http.response.status_code=200 http.route=/health " + Served),
        ]),
        ("System.Runtime",
        [
            new("dotnet.gc.collections", "{collection}", Form.Count, s_generations[..3]),
            new("dotnet.process.memory.working_set", "By", Form.Level, ""),
            new("dotnet.gc.heap.total_allocated", "By", Form.Count, ""),
            new("dotnet.gc.last_collection.memory.committed_size", "By", Form.Level, ""),
            new("dotnet.gc.last_collection.heap.size", "By", Form.Level, s_generations),
            new("dotnet.gc.last_collection.heap.fragmentation.size", "By", Form.Level, s_generations),
            new("dotnet.gc.pause.time", "s", Form.Seconds, ""),
            new("dotnet.jit.compiled_il.size", "By", Form.Count, ""),
            new("dotnet.jit.compiled_methods", "{method}", Form.Count, ""),
            new("dotnet.jit.compilation.time", "s", Form.Seconds, ""),
            new("dotnet.monitor.lock_contentions", "{contention}", Form.Count, ""),
            new("dotnet.thread_pool.thread.count", "{thread}", Form.Level, ""),
            new("dotnet.thread_pool.work_item.count", "{work_item}", Form.Count, ""),
            new("dotnet.thread_pool.queue.length", "{work_item}", Form.Level, ""),
            new("dotnet.timer.count", "{timer}", Form.Level, ""),
            new("dotnet.assembly.count", "{assembly}", Form.Level, ""),
            new("dotnet.exceptions", "{exception}", Form.Count, "error.type=SocketException"),
            new("dotnet.process.cpu.count", "{cpu}", Form.Level, ""),
            new("dotnet.process.cpu.time", "s", Form.Seconds, "cpu.mode=user", "cpu.mode=system"),
        ]),
        ("Microsoft.AspNetCore.Routing",
        [
            new("aspnetcore.routing.match_attempts", "{match_attempt}", Form.Count,
                "aspnetcore.routing.match_status=success http.route=/checkout",
                "aspnetcore.routing.match_status=success http.route=/health"),
        ]),
        ("System.Net.Http",
        [
            new("http.client.active_requests", "{request}", Form.Level,
                "http.request.method=POST " + Payments, "http.request.method=GET " + Catalog),
            new("http.client.request.duration", "s", Form.Durations,
                "http.request.method=POST http.response.status_code=200 network.protocol.version=1.1 " + Payments,
                "http.request.method=GET http.response.status_code=200 network.protocol.version=1.1 " + Catalog),
            new("http.client.open_connections", "{connection}", Form.Level,
                $"http.connection.state=idle {Peer} {Payments}", $"http.connection.state=active {Peer} {Payments}",
                $"http.connection.state=idle {Peer} {Catalog}", $"http.connection.state=active {Peer} {Catalog}"),
            new("http.client.request.time_in_queue", "s", Form.Durations,
                "http.request.method=POST network.protocol.version=1.1 " + Payments,
                "http.request.method=GET network.protocol.version=1.1 " + Catalog),
        ]),
    ];

    /// <summary>Data points of one export.</summary>
    public static int Points { get; } = Scopes.Sum(s => s.Instruments.Sum(i => i.Points.Length));
}
