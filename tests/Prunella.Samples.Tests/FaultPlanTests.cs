using CsCheck;

using Prunella.Samples.Shop.Faults;

namespace Prunella.Samples.Tests;

/// <summary>The fault switch does what its text says, the same each time, and passes over what it does not know.</summary>
public sealed class FaultPlanTests
{
    private readonly List<string> _unknown = [];

    [Theory]
    [InlineData("slow=400ms", 400, 0, false)]
    [InlineData("slow=3s", 3000, 0, false)]
    [InlineData("errors=20%", 0, 20, false)]
    [InlineData("leak", 0, 0, true)]
    [InlineData(" slow=1s \r\n\n errors=100% \nleak", 1000, 100, true)]
    [InlineData("", 0, 0, false)]
    public void Reads_each_line(string text, int millis, int percent, bool leak)
    {
        Assert.Equal(new FaultPlan(TimeSpan.FromMilliseconds(millis), percent, leak), FaultPlan.Parse(text, _unknown.Add));
        Assert.Empty(_unknown);
    }

    [Theory]
    [InlineData("crash")]
    [InlineData("slow=400")]
    [InlineData("slow=-1ms")]
    [InlineData("slow=11000000ms")]
    [InlineData("slow=99999999999s")]
    [InlineData("errors=20")]
    [InlineData("errors=0%")]
    [InlineData("errors=101%")]
    [InlineData("leak=yes")]
    public void Passes_over_a_line_that_it_does_not_know_and_says_so(string line)
    {
        Assert.Equal(FaultPlan.None, FaultPlan.Parse(line, _unknown.Add));
        Assert.Equal([line], _unknown);
    }

    [Fact]
    public void A_line_that_it_knows_counts_beside_one_that_it_does_not() =>
        Assert.Equal(20, FaultPlan.Parse("nonsense\nerrors=20%", _unknown.Add).FailPercent);

    [Fact]
    public void At_twenty_percent_every_fifth_fails()
    {
        var plan = FaultPlan.None with { FailPercent = 20 };

        Assert.Equal([5L, 10L, 15L, 20L], Enumerable.Range(1, 20).Select(i => (long)i).Where(plan.Fails));
    }

    [Fact]
    public void Of_any_hundred_in_a_row_exactly_so_many_fail() =>
        Gen.Select(Gen.Int[1, 100], Gen.Long[1, 1_000_000]).Sample((percent, first) =>
        {
            var plan = FaultPlan.None with { FailPercent = percent };
            Assert.Equal(percent, Enumerable.Range(0, 100).Count(i => plan.Fails(first + i)));
        }, iter: 1_000);
}
