namespace Prunella.Simulation.Time;

/// <summary>Virtual time for code that wants a <see cref="TimeProvider"/>: its clocks and timers go when the world
/// says so, and never by themselves.</summary>
/// <remarks>
/// Two clocks: the monotonic one is nanoseconds since the beginning; the wall clock may be stepped, as a machine's may,
/// and the monotonic one does not notice. Timers fire inside <see cref="MoveTo"/>, on the caller's stack, by due time
/// and then by the order in which they were armed; each sees its own due time as now. One caller at a time.
/// </remarks>
/// <param name="startUnixNanos">What the wall clock says at the beginning, Unix nanoseconds UTC.</param>
public sealed class VirtualTime(long startUnixNanos) : TimeProvider
{
    private const long TicksPerSecond = 1_000_000_000;
    private const int NanosPerTick = 100;
    private readonly EventQueue<Due> _due = new();
    private readonly List<Timer> _timers = [];
    private readonly Stack<int> _free = [];
    private long _stepped;

    /// <summary>Monotonic nanoseconds since the beginning.</summary>
    public long Now => _due.Now;

    /// <summary>The wall clock, Unix nanoseconds UTC.</summary>
    public long UnixNanos => startUnixNanos + _due.Now + _stepped;

    /// <inheritdoc/>
    public override long TimestampFrequency => TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long GetTimestamp() => _due.Now;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(UnixNanos / NanosPerTick);

    /// <summary>Goes on to a time and fires what is due until then; a time in the past changes nothing.</summary>
    public void MoveTo(long at)
    {
        while (_due.TryTake(at, out var due)) _timers[due.Slot].Fire(due.Armed);
    }

    /// <summary>Steps the wall clock by so many nanoseconds; timers are not touched.</summary>
    public void StepWall(long nanos) => _stepped += nanos;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        if (!_free.TryPop(out var slot))
        {
            slot = _timers.Count;
            _timers.Add(new Timer(this, slot));
        }
        // A slot's timer is a new object each time: who still holds the old one must not move the new one.
        var timer = new Timer(this, slot) { Callback = callback, State = state, Armed = _timers[slot].Armed + 1 };
        _timers[slot] = timer;
        timer.Change(dueTime, period);
        return timer;
    }

    private readonly record struct Due(int Slot, long Armed);

    private sealed class Timer(VirtualTime time, int slot) : ITimer
    {
        private long _period;
        private bool _isGone;

        public TimerCallback? Callback { get; init; }

        public object? State { get; init; }

        /// <summary>Grows with each arming, so that what was due by an earlier one is known as stale.</summary>
        public long Armed { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (_isGone) return false;
            Armed++;
            _period = period == Timeout.InfiniteTimeSpan ? 0 : NanosOf(period);
            if (dueTime != Timeout.InfiniteTimeSpan)
                time._due.Schedule(time.Now + NanosOf(dueTime), new Due(slot, Armed));
            return true;
        }

        public void Fire(long armed)
        {
            if (_isGone || armed != Armed) return;
            if (_period > 0) time._due.Schedule(time.Now + _period, new Due(slot, Armed));
            Callback!(State);
        }

        public void Dispose()
        {
            if (_isGone) return;
            _isGone = true;
            Armed++;
            time._free.Push(slot);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private static long NanosOf(TimeSpan span)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
            return span.Ticks * NanosPerTick;
        }
    }
}
