using Prunella.Contracts;
using Prunella.Reflexes.Breakers;
using Prunella.Runtime.Configuration;

namespace Prunella.Gateway.Routing;

/// <summary>One caller's way to a cluster: its ordered breaker and its declared reply.</summary>
internal sealed class Edge(DependencyId id, FallbackSetup? fallback)
{
    /// <summary>The breaker's ramp, and half a second.</summary>
    private const long RampNanos = 3_500_000_000;

    private readonly Lock _lock = new();
    private readonly OrderedBreaker _breaker = new();
    private bool _serveFallback;
    private long _ended;
    private long _endsAt;

    public ServiceId Caller => Id.Caller;

    public string CallerName { get; } = id.Caller.ToString();

    public DependencyId Id { get; } = id;

    public FallbackSetup? Fallback { get; } = fallback;

    /// <summary>True when the request may go on; otherwise it is answered here, by the fallback
    /// when that is ordered.</summary>
    public bool Admits(long at, out bool withFallback)
    {
        lock (_lock)
        {
            // A lapse waits for no tick: from the lease's end on the order is over.
            if (at >= _endsAt) End(at);
            withFallback = _serveFallback && Fallback is not null;
            // A fallback ordered without a breaker stands in for every call.
            if (withFallback && _ended == 0 && !_breaker.IsOpen) return false;
            return _breaker.Admits(at);
        }
    }

    public void Apply(IReadOnlyList<OverlayChange> changes, long at, long endsAt)
    {
        var subject = Subject.Of(Id);
        var breaker = changes.FirstOrDefault(c => c.Kind == ChangeKind.Breaker && c.Subject == subject);
        lock (_lock)
        {
            _endsAt = endsAt;
            if (breaker is null) _breaker.Close(at);
            else _breaker.Open((int)Math.Clamp(breaker.Amount, 0, int.MaxValue));
            var isServed = changes.Any(c => c.Kind == ChangeKind.Fallback && c.Subject == subject);
            if (isServed) (_serveFallback, _ended) = (true, 0);
            else EndFallback(at);
        }
    }

    private void End(long at)
    {
        _breaker.Close(at);
        EndFallback(at);
    }

    /// <summary>While the breaker lets traffic back in steps, whoever is not let through still
    /// gets the reply.</summary>
    private void EndFallback(long at)
    {
        if (_serveFallback && _ended == 0) _ended = at;
        if (_ended != 0 && at - _ended > RampNanos) (_serveFallback, _ended) = (false, 0);
    }
}
