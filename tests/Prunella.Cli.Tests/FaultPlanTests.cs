using CsCheck;

using Prunella.Cli.Tour;

namespace Prunella.Cli.Tests;

/// <summary>A seed is a promise: the same seed gives the same tour, on any machine and any day.</summary>
public sealed class FaultPlanTests
{
    [Fact]
    public void Every_seed_has_each_fault_once() =>
        Gen.Int.Sample(seed => Assert.Equal(
            ["brown-out", "crash", "errors", "hang", "slow"],
            FaultPlan.Draw(seed).Select(f => f.Fault).Order(StringComparer.Ordinal)));

    [Fact]
    public void Seed_1_is_what_it_was() => Assert.Equal(
        ["brown-out payments", "errors checkout-2", "slow checkout-2", "hang checkout-2", "crash checkout-1"],
        FaultPlan.Draw(1).Select(f => $"{f.Fault} {f.Target}"));

    [Fact]
    public void Seeds_differ_in_targets_and_in_order()
    {
        var plans = Enumerable.Range(1, 50).Select(FaultPlan.Draw).ToArray();

        Assert.True(plans.Select(p => string.Join(' ', p.Select(f => f.Fault))).Distinct().Count() > 10);
        Assert.Equal(3, plans.Select(p => p.Single(f => f.Fault == "slow").Target).Distinct().Count());
    }

    [Fact]
    public void A_crash_cannot_be_taken_back() => Assert.False(FaultPlan.Draw(3).Single(f => f.Fault == "crash").Clearable);
}
