using Prunella.Contracts;

namespace Prunella.Diagnosis.Topology;

/// <summary>
/// The part of the call graph that lies between troubled services: who calls whom among them.
/// </summary>
/// <remarks>
/// Intuition: trouble is followed from caller to callee, and the trail must not end where nobody
/// looks. So a service of which nothing is known (a proxy that sends traces and has no probe) is
/// passed through, while a service known to be well ends the trail. Cycles are ordinary: every walk
/// keeps what it has seen.
/// </remarks>
internal sealed class TroubleMap
{
    private static readonly SortedSet<ServiceId> Nobody = [];
    private readonly SortedDictionary<ServiceId, SortedSet<ServiceId>> _calls = [];
    private readonly SortedDictionary<ServiceId, SortedSet<ServiceId>> _below = [];

    public TroubleMap(IEnumerable<DependencyId> edges, SortedSet<ServiceId> troubled, Func<ServiceId, bool> isBlind)
    {
        var all = new SortedDictionary<ServiceId, SortedSet<ServiceId>>();
        foreach (var edge in edges)
        {
            if (!all.TryGetValue(edge.Caller, out var callees)) all[edge.Caller] = callees = [];
            callees.Add(edge.Callee);
        }
        foreach (var service in troubled)
        {
            var reached = Walk(service, s => s == service || !troubled.Contains(s) && isBlind(s) ? Of(all, s) : Nobody);
            reached.IntersectWith(troubled);
            _calls[service] = reached;
        }
        foreach (var service in troubled) _below[service] = Walk(service, s => Of(_calls, s));
    }

    /// <summary>Troubled services that are called by this one, itself never among them.</summary>
    public IReadOnlySet<ServiceId> CalleesOf(ServiceId service)
    {
        var callees = new SortedSet<ServiceId>(Of(_calls, service));
        callees.Remove(service);
        return callees;
    }

    /// <summary>Is the other one called by this one, directly or through others?</summary>
    public bool Reaches(ServiceId from, ServiceId to) => Of(_below, from).Contains(to);

    /// <summary>
    /// Calls somebody troubled who does not call back: the trouble may come from there.
    /// </summary>
    public bool HasDeeper(ServiceId service) => Of(_calls, service).Any(c => c != service && !Reaches(c, service));

    /// <summary>
    /// Troubled services that hang together, whatever the direction of the calls.
    /// </summary>
    public IReadOnlyList<SortedSet<ServiceId>> Groups()
    {
        var near = new SortedDictionary<ServiceId, SortedSet<ServiceId>>();
        foreach (var (caller, callees) in _calls)
        {
            foreach (var callee in callees)
            {
                Of(near, caller, add: true).Add(callee);
                Of(near, callee, add: true).Add(caller);
            }
        }
        var groups = new List<SortedSet<ServiceId>>();
        foreach (var service in _calls.Keys)
        {
            if (groups.Any(g => g.Contains(service))) continue;
            var group = Walk(service, s => Of(near, s));
            group.Add(service);
            groups.Add(group);
        }
        return groups;
    }

    /// <summary>
    /// Everybody a step away, two steps away and so on; the start only when a way leads back to it.
    /// </summary>
    private static SortedSet<ServiceId> Walk(ServiceId from, Func<ServiceId, IReadOnlySet<ServiceId>> next)
    {
        var seen = new SortedSet<ServiceId>();
        var open = new Queue<ServiceId>([from]);
        while (open.TryDequeue(out var at))
        {
            foreach (var step in next(at))
            {
                if (seen.Add(step)) open.Enqueue(step);
            }
        }
        return seen;
    }

    private static SortedSet<ServiceId> Of(
        SortedDictionary<ServiceId, SortedSet<ServiceId>> map, ServiceId service, bool add = false)
    {
        if (map.TryGetValue(service, out var found)) return found;
        return add ? map[service] = [] : Nobody;
    }
}
