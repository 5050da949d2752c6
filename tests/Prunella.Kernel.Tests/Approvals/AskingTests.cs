using Prunella.Contracts;
using Prunella.Kernel.Approvals;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.State;
using Prunella.Kernel.Trust;

namespace Prunella.Kernel.Tests.Approvals;

/// <summary>A person is asked for what is to be done now, and what he says yes to is still that when it begins.</summary>
public sealed class AskingTests
{
    private const long Minute = 60 * Some.Second;
    private static readonly Recipe Eject = Some.Recipe();
    private static readonly Recipe Restart = Some.Recipe("restart", Disruption.Medium, Verb.Restart);

    [Fact]
    public void A_policy_says_how_many_persons_must_agree_and_how_long_is_waited()
    {
        var policy = Asked(g => g with { Approval = new ApprovalRules(3, 5 * Minute) });

        var asked = Assert.Single(Look(Some.Troubled(Some.FleetWith([policy], Eject))).Events.OfType<ApprovalAsked>());

        Assert.Equal((3, Some.Now + 5 * Minute), (asked.Needed, asked.Until));
    }

    [Fact]
    public void What_waits_goes_on_waiting_while_nothing_changes_though_more_could_be_done()
    {
        var state = Waiting(Some.FleetWith([Asked() with { Remedies = ["eject", "restart"] }], Eject, Restart));

        Assert.Empty(Look(state, Some.Now + Some.Second).Events);
    }

    /// <summary>The pause of what needs nobody ends while another remedy waits for a person.</summary>
    [Fact]
    public void What_may_be_done_without_asking_is_done_instead_of_what_waits()
    {
        var state = Paused();
        Assert.Equal("eject", state.Remediations["i1.r1"].Recipe.Name);

        var later = Look(state, Some.Now + 10 * Some.Second);

        Assert.Equal(Reason.Of(ReasonCodes.ApprovalStale, ("changed", "ranking")), later.Events.OfType<RemediationMoved>().First().Reason);
        Assert.Equal("restart", Assert.Single(later.Events.OfType<RemediationProposed>()).Recipe);
    }

    /// <summary>The timer that ends it may come late; the clock has said so already.</summary>
    [Fact]
    public void A_yes_that_comes_when_the_time_is_over_starts_nothing()
    {
        var late = Say(Waiting(Some.FleetWith([Asked()], Eject)), at: Some.Now + 15 * Minute);

        Assert.Empty(late.Events.OfType<ApprovalGiven>());
        Assert.Contains(late.Events.OfType<RemediationMoved>(), m => m.Reason.Code == ReasonCodes.ApprovalExpired);
    }

    [Fact]
    public void A_yes_is_judged_by_what_forbids_the_remedy_itself_and_not_by_what_forbids_another() =>
        Assert.Single(Say(Paused()).Events.OfType<ApprovalGiven>());

    /// <summary>Trust was lost while it waited: the healer would not even ask any more.</summary>
    [Fact]
    public void What_the_healer_may_only_suggest_by_now_is_not_begun_by_a_yes()
    {
        var set = Some.FleetWith([Some.Policy()], Eject);
        set = set with { Fleet = set.Fleet with { Trust = TrustRule.Earned } };
        var index = new PolicyIndex(set);
        var record = new TrustRecord(
            "checkout", Some.Checkout, "eject", FaultKind.Slow, Fingerprint.Of(index, set.Policies[0], Eject, Some.Checkout), 0, TrustRecord.NeedToAsk, Some.Now);
        var key = TrustRecord.Key("checkout", Some.Checkout, "eject", FaultKind.Slow);
        var trusted = Some.Troubled(set);
        var waiting = Look(trusted with { Trust = trusted.Trust.Add(key, record) }).Next!;
        Assert.Single(Say(waiting).Events.OfType<ApprovalGiven>());

        var refused = Say(waiting with { Trust = waiting.Trust.Clear() });

        Assert.Empty(refused.Events.OfType<ApprovalGiven>());
        Assert.Contains(refused.Reasons, r => r.Code == ReasonCodes.Trust);
    }

    [Fact]
    public void Of_two_that_forbid_what_waits_the_first_in_their_order_is_told()
    {
        var state = Waiting(Some.FleetWith([Asked()], Eject));
        var braked = state with { Freezes = state.Freezes.Add("api", new FreezeState("api", "ada", "", Some.Now)), HandsOff = state.HandsOff.Add("*") };

        Assert.Equal(ReasonCodes.Frozen, Say(braked).Reasons.First(r => r.Code.StartsWith("guardrail.", StringComparison.Ordinal)).Code);
    }

    /// <summary>Nobody can restart what is not supervised, by whatever word.</summary>
    [Fact]
    public void What_does_not_fit_cannot_be_asked_for_by_hand_either()
    {
        var set = Some.FleetWith([Asked() with { Remedies = ["restart"], Mode = Mode.Suggest }], Restart);
        var loose = set with { Services = [set.Services[0] with { Instances = [.. set.Services[0].Instances.Select(i => i with { Supervised = false })] }, set.Services[1]] };
        Decision Requested(PolicySet documents) => Kernel.Decide(
            Some.Troubled(documents), new Stamped(Some.Now, new Actor(ActorKind.Person, "ada"), new RemediationRequested("i1", "restart", "")));

        Assert.Single(Requested(set).Events.OfType<RemediationProposed>());
        Assert.Empty(Requested(loose).Events.OfType<RemediationProposed>());
        Assert.Contains(Requested(loose).Reasons, r => r.Code == ReasonCodes.RequestUnknown);
    }

    [Fact]
    public void Another_policy_recipe_or_target_is_another_proposal()
    {
        var waiting = Waiting(Some.FleetWith([Asked()], Eject)).Remediations["i1.r1"];
        var same = Some.Proposal();

        Assert.True(Asking.IsOf(same, waiting));
        Assert.False(Asking.IsOf(same with { Policy = Some.Policy("other") }, waiting));
        Assert.False(Asking.IsOf(same with { Recipe = Restart }, waiting));
        Assert.False(Asking.IsOf(same with { Target = Subject.Of(Some.Instance(2)) }, waiting));
    }

    /// <summary>Ejecting needs a person; restarting does not, but has lately ended there and pauses for ten seconds.</summary>
    private static KernelState Paused()
    {
        var policy = Some.Policy() with { Remedies = ["restart", "eject"] };
        var state = Some.Troubled(Some.FleetWith([policy], Eject with { Mode = Mode.Approve }, Restart));
        return Look(state with { Targets = state.Targets.Add("instance/checkout/i-1", new TargetHistory(Some.Now, "restart", 0)) }).Next!;
    }

    private static Policy Asked(Func<GuardrailRules, GuardrailRules>? change = null) => Some.Policy(change: change) with { Mode = Mode.Approve };

    private static KernelState Waiting(PolicySet set)
    {
        var state = Look(Some.Troubled(set)).Next!;
        Assert.Equal(RemediationState.Proposed, state.Remediations["i1.r1"].State);
        return state;
    }

    private static Decision Look(KernelState state, long at = Some.Now) =>
        Kernel.Decide(state, new Stamped(at, Actor.System("timer"), new WokeUp("test")));

    private static Decision Say(KernelState state, long at = Some.Now + Some.Second)
    {
        var plan = state.Remediations["i1.r1"].Approval!.Plan;
        return Kernel.Decide(state, new Stamped(at, new Actor(ActorKind.Person, "bob"), new ApproveCommanded("i1.r1", plan)));
    }
}
