namespace Prunella.Reflexes.Breakers;

/// <summary>A breaker that the healer opens: fails calls at once but for a trickle, and lets
/// traffic back in steps when it ends.</summary>
/// <remarks>
/// While open, so many requests per second pass, to see whether the callee is back. When the order
/// ends, 10 % pass for one second, then 50 % for two, then all: a callee that was spared
/// everything must not get everything in one instant. Which
/// requests pass is decided by count, not by chance. One caller at a time.
/// </remarks>
public sealed class OrderedBreaker
{
    private const long Second = 1_000_000_000;
    private bool _open;
    private int _trickle;
    private long _closedAt;
    private long _second = long.MinValue;
    private int _passed;
    private int _count;

    /// <summary>True while ordered open.</summary>
    public bool IsOpen => _open;

    /// <summary>Opens it, or changes its trickle.</summary>
    /// <param name="tricklePerSecond">Requests per second that pass; 0 or more.</param>
    public void Open(int tricklePerSecond) => (_open, _trickle) = (true, tricklePerSecond);

    /// <summary>Ends the order; the ramp begins.</summary>
    public void Close(long at)
    {
        if (_open) (_open, _closedAt, _count) = (false, at, 0);
    }

    /// <summary>True when this request may go to the callee.</summary>
    public bool Admits(long at)
    {
        if (_open) return Trickle(at);
        if (_closedAt == 0) return true;
        var since = at - _closedAt;
        var every = since < Second ? 10 : since < 3 * Second ? 2 : 1;
        if (every == 1) _closedAt = 0;
        return every == 1 || ++_count % every == 0;
    }

    private bool Trickle(long at)
    {
        if (at / Second != _second) (_second, _passed) = (at / Second, 0);
        return _passed < _trickle && ++_passed > 0;
    }
}
