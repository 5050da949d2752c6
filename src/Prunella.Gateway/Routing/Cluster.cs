using Prunella.Contracts;
using Prunella.Reflexes.Balancing;
using Prunella.Reflexes.Ejection;
using Prunella.Reflexes.Retries;
using Prunella.Reflexes.SlowStart;

namespace Prunella.Gateway.Routing;

/// <summary>The instances of one service with their reflexes; one lock around all of them, held for microseconds.</summary>
internal sealed class Cluster
{
    private const int MostDestinations = 64;
    private readonly Lock _lock = new();
    private readonly ClusterHealth _health;
    private readonly RetryBudget _budget;
    private readonly int[] _weights;
    private readonly bool[] _orderedOut = new bool[MostDestinations];
    private readonly SortedDictionary<ServiceId, Edge> _edges = [];
    private ulong _seed;

    public Cluster(ServiceId service, IReadOnlyList<Destination> destinations, int retryPerMille, IEnumerable<Edge> edges)
    {
        (Service, Destinations) = (service, destinations);
        if (destinations.Count > MostDestinations) throw new InvalidOperationException($"{service} has more than {MostDestinations} instances behind one gateway.");
        _health = new ClusterHealth(destinations.Count, EjectionBounds.Default);
        _budget = new RetryBudget(retryPerMille, 3);
        _weights = [.. Enumerable.Repeat(1000, destinations.Count)];
        foreach (var edge in edges) _edges[edge.Caller] = edge;
        // Any odd start will do; each cluster its own, so that gateways of one fleet do not pick in step.
        _seed = unchecked((ulong)SeriesId.Of(service.ToString()).Value) | 1;
    }

    public ServiceId Service { get; }

    public IReadOnlyList<Destination> Destinations { get; }

    public IEnumerable<Edge> Edges => _edges.Values;

    /// <summary>The edge of a request by its caller's name; without a name, the only declared caller.</summary>
    public Edge? EdgeOf(string? caller)
    {
        if (string.IsNullOrEmpty(caller)) return _edges.Count == 1 ? _edges.First().Value : null;
        return _edges.GetValueOrDefault(ServiceId.Parse(caller));
    }

    /// <summary>Picks a destination, or -1; <paramref name="not"/> is left out when there is another.</summary>
    public int Pick(int not, long at)
    {
        Span<int> loads = stackalloc int[MostDestinations];
        Span<int> shares = stackalloc int[MostDestinations];
        var count = Destinations.Count;
        lock (_lock)
        {
            Load(loads, shares, at, everybody: false);
            if (not >= 0 && count > 1) loads[not] = -1;
            var picked = TwoChoices.Pick(loads[..count], shares[..count], ref _seed);
            if (picked >= 0) return picked;
            // Everybody is out: then all are tried, because an error from a sick one is no worse than an error from us.
            Load(loads, shares, at, everybody: true);
            if (not >= 0 && count > 1) loads[not] = -1;
            return TwoChoices.Pick(loads[..count], shares[..count], ref _seed);
        }
    }

    public void Deposit(long at)
    {
        lock (_lock) _budget.Deposit(at);
    }

    public bool TryTakeRetry(long at)
    {
        lock (_lock) return _budget.TryTake(at);
    }

    public void Record(int destination, TryOutcome outcome, long at)
    {
        lock (_lock) _health.Record(destination, outcome, at);
    }

    public void Probe(int destination, bool ok, bool connected)
    {
        lock (_lock) _health.Probe(destination, ok, connected);
    }

    public void Judge(long at)
    {
        lock (_lock) _health.Judge(at);
    }

    /// <summary>Takes over what the overlay says of this cluster.</summary>
    public void Apply(IReadOnlyList<OverlayChange> changes, long at)
    {
        lock (_lock)
        {
            for (var i = 0; i < Destinations.Count; i++)
            {
                var subject = Subject.Of(Destinations[i].Instance);
                _health.SetByOrder(i, changes.Any(c => c.Kind == ChangeKind.Eject && c.Subject == subject), at);
                _weights[i] = (int)(changes.FirstOrDefault(c => c.Kind == ChangeKind.Weight && c.Subject == subject)?.Amount ?? 1000);
                _orderedOut[i] = changes.Any(c => c.Kind == ChangeKind.Eject && c.Subject == subject);
            }
            foreach (var edge in _edges.Values) edge.Apply(changes, at);
        }
    }

    public DestinationState Describe(int i, long at, long unixNow)
    {
        lock (_lock)
        {
            var since = _health.OutSince(i);
            return new DestinationState(
                Destinations[i].Instance, Destinations[i].InFlight, Destinations[i].OldestNanos(at), _health.IsOut(i), _orderedOut[i],
                since == 0 ? 0 : unixNow - (at - since));
        }
    }

    private void Load(Span<int> loads, Span<int> shares, long at, bool everybody)
    {
        for (var i = 0; i < Destinations.Count; i++)
        {
            var isOut = _health.IsOut(i) || _orderedOut[i];
            loads[i] = isOut && !everybody ? -1 : Destinations[i].InFlight + _health.Penalty(i, at);
            shares[i] = SlowStartRamp.SharePerMille(_health.ReturnedAt(i), at) * _weights[i] / 1000;
        }
    }
}
