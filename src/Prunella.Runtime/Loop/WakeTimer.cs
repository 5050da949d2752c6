using Prunella.Kernel.Inputs;

namespace Prunella.Runtime.Loop;

/// <summary>The wake-ups that the kernel asked for: one timer over an ordered list.</summary>
/// <remarks>
/// A later request with the same key replaces the earlier. Each wake-up comes once, in order of
/// time and then of key, and never early: the loop's stamp of it is at or after the time asked for.
/// When the inbox is full it stays due and is tried again. The list is bounded by the kernel: it
/// asks per verdict, incident, remediation and order in flight. Safe for any number of threads.
/// </remarks>
internal sealed class WakeTimer : IDisposable
{
    private static readonly Actor Timer = Actor.System("timer");
    private static readonly TimeSpan WhenFull = TimeSpan.FromMilliseconds(20);

    private readonly LoopClock _clock;
    private readonly LoopInbox _inbox;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly SortedSet<(long At, string Key)> _due = new(ByTimeThenKey.Instance);
    private readonly Dictionary<string, long> _byKey = new(StringComparer.Ordinal);
    private bool _stopped;

    public WakeTimer(LoopClock clock, LoopInbox inbox)
    {
        _clock = clock;
        _inbox = inbox;
        _timer = clock.Time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Count
    {
        get
        {
            lock (_lock) return _due.Count;
        }
    }

    public void Set(long at, string key)
    {
        lock (_lock)
        {
            if (_stopped) return;
            if (_byKey.TryGetValue(key, out var before)) _due.Remove((before, key));
            _byKey[key] = at;
            _due.Add((at, key));
            Arm();
        }
    }

    public void Stop()
    {
        lock (_lock)
        {
            _stopped = true;
            _due.Clear();
            _byKey.Clear();
        }
    }

    public void Dispose()
    {
        Stop();
        _timer.Dispose();
    }

    private void Fire()
    {
        lock (_lock)
        {
            var now = _clock.Now();
            while (_due.Count > 0 && _due.Min.At <= now)
            {
                var next = _due.Min;
                if (!_inbox.TryPost(Timer, new WokeUp(next.Key)))
                {
                    _timer.Change(WhenFull, Timeout.InfiniteTimeSpan);
                    return;
                }
                _due.Remove(next);
                _byKey.Remove(next.Key);
            }
            Arm();
        }
    }

    private void Arm()
    {
        if (_due.Count == 0) return;
        // Rounded up to the timer's millisecond, so that it never rings before its time.
        var millis = Math.Clamp((_due.Min.At - _clock.Now() + 999_999) / 1_000_000, 0, 86_400_000);
        _timer.Change(TimeSpan.FromMilliseconds(millis), Timeout.InfiniteTimeSpan);
    }

    private sealed class ByTimeThenKey : IComparer<(long At, string Key)>
    {
        public static readonly ByTimeThenKey Instance = new();

        public int Compare((long At, string Key) x, (long At, string Key) y)
        {
            var byTime = x.At.CompareTo(y.At);
            return byTime != 0 ? byTime : string.CompareOrdinal(x.Key, y.Key);
        }
    }
}
