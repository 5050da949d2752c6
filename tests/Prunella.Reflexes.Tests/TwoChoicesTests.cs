using Prunella.Reflexes.Balancing;

namespace Prunella.Reflexes.Tests;

/// <summary>Keeps the promise that load spreads, that the busy draw little, and that a share is a share.</summary>
public sealed class TwoChoicesTests
{
    private const int Picks = 30_000;

    [Fact]
    public void Spreads_evenly_over_equals()
    {
        foreach (var count in Counts([0, 0, 0], [1000, 1000, 1000])) Assert.InRange(count, Picks * 30 / 100, Picks * 37 / 100);
    }

    [Fact]
    public void The_busiest_of_three_gets_nothing_because_it_loses_every_comparison() =>
        Assert.Equal(0, Counts([0, 50, 0], [1000, 1000, 1000])[1]);

    [Fact]
    public void Never_picks_who_is_not_eligible()
    {
        var counts = Counts([-1, 0, 0], [1000, 1000, 0]);
        Assert.Equal([0, Picks, 0], counts);
    }

    [Fact]
    public void A_tenth_of_a_share_stays_a_tenth_however_idle_it_looks()
    {
        var counts = Counts([0, 20], [100, 1000]);
        Assert.InRange(counts[0], Picks * 9 / 100, Picks * 11 / 100);
    }

    [Fact]
    public void Serves_all_the_same_when_everybody_has_a_small_share()
    {
        foreach (var count in Counts([0, 0], [1, 1])) Assert.InRange(count, Picks * 45 / 100, Picks * 55 / 100);
    }

    [Fact]
    public void Picks_nobody_when_nobody_is_eligible()
    {
        var seed = 7UL;
        Assert.Equal(-1, TwoChoices.Pick([-1, -1], [1000, 1000], ref seed));
        Assert.Equal(-1, TwoChoices.Pick([], [], ref seed));
    }

    [Fact]
    public void A_pick_allocates_nothing()
    {
        var seed = 7UL;
        Span<int> loads = [1, 2, 3];
        Span<int> shares = [1000, 500, 1000];
        TwoChoices.Pick(loads, shares, ref seed);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) TwoChoices.Pick(loads, shares, ref seed);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static int[] Counts(int[] loads, int[] shares)
    {
        var seed = 0x9E3779B97F4A7C15UL;
        var counts = new int[loads.Length];
        for (var i = 0; i < Picks; i++) counts[TwoChoices.Pick(loads, shares, ref seed)]++;
        return counts;
    }
}
