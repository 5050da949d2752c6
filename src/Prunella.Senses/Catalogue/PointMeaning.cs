using Prunella.Contracts;
using Prunella.Senses.Identity;

namespace Prunella.Senses.Catalogue;

/// <summary>
/// What the attributes of a stream say: whom it is about, and whether what it counts had failed.
/// </summary>
/// <remarks>
/// Attributes are the same for all points of a stream, so this is asked once per stream. Renamed
/// attributes are read under both names, the modern one first.
/// </remarks>
internal static class PointMeaning
{
    /// <summary>
    /// gRPC's codes that are the server's failure, by the conventions for RPC metrics.
    /// </summary>
    private static readonly string[] ServerFailures =
    [
        "2", "UNKNOWN", "4", "DEADLINE_EXCEEDED", "12", "UNIMPLEMENTED", "13", "INTERNAL", "14", "UNAVAILABLE",
        "15", "DATA_LOSS",
    ];

    /// <summary>
    /// Failed: <c>error.type</c> is present, the HTTP status is 500 or more, or the RPC's code is a
    /// server's failure.
    /// </summary>
    public static bool Failed(Attributes attributes)
    {
        if (attributes.First("error.type") is not null) return true;
        var http = attributes.First("http.response.status_code", "http.status_code");
        if (http is { Length: 3 }) return http[0] >= '5';
        var rpc = attributes.First("rpc.response.status_code", "rpc.status_code", "rpc.grpc.status_code");
        return rpc is not null && ServerFailures.Contains(rpc, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether the line's condition holds.</summary>
    public static bool Counts(ConventionRow row, Attributes attributes) =>
        row.Where.Attribute.Length == 0 || attributes.First(row.Where.Attribute) == row.Where.Value;

    /// <summary>
    /// Whom the stream is about; null when its attributes do not name anybody known.
    /// </summary>
    public static Subject? SubjectOf(
        ConventionRow row, InstanceId sender, Attributes attributes, Func<string, int, ServiceId?> peerAt) =>
            row.About switch
            {
                About.Sender => Subject.Of(sender),
                About.Edge => Edge(sender.Service, Peer(attributes, peerAt)),
                _ => BehindGateway(attributes),
            };

    /// <summary>
    /// The callee that a caller's attributes name; an address only when an instance is known to
    /// live there.
    /// </summary>
    public static ServiceId? Peer(Attributes attributes, Func<string, int, ServiceId?> peerAt)
    {
        if (attributes.First("service.peer.name") is { } peer)
            return Names.Service(attributes.First("service.peer.namespace"), peer);
        if (attributes.First("peer.service") is { } old) return Names.Service(null, old);
        var host = attributes.First("server.address", "net.peer.name", "network.peer.address");
        if (host is null) return null;
        var port = attributes.First("server.port", "net.peer.port", "network.peer.port");
        var known = int.TryParse(port, System.Globalization.CultureInfo.InvariantCulture, out var number);
        return peerAt(host, known ? number : 0);
    }

    private static Subject? Edge(ServiceId caller, ServiceId? callee) =>
        callee is { } known && known != caller ? Subject.Of(new DependencyId(caller, known)) : null;

    private static Subject? BehindGateway(Attributes attributes)
    {
        if (Names.Service(null, attributes.First("prunella.service")) is not { } service) return null;
        switch (attributes.First("prunella.scope"))
        {
            case "request":
                return Subject.Of(service);
            case "try":
                var instance = Names.Clean(attributes.First("prunella.instance"));
                return instance.Length == 0 ? null : Subject.Of(new InstanceId(service, instance));
            default:
                return null;
        }
    }
}
