using Prunella.Contracts;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests.Guardrails;

/// <summary>Keeps the promise that no sum of actions goes below a service's floor, by small hand-counted fleets.</summary>
public sealed class MinHealthyGuardrailTests
{
    private static readonly MinHealthyGuardrail Guardrail = new();

    [Theory]
    [InlineData(3, 500, 2)]
    [InlineData(4, 500, 2)]
    [InlineData(4, 700, 3)]
    [InlineData(1, 500, 1)]
    [InlineData(5, 0, 0)]
    public void A_share_rounds_up(int instances, int perMille, int floor) =>
        Assert.Equal(floor, MinHealthyGuardrail.FloorOf(Some.Policy(change: g => g with { MinHealthyPerMille = perMille }).Guardrails, instances));

    /// <summary>Two of four instances are in the zone: with half of their traffic gone three are left, with more fewer.</summary>
    [Theory]
    [InlineData(500, null)]
    [InlineData(501, "left=2 need=3")]
    public void Of_what_is_shifted_away_in_part_only_the_rest_stands(int dose, string? expected)
    {
        var told = Told(Zone(dose), Some.State(Some.Fleet(4, zones: 2)));

        if (expected is null) Assert.Null(told);
        else Assert.EndsWith(expected, told, StringComparison.Ordinal);
    }

    /// <summary>One instance of the zone is dead, the other serves: taking the zone away costs that one.</summary>
    [Fact]
    public void A_zone_costs_what_still_serves_there() =>
        Assert.EndsWith("left=2 need=3", Told(Zone(1000), Some.State(Some.Fleet(4, zones: 2)).Dead(1)), StringComparison.Ordinal);

    private static string? Told(Proposal proposal, KernelState state) => new MinHealthyGuardrail().Check(proposal, state, Some.Now)?.ToString();

    private static Proposal Zone(int dose) => Some.Proposal(recipe: Some.Recipe("shift", verbs: Verb.Shift), policy: Some.Policy(change: g => g with { MinHealthyPerMille = 750 })) with
    {
        Target = Subject.OfZone(Some.Checkout, "z1"),
        DosePerMille = dose,
    };

    [Fact]
    public void Lets_pass_what_leaves_exactly_the_floor() => Assert.Null(Check(Some.State().Bad(1)));

    [Fact]
    public void Vetoes_one_less()
    {
        var veto = Check(Some.State().Bad(1, 2));

        Assert.Equal(Reason.Of(ReasonCodes.MinHealthy, ("left", "1"), ("need", "2")), veto);
    }

    [Fact]
    public void Counts_an_unknown_instance_as_unhealthy() =>
        Assert.NotNull(Check(Some.State().Bad(1).With(Some.Verdict(Subject.Of(Some.Instance(2)), Health.Unknown, "probe", Witness.Probe))));

    [Fact]
    public void Counts_what_a_reflex_took_out() => Assert.NotNull(Check(Some.State().Bad(1).Reflex(2)));

    [Fact]
    public void Counts_what_an_order_took_out() =>
        Assert.NotNull(Check(Some.State().Bad(1).Busy("i2.r1", Subject.Of(Some.Instance(2)))));

    [Fact]
    public void Lets_a_dead_instance_be_restarted_although_the_floor_is_broken() =>
        Assert.Null(Check(Some.State().Bad(2, 3).Dead(1)));

    [Fact]
    public void Lets_an_instance_be_ejected_that_a_reflex_holds_out_already() =>
        Assert.Null(Check(Some.State().Bad(1, 2).Reflex(1)));

    [Fact]
    public void Lets_pass_what_takes_no_capacity_away() =>
        Assert.Null(Guardrail.Check(Some.Proposal(recipe: Some.Recipe(verbs: Verb.Page)), Some.State().Bad(1, 2), Some.Now));

    [Fact]
    public void Holds_the_highest_floor_of_all_policies_that_may_act()
    {
        var strict = Some.Policy("strict", g => g with { MinHealthyCount = 3 });
        var state = Some.State(Some.Fleet(3, 1, Some.Policy(), strict)).Bad(1);

        Assert.Equal(Reason.Of(ReasonCodes.MinHealthy, ("left", "2"), ("need", "3")), Check(state));
    }

    [Fact]
    public void A_policy_without_remedies_sets_no_floor()
    {
        var objective = Some.Policy("objective", g => g with { MinHealthyCount = 3 }) with { Remedies = [] };

        Assert.Null(Check(Some.State(Some.Fleet(3, 1, Some.Policy(), objective)).Bad(1)));
    }

    private static Reason? Check(Prunella.Kernel.State.KernelState state) => Guardrail.Check(Some.Proposal(), state, Some.Now);
}
