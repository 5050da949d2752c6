using Prunella.Simulation.Time;

namespace Prunella.Simulation.Tests.Time;

/// <summary>Clocks and timers go when they are told to, in one order, and see their own due time as now.</summary>
public sealed class VirtualTimeTests
{
    private readonly VirtualTime _time = new(1_700_000_000_000_000_000);
    private readonly List<(string Who, long At)> _fired = [];

    [Fact]
    public void Timers_fire_by_due_time_and_then_by_arming()
    {
        using var late = Timer("late", 20);
        using var first = Timer("first", 10);
        using var second = Timer("second", 10);

        _time.MoveTo(30_000_000);

        Assert.Equal([("first", 10_000_000L), ("second", 10_000_000L), ("late", 20_000_000L)], _fired);
        Assert.Equal(30_000_000, _time.Now);
    }

    [Fact]
    public void A_periodic_timer_fires_until_it_is_disposed()
    {
        var timer = _time.CreateTimer(_ => _fired.Add(("tick", _time.Now)), null, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2));
        _time.MoveTo(6_000_000);
        timer.Dispose();
        _time.MoveTo(20_000_000);

        Assert.Equal([1_000_000L, 3_000_000L, 5_000_000L], _fired.Select(f => f.At));
        Assert.False(timer.Change(TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public void A_disposed_timers_place_is_taken_by_a_new_one_that_does_not_fire_for_it()
    {
        Timer("old", 10).Dispose();
        using var young = Timer("young", 20);

        _time.MoveTo(50_000_000);

        Assert.Equal([("young", 20_000_000L)], _fired);
    }

    [Fact]
    public void A_timer_armed_anew_forgets_when_it_was_due_before()
    {
        using var timer = Timer("a", 10);
        timer.Change(TimeSpan.FromMilliseconds(30), Timeout.InfiniteTimeSpan);

        _time.MoveTo(50_000_000);

        Assert.Equal([("a", 30_000_000L)], _fired);
    }

    [Fact]
    public void A_step_of_the_wall_moves_no_timer_and_not_the_monotonic_clock()
    {
        var began = _time.GetTimestamp();
        using var timer = Timer("a", 10);
        _time.StepWall(-3_600_000_000_000);
        _time.MoveTo(10_000_000);

        Assert.Equal(TimeSpan.FromMilliseconds(10), _time.GetElapsedTime(began));
        Assert.Equal(1_700_000_000_000_000_000 - 3_600_000_000_000 + 10_000_000, _time.UnixNanos);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddTicks(_time.UnixNanos / 100), _time.GetUtcNow());
        Assert.Single(_fired);
    }

    private ITimer Timer(string who, int millis) => _time.CreateTimer(_ => _fired.Add((who, _time.Now)), null,
        TimeSpan.FromMilliseconds(millis), Timeout.InfiniteTimeSpan);
}
