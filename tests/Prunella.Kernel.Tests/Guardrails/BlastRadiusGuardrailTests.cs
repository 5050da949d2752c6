using Prunella.Contracts;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests.Guardrails;

/// <summary>Keeps the promise that no more than a share of a service is out at once, whoever took it out.</summary>
public sealed class BlastRadiusGuardrailTests
{
    private static readonly BlastRadiusGuardrail Guardrail = new();

    [Theory]
    [InlineData(340, 3, 1)]
    [InlineData(340, 6, 2)]
    [InlineData(340, 5, 1)]
    [InlineData(100, 3, 1)]
    [InlineData(0, 3, 1)]
    [InlineData(500, 2, 1)]
    public void A_share_rounds_down_but_to_no_less_than_one(int perMille, int instances, int cap) =>
        Assert.Equal(cap, BlastRadiusGuardrail.CapOf(perMille, instances));

    [Fact]
    public void Lets_the_first_pass() => Assert.Null(Check(Some.State().Bad(1)));

    [Fact]
    public void Vetoes_the_second_after_a_reflex()
    {
        var veto = Check(Some.State().Bad(1).Reflex(2));

        Assert.Equal(Reason.Of(ReasonCodes.BlastRadius, ("out", "2"), ("cap", "1")), veto);
    }

    [Fact]
    public void Vetoes_the_second_after_an_order() =>
        Assert.NotNull(Check(Some.State().Bad(1).Busy("i2.r1", Subject.Of(Some.Instance(2)))));

    [Fact]
    public void Counts_only_instances_of_the_same_service() =>
        Assert.Null(Check(Some.State().Bad(1).Busy("i2.r1", Subject.Of(Some.Instance(2, Some.Payments)))));

    [Fact]
    public void A_dead_instance_adds_nothing() => Assert.Null(Check(Some.State().Dead(1).Reflex(2)));

    [Fact]
    public void Holds_the_lowest_cap_of_all_policies_that_may_act()
    {
        var wide = Some.Policy(change: g => g with { BlastRadiusPerMille = 1000 });
        var state = Some.State(Some.Fleet(3, 1, wide, Some.Policy("narrow"))).Bad(1).Reflex(2);

        Assert.NotNull(Guardrail.Check(Some.Proposal(policy: wide), state, Some.Now));
    }

    private static Reason? Check(KernelState state) => Guardrail.Check(Some.Proposal(), state, Some.Now);
}
