using Prunella.Reflexes.Breakers;
using Prunella.Reflexes.SlowStart;

namespace Prunella.Reflexes.Tests;

/// <summary>Keeps the promise that a spared callee sees a trickle while it is spared, and a ramp afterwards.</summary>
public sealed class OrderedBreakerTests
{
    private const long Second = 1_000_000_000;
    private readonly OrderedBreaker _breaker = new();

    [Fact]
    public void Lets_everything_pass_before_any_order() => Assert.Equal(100, Passed(Second));

    [Fact]
    public void Lets_the_ordered_trickle_pass_each_second()
    {
        _breaker.Open(2);
        Assert.Equal(2, Passed(Second));
        Assert.Equal(2, Passed(2 * Second));
    }

    [Fact]
    public void Stays_open_while_ordered_however_well_the_trickle_does()
    {
        _breaker.Open(2);
        Passed(Second);
        Assert.Equal(2, Passed(600 * Second));
    }

    [Fact]
    public void Ramps_from_a_tenth_over_a_half_to_all()
    {
        _breaker.Open(1);
        _breaker.Close(10 * Second);
        Assert.Equal(10, Passed(10 * Second));
        Assert.Equal(50, Passed(11 * Second));
        Assert.Equal(100, Passed(13 * Second));
    }

    [Fact]
    public void An_order_during_the_ramp_opens_it_again()
    {
        _breaker.Open(1);
        _breaker.Close(10 * Second);
        _breaker.Open(1);
        Assert.Equal(1, Passed(12 * Second));
    }

    [Fact]
    public void Slow_start_goes_linearly_from_a_tenth_to_all()
    {
        Assert.Equal(1000, SlowStartRamp.SharePerMille(0, 5 * Second));
        Assert.Equal(100, SlowStartRamp.SharePerMille(5 * Second, 5 * Second));
        Assert.Equal(550, SlowStartRamp.SharePerMille(5 * Second, 5 * Second + SlowStartRamp.Nanos / 2));
        Assert.Equal(1000, SlowStartRamp.SharePerMille(5 * Second, 8 * Second));
    }

    private int Passed(long at) => Enumerable.Range(0, 100).Count(_ => _breaker.Admits(at));
}
