using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests;

/// <summary>What may be thought of for a suspect, and what is said of what may not.</summary>
public sealed class CandidateTests
{
    /// <summary>Two instances look bad, all there are in their zone; a policy for one of them is not for the zone.</summary>
    [Theory]
    [InlineData(new[] { 1, 3 }, true)]
    [InlineData(new[] { 1 }, false)]
    public void A_policy_for_some_instances_is_for_a_zone_only_when_it_is_for_all_of_them_there(int[] chosen, bool isForZone)
    {
        var shift = Some.Recipe("shift", Disruption.Low, Verb.Shift) with { Target = RecipeTarget.Zone, Faults = [FaultKind.ZoneDegraded] };
        var policy = Some.Policy() with { Remedies = ["shift"], Selection = new Selection([Some.Checkout], [.. chosen.Select(i => Some.Instance(i))]) };
        var set = Some.Fleet(4, zones: 2, policy) with { Recipes = [shift] };

        var weighed = Decide(Some.Troubled(set).Bad(3)).Events.OfType<RemediesWeighed>().SelectMany(w => w.Remedies);

        Assert.Equal(isForZone, weighed.Any(w => w.Target == Subject.OfZone(Some.Checkout, "z1")));
    }

    [Fact]
    public void One_step_that_needs_a_supervisor_is_enough_to_need_one()
    {
        var set = Some.FleetWith([Some.Policy() with { Remedies = ["both"] }], Some.Recipe("both", Disruption.Low, Verb.Eject, Verb.Restart));
        var loose = set with { Services = [set.Services[0] with { Instances = [.. set.Services[0].Instances.Select(i => i with { Supervised = false })] }, set.Services[1]] };

        Assert.Contains(Assert.Single(Weighed(Some.Troubled(loose))).Reasons, r => r.Code == ReasonCodes.NotSupervised);
        Assert.DoesNotContain(Assert.Single(Weighed(Some.Troubled(set))).Reasons, r => r.Code == ReasonCodes.NotSupervised);
    }

    [Theory]
    [InlineData("edge", false)]
    [InlineData("", true)]
    public void A_route_without_a_gateway_is_none(string gateway, bool isNone)
    {
        var route = new DependencyId(Some.Payments, Some.Checkout);
        var set = Some.FleetWith([Some.Policy() with { Remedies = ["break"] }], Some.Recipe("break", Disruption.Low, Verb.OpenBreaker)) with
        {
            Dependencies = [new DependencyRules(route, gateway, true, true, 0)],
        };
        var state = Some.Troubled(set);
        var whole = state.Incidents["i1"].Ranking! with { Suspects = [new Suspect(Subject.Of(Some.Checkout), FaultKind.Slow, 900, "")] };
        state = state with { Incidents = state.Incidents.SetItem("i1", state.Incidents["i1"] with { Ranking = whole }) };

        Assert.Equal(isNone, Assert.Single(Weighed(state)).Reasons.Any(r => r.Code == ReasonCodes.NoRoute));
    }

    /// <summary>The policy for another instance is not the suspect's; the one that is has no recipe against the fault.</summary>
    [Fact]
    public void With_one_policy_for_the_suspect_it_is_a_recipe_that_is_missing()
    {
        Policy Only(string name, int instance) => Some.Policy(name) with { Selection = new Selection([Some.Checkout], [Some.Instance(instance)]) };
        string Told(params Policy[] policies) => Decide(Some.Troubled(Some.FleetWith(policies))).Events.OfType<NothingDone>().Single().Reason.Code;

        Assert.Equal(ReasonCodes.NoRecipe, Told(Only("a", 2), Only("b", 1)));
        Assert.Equal(ReasonCodes.NoPolicy, Told(Only("a", 2), Only("b", 3)));
    }

    /// <summary>An illegal move is a defect: nothing is moved, and the service is left alone from then on.</summary>
    [Fact]
    public void An_illegal_move_takes_the_hands_off_the_service()
    {
        var state = Some.State().Busy("i1.r1", Subject.Of(Some.Instance(1)), RemediationState.Holding);
        var d = new Deliberation(state, Input());

        d.Move("i1.r1", RemediationState.Approved, Reason.Of(ReasonCodes.Started));

        Assert.Equal(RemediationState.Holding, d.State.Remediations["i1.r1"].State);
        Assert.Equal(["checkout"], d.State.HandsOff);
        Assert.Equal(ReasonCodes.HandsOff, Steps.StoppedBy(d.State, Subject.Of(Some.Instance(1)))?.Code);
    }

    [Fact]
    public void A_legal_move_says_why()
    {
        var d = new Deliberation(Some.State().Busy("i1.r1", Subject.Of(Some.Instance(1)), RemediationState.Holding), Input());

        d.Move("i1.r1", RemediationState.Returning, Reason.Of(ReasonCodes.TargetWell));

        Assert.Equal([Reason.Of(ReasonCodes.TargetWell)], d.Conclude().Reasons);
    }

    [Theory]
    [InlineData(Verb.Eject, null, "lapses with its lease; prunella revert i1.r1")]
    [InlineData(Verb.Restart, null, "nothing to take back: the process runs again")]
    [InlineData(Verb.Restart, Rollback.Restore, "prunella revert i1.r1")]
    [InlineData(Verb.Restart, Rollback.Person, "only a person can take it back")]
    public void How_it_is_taken_back_is_told_before_it_is_done(Verb verb, Rollback? rollback, string undo)
    {
        var recipe = Some.Recipe("it", Disruption.Low, verb) with { Rollback = rollback };
        var decision = Decide(Some.Troubled(Some.FleetWith([Some.Policy() with { Remedies = ["it"] }], recipe)));

        Assert.Equal(undo, Assert.Single(decision.Events.OfType<RemediationProposed>()).Undo);
    }

    private static IReadOnlyList<WeighedRemedy> Weighed(KernelState state) => Assert.Single(Decide(state).Events.OfType<RemediesWeighed>()).Remedies;

    private static Decision Decide(KernelState state) => Kernel.Decide(state, Input());

    private static Stamped Input() => new(Some.Now, Actor.System("test"), new WokeUp("test"));
}
