namespace Prunella.Reflexes.Retries;

/// <summary>How many retries a cluster may still have: a share of its requests, and a trickle so
/// that a quiet one may retry at all.</summary>
/// <remarks>
/// Leaky bucket after Finagle's RetryBudget: each request deposits its share, each retry takes
/// one; a floor of some per second is added with time; what is not used within ten seconds' worth
/// is lost. Amplification is bounded by 1 + share.
/// Share 20 % is safe up to 83 % utilisation, because (1 + 0.2) x 0.83 = 1. One caller at a time.
/// </remarks>
/// <param name="sharePerMille">Retries per thousand requests.</param>
/// <param name="floorPerSecond">Retries per second whatever the traffic.</param>
public sealed class RetryBudget(int sharePerMille, int floorPerSecond)
{
    private const long Second = 1_000_000_000;
    private const long Unit = 1_000_000;
    private const int MemorySeconds = 10;
    private readonly long _most = Math.Max(1, floorPerSecond) * MemorySeconds * Unit + 100 * Unit;
    private long _tokens = floorPerSecond * Unit;
    private long _at = long.MinValue;

    /// <summary>A request (not a retry) was made.</summary>
    public void Deposit(long at)
    {
        Drip(at);
        _tokens = Math.Min(_most, _tokens + sharePerMille * (Unit / 1000));
    }

    /// <summary>True when a retry is allowed; it is then taken.</summary>
    public bool TryTake(long at)
    {
        Drip(at);
        if (_tokens < Unit) return false;
        _tokens -= Unit;
        return true;
    }

    private void Drip(long at)
    {
        if (_at != long.MinValue && at > _at)
            _tokens = Math.Min(_most,
                _tokens + Math.Min(at - _at, MemorySeconds * Second) / 1000 * floorPerSecond * Unit / (Second / 1000));
        _at = Math.Max(_at, at);
    }
}
