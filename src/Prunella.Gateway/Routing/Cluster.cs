using Prunella.Contracts;
using Prunella.Reflexes.Balancing;
using Prunella.Reflexes.Ejection;
using Prunella.Reflexes.Retries;
using Prunella.Reflexes.SlowStart;

namespace Prunella.Gateway.Routing;

/// <summary>The instances of one service with their reflexes; one lock around all of them, held
/// for microseconds.</summary>
internal sealed class Cluster
{
    private const int MostDestinations = TwoChoices.Most;
    private readonly Lock _lock = new();
    private readonly ClusterHealth _health;
    private readonly RetryBudget _budget;
    private readonly int[] _weights;
    private readonly long[] _orderedOutSince = new long[MostDestinations];
    private readonly Edge? _onlyEdge;
    private long _ordersEndAt;
    private readonly SortedDictionary<ServiceId, Edge> _edges = [];
    private ulong _seed;

    public Cluster(ServiceId service, IReadOnlyList<Destination> destinations, int retryPerMille,
        IEnumerable<Edge> edges)
    {
        (Service, Name, Destinations) = (service, service.ToString(), destinations);
        if (destinations.Count > MostDestinations) throw new InvalidOperationException($"{service} has more than {MostDestinations} instances behind one gateway.");
        _health = new ClusterHealth(destinations.Count, EjectionBounds.Default);
        _budget = new RetryBudget(retryPerMille, 3);
        _weights = [.. Enumerable.Repeat(1000, destinations.Count)];
        foreach (var edge in edges) _edges[edge.Caller] = edge;
        _onlyEdge = _edges.Count == 1 ? _edges.First().Value : null;
        // Any odd start will do; each cluster its own.
        _seed = unchecked((ulong)SeriesId.Of(service.ToString()).Value) | 1;
    }

    public ServiceId Service { get; }

    public string Name { get; }

    public IReadOnlyList<Destination> Destinations { get; }

    public IEnumerable<Edge> Edges => _edges.Values;

    /// <summary>The edge of a request by its caller's name; without a name, the only declared caller.</summary>
    public Edge? EdgeOf(string? caller)
    {
        if (string.IsNullOrEmpty(caller)) return _onlyEdge;
        return _edges.GetValueOrDefault(ServiceId.Parse(caller));
    }

    /// <summary>Picks a destination for a first try; -1 only when the cluster is empty.</summary>
    public int Pick(long at)
    {
        lock (_lock)
        {
            var picked = PickAmong(at, not: -1, everybody: false);
            // Everybody is out: then all are tried, because an error from a sick one is no worse
            // than an error from us.
            return picked >= 0 ? picked : PickAmong(at, not: -1, everybody: true);
        }
    }

    /// <summary>Picks another destination for a second try and pays for it; -1 when nobody else is
    /// in, or the budget is spent.</summary>
    public int PickRetry(int not, long at)
    {
        lock (_lock)
        {
            var picked = PickAmong(at, not, everybody: false);
            return picked >= 0 && _budget.TryTake(at) ? picked : -1;
        }
    }

    public void Deposit(long at)
    {
        lock (_lock) _budget.Deposit(at);
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

    /// <summary>Takes over what the overlay says of this cluster, until its lease ends.</summary>
    public void Apply(IReadOnlyList<OverlayChange> changes, long at, long endsAt)
    {
        lock (_lock)
        {
            _ordersEndAt = endsAt;
            for (var i = 0; i < Destinations.Count; i++)
            {
                var subject = Subject.Of(Destinations[i].Instance);
                var isOut = changes.Any(c => c.Kind == ChangeKind.Eject && c.Subject == subject);
                _health.SetByOrder(i, isOut, at);
                _orderedOutSince[i] = !isOut ? 0 : _orderedOutSince[i] == 0 ? at : _orderedOutSince[i];
                _weights[i] = WeightOf(Destinations[i], subject, changes);
            }
        }
        foreach (var edge in _edges.Values) edge.Apply(changes, at, endsAt);
    }

    public DestinationState Describe(int i, long at, long unixNow)
    {
        lock (_lock)
        {
            var isOrdered = IsOrderedOut(i, at);
            var since = _health.IsOut(i) ? _health.OutSince(i) : isOrdered ? _orderedOutSince[i] : 0;
            return new DestinationState(
                Destinations[i].Instance, Destinations[i].InFlight, Destinations[i].OldestNanos(at),
                    _health.IsOut(i), isOrdered,
                since == 0 ? 0 : unixNow - (at - since));
        }
    }

    /// <summary>What is left of its equal share: the least that any change leaves it, because each may have been
    /// ordered for a trouble of its own.</summary>
    private static int WeightOf(Destination destination, Subject subject, IReadOnlyList<OverlayChange> changes)
    {
        var left = 1000L;
        foreach (var change in changes)
        {
            if (change.Kind == ChangeKind.Weight && change.Subject == subject) left = Math.Min(left, change.Amount);
            if (change.Kind == ChangeKind.Shift && change.Subject.Holds(destination.Instance, destination.Place))
                left = Math.Min(left, 1000 - change.Amount);
        }
        return (int)Math.Clamp(left, 0, 1000);
    }

    private bool IsOrderedOut(int i, long at) => _orderedOutSince[i] != 0 && at < _ordersEndAt;

    private int PickAmong(long at, int not, bool everybody)
    {
        Span<int> loads = stackalloc int[MostDestinations];
        Span<int> shares = stackalloc int[MostDestinations];
        var count = Destinations.Count;
        for (var i = 0; i < count; i++)
        {
            var isOut = i == not || !everybody && (_health.IsOut(i) || IsOrderedOut(i, at));
            loads[i] = isOut ? -1 : Destinations[i].InFlight + _health.Penalty(i, at);
            var weight = at < _ordersEndAt && !everybody ? _weights[i] : 1000;
            shares[i] = SlowStartRamp.SharePerMille(_health.ReturnedAt(i), at) * weight / 1000;
        }
        return TwoChoices.Pick(loads[..count], shares[..count], ref _seed);
    }
}
