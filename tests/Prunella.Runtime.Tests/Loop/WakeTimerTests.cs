using Microsoft.Extensions.Time.Testing;

using Prunella.Kernel.Inputs;
using Prunella.Runtime.Loop;

namespace Prunella.Runtime.Tests.Loop;

/// <summary>Keeps the promise that wake-ups come once each, in order, and never early.</summary>
public sealed class WakeTimerTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddTicks(Some.Start / 100));
    private readonly LoopClock _clock;
    private LoopInbox _inbox;
    private WakeTimer _timer;

    public WakeTimerTests()
    {
        _clock = new LoopClock(_time);
        _inbox = new LoopInbox(_time);
        _timer = new WakeTimer(_clock, _inbox);
    }

    public void Dispose() => _timer.Dispose();

    [Fact]
    public void Wakes_in_order_of_time_and_then_of_key()
    {
        _timer.Set(In(2), "b");
        _timer.Set(In(1), "z");
        _timer.Set(In(2), "a");

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["z", "a", "b"], Woken());
    }

    [Fact]
    public void Wakes_once()
    {
        _timer.Set(In(1), "a");
        _time.Advance(TimeSpan.FromSeconds(5));
        Woken();

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Empty(Woken());
        Assert.Equal(0, _timer.Count);
    }

    [Fact]
    public void Does_not_wake_early_even_by_a_nanosecond()
    {
        _timer.Set(In(1) + 1, "a");

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(Woken());
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(["a"], Woken());
    }

    [Fact]
    public void Lets_a_later_request_with_the_same_key_replace_the_earlier()
    {
        _timer.Set(In(1), "a");
        _timer.Set(In(10), "a");

        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty(Woken());
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["a"], Woken());
    }

    [Fact]
    public void Wakes_at_once_for_a_time_that_is_over()
    {
        _timer.Set(In(-1), "a");

        _time.Advance(TimeSpan.Zero);

        Assert.Equal(["a"], Woken());
    }

    [Fact]
    public void Tries_again_when_the_inbox_was_full()
    {
        _timer.Dispose();
        _inbox = new LoopInbox(_time, capacity: 1);
        _timer = new WakeTimer(_clock, _inbox);
        _timer.Set(In(1), "a");
        _timer.Set(In(1), "b");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["a"], Woken());

        _time.Advance(TimeSpan.FromMilliseconds(20));

        Assert.Equal(["b"], Woken());
    }

    private static long In(long seconds) => Some.Start + seconds * Some.Second;

    private List<string> Woken()
    {
        var woken = new List<string>();
        while (_inbox.Reader.TryRead(out var posted)) woken.Add(((WokeUp)posted.Body).Key);
        return woken;
    }
}
