using Prunella.Detection.Objectives;

namespace Prunella.Detection.Tests;

/// <summary>Between broken and well it stays what it was, and each takes its time without a break.</summary>
public sealed class LatchTests
{
    private readonly Latch _latch = new();

    [Fact]
    public void Breaks_only_after_its_time_and_mends_only_after_its_time()
    {
        Assert.False(Look(1, broken: true));
        Assert.False(Look(3, broken: true));
        Assert.True(Look(4, broken: true));
        // Neither broken nor well: it stays.
        Assert.True(Look(50));
        Assert.True(Look(60, well: true));
        Assert.True(Look(64, well: true));
        Assert.False(Look(65, well: true));
    }

    [Fact]
    public void A_break_begins_the_time_anew()
    {
        Look(1, broken: true);
        Look(2);
        Assert.False(Look(4, broken: true));
        Assert.True(Look(7, broken: true));
        Look(10, well: true);
        Look(12);
        Assert.True(Look(16, well: true));
        Assert.False(Look(21, well: true));
    }

    [Fact]
    public void A_time_of_zero_takes_the_first_look()
    {
        Assert.True(_latch.Look(true, false, 1, (0, 0)));
        Assert.False(_latch.Look(false, true, 1, (0, 0)));
    }

    private bool Look(long at, bool broken = false, bool well = false) => _latch.Look(broken, well, at, (3, 5));
}
