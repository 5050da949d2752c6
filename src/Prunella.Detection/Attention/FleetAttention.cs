using Prunella.Contracts;

namespace Prunella.Detection.Attention;

/// <summary>Why a service's series are wanted on the full tier; ordered from weak to strong.</summary>
internal enum Need
{
    /// <summary>Not any more.</summary>
    None,

    /// <summary>It calls, or is called by, a service that is attended to.</summary>
    Neighbour,

    /// <summary>Somebody declared an objective for it.</summary>
    Objective,

    /// <summary>It is attended to itself.</summary>
    Alerted,
}

/// <summary>Which services are attended to, and which others matter because of them.</summary>
/// <remarks>One caller at a time; the same verdicts, edges and times give the same answers. Services that were well for
/// a minute and are not attended to take no memory.</remarks>
internal sealed class FleetAttention
{
    private const long Second = 1_000_000_000;
    private readonly SortedDictionary<ServiceId, Breaches> _breaches = [];
    private readonly SortedDictionary<ServiceId, Severity> _worst = [];
    private IReadOnlyList<DependencyId> _edges = [];
    private SortedSet<ServiceId> _declared = [];
    private SortedDictionary<ServiceId, Need> _needs = [];
    private long _lookedAt = long.MinValue / 2;

    /// <summary>Services attended to, ordered.</summary>
    public IReadOnlyList<ServiceId> Attended { get; private set; } = [];

    /// <summary>What is needed of each service; who is not here is needed by nobody.</summary>
    public IReadOnlyDictionary<ServiceId, Need> Needs => _needs;

    /// <summary>Grows whenever <see cref="Needs"/> changes.</summary>
    public long Version { get; private set; }

    /// <summary>Services with objectives, from now on.</summary>
    public void Declare(IEnumerable<ServiceId> services)
    {
        _declared = [.. services];
        Weigh();
    }

    /// <summary>Who calls whom, as far as it is known now.</summary>
    public void Know(IReadOnlyList<DependencyId> edges)
    {
        if (Attended.Count == 0 || edges.SequenceEqual(_edges)) return;
        _edges = edges;
        Weigh();
    }

    /// <summary>Looks at the verdicts as they stand, once a second at most.</summary>
    /// <param name="unhealthy">All that are.</param>
    /// <param name="at">Now, never going back.</param>
    public void Look(IEnumerable<Verdict> unhealthy, long at)
    {
        if (at / Second <= _lookedAt / Second) return;
        _lookedAt = at;
        _worst.Clear();
        foreach (var verdict in unhealthy)
        {
            var (service, severity) = (verdict.Subject.Service, verdict.Severity ?? Severity.Notice);
            if (!_worst.TryGetValue(service, out var worst) || severity > worst) _worst[service] = severity;
        }
        foreach (var service in _worst.Keys) _breaches.TryAdd(service, default);
        foreach (var (service, before) in _breaches.ToArray())
        {
            var breaches = before;
            breaches.Look(_worst.TryGetValue(service, out var worst) ? worst : null, at);
            if (breaches.IsOver) _breaches.Remove(service);
            else _breaches[service] = breaches;
        }
        ServiceId[] attended = [.. _breaches.Where(b => b.Value.IsAttended).Select(b => b.Key)];
        if (attended.SequenceEqual(Attended)) return;
        Attended = attended;
        Weigh();
    }

    private void Weigh()
    {
        var needs = new SortedDictionary<ServiceId, Need>();
        void Want(ServiceId service, Need need)
        {
            if (!needs.TryGetValue(service, out var had) || had < need) needs[service] = need;
        }
        foreach (var service in _declared) Want(service, Need.Objective);
        foreach (var service in Attended) Want(service, Need.Alerted);
        foreach (var edge in _edges)
        {
            if (Attended.Contains(edge.Caller)) Want(edge.Callee, Need.Neighbour);
            if (Attended.Contains(edge.Callee)) Want(edge.Caller, Need.Neighbour);
        }
        if (needs.SequenceEqual(_needs)) return;
        _needs = needs;
        Version++;
    }
}
