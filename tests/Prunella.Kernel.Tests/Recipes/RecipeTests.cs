using Prunella.Contracts;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;

namespace Prunella.Kernel.Tests.Recipes;

/// <summary>What a recipe is known by: one step of a kind is enough.</summary>
public sealed class RecipeTests
{
    [Fact]
    public void One_step_that_takes_capacity_or_lives_by_a_lease_is_enough()
    {
        var mixed = Some.Recipe("mixed", Disruption.Medium, Verb.Page, Verb.Restart, Verb.Eject);

        Assert.True(mixed.RemovesCapacity());
        Assert.True(mixed.LivesByLease());
        Assert.False(Some.Recipe("page", Disruption.None, Verb.Page).RemovesCapacity());
        Assert.False(Some.Recipe("restart", Disruption.Medium, Verb.Restart).LivesByLease());
    }

    [Fact]
    public void The_first_step_that_nobody_can_carry_out_is_named()
    {
        Verb[] missing = [.. Enum.GetValues<Verb>().Where(v => !v.Facts().IsPresent)];

        Assert.Equal(missing[0], Some.Recipe("later", Disruption.Low, [Verb.Eject, .. missing]).Missing()!.Verb);
        Assert.Null(Some.Recipe().Missing());
    }

    /// <summary>By another signal, or with another bound on what it may do, it is judged otherwise: another remedy. What its
    /// document does not say does not count, so that records from before are still found.</summary>
    [Fact]
    public void What_it_is_judged_by_belongs_to_its_deeds()
    {
        var plain = Some.Recipe();
        Recipe[] all =
        [
            plain, plain with { Signals = [SignalKind.Errors] }, plain with { Signals = [SignalKind.Latency] }, plain with { RecoversAtMostPerMille = 500 },
            plain with { RecoversAtMostPerMille = 900 }, plain with { Signals = [SignalKind.Errors], RecoversAtMostPerMille = 500 },
        ];

        Assert.Distinct(all.Select(Deeds.Of));
        Assert.Equal(Deeds.Hash("Instance|Eject 0|500|20000000000|1000000000"), Deeds.Of(plain));
    }

    [Theory]
    [InlineData(StateKind.None, null, "none/medium")]
    [InlineData(StateKind.Cache, Criticality.High, "cache/high")]
    public void Experience_is_shared_among_services_of_a_class(StateKind state, Criticality? criticality, string expected) => Assert.Equal(
        expected, ServiceClass.Of(new ServiceRules(Some.Checkout, state, false, "", []) { Criticality = criticality }));
}
