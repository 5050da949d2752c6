using Prunella.Contracts;
using Prunella.Runtime.Configuration;

namespace Prunella.Gateway.Routing;

/// <summary>From <c>/SERVICE/…</c> to a cluster; fixed for the life of the process.</summary>
internal sealed class RouteTable
{
    private readonly Dictionary<string, Cluster>.AlternateLookup<ReadOnlySpan<char>> _byName;
    private readonly Dictionary<string, Cluster> _clusters = new(StringComparer.Ordinal);

    public RouteTable(FleetConfiguration configuration, GatewaySetup gateway)
    {
        foreach (var service in gateway.Services)
        {
            var destinations = configuration.Instances
                .Where(i => i.Id.Service == service).Select(i => new Destination(i)).ToArray();
            var edges = configuration.Policies.Dependencies
                .Where(d => d.Id.Callee == service && d.Gateway == gateway.Name)
                .Select(d => new Edge(d.Id, configuration.Fallbacks.FirstOrDefault(f => f.Dependency == d.Id)));
            _clusters[service.ToString()] = new Cluster(service, destinations, gateway.RetryPerMille, edges);
        }
        _byName = _clusters.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public IEnumerable<Cluster> Clusters => _clusters.Values;

    /// <summary>The cluster of a path, and where the rest of the path begins; null when no service
    /// has that name.</summary>
    public Cluster? Find(string path, out int restAt)
    {
        // The path of OPTIONS * is empty.
        restAt = path.Length;
        if (path.Length < 2) return null;
        var slash = path.IndexOf('/', 1);
        restAt = slash < 0 ? path.Length : slash;
        return _byName.TryGetValue(path.AsSpan(1, restAt - 1), out var cluster) ? cluster : null;
    }

    /// <summary>Why a change cannot be held here, or null when it can.</summary>
    public string? Refusal(OverlayChange change) => change.Kind switch
    {
        ChangeKind.Eject or ChangeKind.Weight =>
            Clusters.Any(c => c.Destinations.Any(d => Subject.Of(d.Instance) == change.Subject))
            ? null : $"{change.Subject} is not behind this gateway",
        ChangeKind.Shift => Clusters.Any(c => c.Destinations.Any(d => change.Subject.Holds(d.Instance, d.Place)))
            ? null : $"nothing of {change.Subject} is behind this gateway",
        ChangeKind.Breaker => Edge(change.Subject) is not null ? null : $"{change.Subject} does not pass this gateway",
        ChangeKind.Fallback =>
            Edge(change.Subject) is { Fallback: not null } ? null : $"{change.Subject} has no fallback here",
        _ => $"{change.Kind} is not known here",
    };

    private Edge? Edge(Subject subject) =>
        Clusters.SelectMany(c => c.Edges).FirstOrDefault(e => Subject.Of(e.Id) == subject);
}
