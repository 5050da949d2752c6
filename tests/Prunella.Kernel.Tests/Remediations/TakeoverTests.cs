using Prunella.Contracts;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests.Remediations;

/// <summary>A healer that begins where another one died says again what is held, reads what may have been done, and acts no more than that.</summary>
public sealed class TakeoverTests
{
    private const long Second = Some.Second;

    [Fact]
    public void A_first_word_that_may_never_have_left_is_said_again_and_under_a_brake_read_instead()
    {
        var begun = Begun(Some.Recipe());

        Assert.True(Assert.Single(Restarted(begun).Events.OfType<OrderIssued>()).Renewal);
        var braked = Restarted(Braked(begun));
        Assert.Empty(braked.Effects.OfType<SendOrder>());
        Assert.Single(braked.Effects.OfType<ObserveTarget>());
    }

    [Fact]
    public void What_is_held_is_said_again_under_a_brake_as_well()
    {
        var held = Restarted(Answered(Begun(Some.Recipe()), OutcomeKind.Succeeded)).Next!;
        // Its last word is a renewal without an answer.
        Assert.Single(Restarted(Braked(held), epoch: 3).Effects.OfType<SendOrder>());
    }

    [Fact]
    public void A_process_is_read_and_not_acted_on_again()
    {
        var restarted = Restarted(Begun(Some.Recipe("restart", Disruption.Low, Verb.Restart)));

        Assert.Empty(restarted.Effects.OfType<SendOrder>());
        Assert.Single(restarted.Effects.OfType<ObserveTarget>());
        Assert.Equal(RemediationState.Unknown, restarted.Next!.Remediations["i1.r1"].State);
    }

    [Fact]
    public void What_nobody_knew_is_read_again()
    {
        var unknown = Answered(Begun(Some.Recipe("restart", Disruption.Low, Verb.Restart)), OutcomeKind.Unknown);

        Assert.Single(Restarted(unknown).Effects.OfType<ObserveTarget>());
    }

    [Fact]
    public void What_was_being_taken_back_is_taken_back_again_and_looked_at_after_a_second()
    {
        var held = Answered(Begun(Some.Recipe()), OutcomeKind.Succeeded);
        var returning = Kernel.Decide(held, At(3, new RevertCommanded("i1.r1"))).Next!;
        Assert.Equal(RemediationState.RollingBack, returning.Remediations["i1.r1"].State);

        var restarted = Restarted(returning);

        Assert.Single(restarted.Effects.OfType<RevertOrder>());
        Assert.Contains(restarted.Effects.OfType<WakeAt>(), w => w == new WakeAt(Some.Now + 11 * Second, "return/i1.r1"));
    }

    /// <summary>A second to settle, and ten for new detectors to say their first word.</summary>
    [Fact]
    public void A_judgement_gets_the_time_to_see_before_it_must_conclude()
    {
        var verifying = Answered(Begun(Some.Recipe()), OutcomeKind.Succeeded);
        var late = Restarted(verifying, at: 21);

        var again = Assert.Single(late.Effects.OfType<Verify>()).Request;
        Assert.Equal(Some.Now + 32 * Second, again.DeadlineUnixNanos);
        Assert.Contains(late.Effects.OfType<WakeAt>(), w => w == new WakeAt(Some.Now + 33 * Second, "verify/i1.r1"));
        Assert.Equal(Some.Now + 22 * Second, Assert.Single(Restarted(verifying).Effects.OfType<Verify>()).Request.DeadlineUnixNanos);
    }

    private static KernelState Begun(Recipe recipe)
    {
        var state = Some.Troubled(Some.FleetWith([Some.Policy() with { Remedies = [recipe.Name] }], recipe));
        return Kernel.Decide(state, At(0, new WokeUp("test"))).Next!;
    }

    private static KernelState Answered(KernelState begun, OutcomeKind outcome) =>
        Kernel.Decide(begun, At(1, new OrderAnswered(new OrderOutcome(begun.Remediations["i1.r1"].Orders[0].Order.Id, outcome, "")))).Next!;

    private static KernelState Braked(KernelState state) =>
        state with { Freezes = state.Freezes.SetItem("api", new FreezeState("api", "ada", "", Some.Now)) };

    private static Decision Restarted(KernelState state, int epoch = 2, int at = 10) => Kernel.Decide(state, At(at, new LoopStarted("3f9a01c2", epoch)));

    private static Stamped At(int seconds, KernelInput input) => new(Some.Now + seconds * Second, new Actor(ActorKind.Person, "ada"), input);
}
