using System.Net;

using Prunella.Contracts;
using Prunella.Kernel.Policies;

namespace Prunella.Runtime.Configuration;

/// <summary>
/// One folder of documents, read together and found valid: what every room of the healer is set up
/// from.
/// </summary>
/// <param name="Policies">What the kernel decides by.</param>
/// <param name="Hash">SHA-256 (hex) of <paramref name="Content"/>.</param>
/// <param name="Content">Canonical bytes of <paramref name="Policies"/>, kept beside the journal.</param>
/// <param name="Instances">Where instances live and how they are started.</param>
/// <param name="Gateways">How gateways listen.</param>
/// <param name="Fallbacks">Declared static replies.</param>
/// <param name="Listen">Where the healer listens.</param>
public sealed record FleetConfiguration(
    PolicySet Policies,
    string Hash,
    ReadOnlyMemory<byte> Content,
    IReadOnlyList<InstanceSetup> Instances,
    IReadOnlyList<GatewaySetup> Gateways,
    IReadOnlyList<FallbackSetup> Fallbacks,
    ListenSetup Listen)
{
    /// <summary>The folder of the documents, against which their paths were resolved.</summary>
    public string Folder { get; init; } = "";
}

/// <summary>Where the healer listens; loopback unless told otherwise.</summary>
/// <param name="Api">HTTP API, page and overlay streams; default 127.0.0.1:4319.</param>
/// <param name="OtlpGrpc">OTLP over gRPC; default 127.0.0.1:4317.</param>
/// <param name="OtlpHttp">OTLP over HTTP; default 127.0.0.1:4318.</param>
public sealed record ListenSetup(IPEndPoint Api, IPEndPoint OtlpGrpc, IPEndPoint OtlpHttp);

/// <summary>An instance: address, probes, and its process when it is supervised.</summary>
/// <param name="Id">Who.</param>
/// <param name="Place">Where.</param>
/// <param name="Address">Host and port that serve, as <c>http://127.0.0.1:5101</c>.</param>
/// <param name="Probes">How it is probed; empty for none.</param>
/// <param name="Process">How it is started, or null when somebody else runs it.</param>
public sealed record InstanceSetup(
    InstanceId Id, Place Place, Uri Address, IReadOnlyList<ProbeSetup> Probes, ProcessSetup? Process);

/// <summary>How a probe asks.</summary>
public enum ProbeKind
{
    /// <summary>GET a path; 2xx and 3xx are healthy.</summary>
    Http,

    /// <summary>Connect.</summary>
    Tcp,

    /// <summary>grpc.health.v1 Check.</summary>
    Grpc,
}

/// <summary>One probe.</summary>
/// <param name="Kind">How.</param>
/// <param name="Path">Path for HTTP, service name for gRPC, empty for TCP.</param>
/// <param name="IntervalNanos">How often; 100 ms to 5 min, default 1 s.</param>
/// <param name="TimeoutNanos">How long it waits; 10 ms to 1 min, default 500 ms, never longer than 10
/// intervals.</param>
public sealed record ProbeSetup(ProbeKind Kind, string Path, long IntervalNanos, long TimeoutNanos);

/// <summary>A supervised process: a program and its arguments, never a shell line.</summary>
/// <param name="Command">Path of the program; relative to the documents' folder.</param>
/// <param name="Arguments">One per item.</param>
/// <param name="Environment">Added to the healer's own.</param>
/// <param name="WorkingDirectory">Default: the documents' folder.</param>
/// <param name="StopNanos">How long after SIGTERM comes SIGKILL; default 5 s.</param>
public sealed record ProcessSetup(
    string Command,
    IReadOnlyList<string> Arguments,
    IReadOnlyList<KeyValuePair<string, string>> Environment,
    string WorkingDirectory,
    long StopNanos);

/// <summary>A gateway: where it listens and whose traffic it carries.</summary>
/// <param name="Name">The overlay target's name.</param>
/// <param name="Listen">Where it listens; requests go to <c>/SERVICE/…</c>, the prefix is taken off.</param>
/// <param name="Services">Services behind it, ordered.</param>
/// <param name="TryTimeoutNanos">Per try; default 2 s.</param>
/// <param name="RetryPerMille">Retry budget: retries per thousand requests, default 200, with a floor of 3 a
/// second.</param>
public sealed record GatewaySetup(
    string Name, IPEndPoint Listen, IReadOnlyList<ServiceId> Services, long TryTimeoutNanos, int RetryPerMille);

/// <summary>A dependency's declared static reply.</summary>
/// <param name="Dependency">The edge.</param>
/// <param name="Status">HTTP status, 200 to 599.</param>
/// <param name="ContentType">Such as <c>application/json</c>.</param>
/// <param name="Body">At most 64 KiB.</param>
public sealed record FallbackSetup(DependencyId Dependency, int Status, string ContentType, string Body);
