namespace Prunella.Runtime.Loop;

/// <summary>The loop's time: anchored to the wall once, carried on monotonically, never below the
/// journal's last stamp.</summary>
/// <remarks>
/// So the difference of two stamps is a duration even when somebody sets the machine's clock. After
/// a start on a machine whose clock went back, it goes on from the journal's last stamp, ahead of
/// the wall by the gap. Unix nanoseconds UTC. Safe for any number of threads.
/// </remarks>
public sealed class LoopClock
{
    private readonly TimeProvider _time;
    private readonly long _anchorTicks;
    private readonly Lock _lock = new();
    private long _anchor;
    private long _last;

    /// <summary>Anchors to the wall clock, now.</summary>
    public LoopClock(TimeProvider time)
    {
        _time = time;
        _anchorTicks = time.GetTimestamp();
        _anchor = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
    }

    /// <summary>Where its monotonic time comes from.</summary>
    public TimeProvider Time => _time;

    /// <summary>Now; never smaller than any answer before.</summary>
    public long Now()
    {
        lock (_lock)
        {
            return _last = Math.Max(_last, _anchor + _time.GetElapsedTime(_anchorTicks).Ticks * 100);
        }
    }

    /// <summary>Lifts the clock so that it never answers below the floor: the journal's last
    /// stamp.</summary>
    public void RaiseTo(long floor)
    {
        lock (_lock)
        {
            var now = _anchor + _time.GetElapsedTime(_anchorTicks).Ticks * 100;
            if (now < floor) _anchor += floor - now;
        }
    }
}
