using Microsoft.Extensions.Time.Testing;

using Prunella.Runtime.Loop;

namespace Prunella.Runtime.Tests.Loop;

/// <summary>Keeps the promise that stamps never go back and that their differences are durations.</summary>
public sealed class LoopClockTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddTicks(Some.Start / 100));

    [Fact]
    public void Starts_at_the_wall_and_goes_on_by_the_monotonic_clock()
    {
        var clock = new LoopClock(_time);

        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(Some.Start + 3 * Some.Second, clock.Now());
    }

    [Fact]
    public void Does_not_follow_a_wall_clock_that_is_set()
    {
        var time = new TwoClocks();
        var clock = new LoopClock(time);

        time.Wall = time.Wall.AddHours(-2);
        time.Ticks += 3 * time.TimestampFrequency;

        Assert.Equal(Some.Start + 3 * Some.Second, clock.Now());
    }

    [Fact]
    public void Never_goes_below_the_journals_last_stamp()
    {
        var clock = new LoopClock(_time);
        var last = Some.Start + 7200 * Some.Second;

        clock.RaiseTo(last);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(last + Some.Second, clock.Now());
    }

    [Fact]
    public void Is_not_lifted_by_a_stamp_of_the_past()
    {
        var clock = new LoopClock(_time);

        clock.RaiseTo(Some.Start - 7200 * Some.Second);

        Assert.Equal(Some.Start, clock.Now());
    }

    /// <summary>A wall clock that somebody sets, beside a monotonic one that nobody can.</summary>
    private sealed class TwoClocks : TimeProvider
    {
        public DateTimeOffset Wall { get; set; } = DateTimeOffset.UnixEpoch.AddTicks(Some.Start / 100);

        public long Ticks { get; set; }

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => Ticks;
    }
}
