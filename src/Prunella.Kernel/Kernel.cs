using Prunella.Kernel.Events;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Incidents;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.Silences;
using Prunella.Kernel.State;

namespace Prunella.Kernel;

/// <summary>The decisions: a state and an input give events, effects and reasons; a state and an
/// event give the next state.</summary>
/// <remarks>
/// Intuition: first note what was said and gather what has persisted, then see to the remedies
/// under way, then close what is over, and only then think of something new. Each of these reads the state as the
/// events so far have left it. One caller at a time is not even needed: everything here is a function.
/// </remarks>
public static class Kernel
{
    /// <summary>Decides on one input. Pure: the same state and input give the same decision, on any machine.</summary>
    public static Decision Decide(KernelState state, Stamped input)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(input);
        var deliberation = new Deliberation(state, input);
        Silencing.Review(deliberation);
        Note(deliberation);
        deliberation.Attention.Open(input, deliberation.State);
        if (!deliberation.Attention.IsNothing) Look(deliberation);
        return deliberation.Conclude();
    }

    private static void Look(Deliberation deliberation)
    {
        Symptoms.Gather(deliberation);
        Progress.Review(deliberation);
        Staging.Review(deliberation);
        Symptoms.Clear(deliberation);
        Storms.Review(deliberation);
        Canaries.Review(deliberation);
        Staging.Shadow(deliberation);
        Weighing.Review(deliberation);
        Goals.Review(deliberation);
    }

    /// <summary>Folds one event.</summary>
    /// <param name="state">The state so far.</param>
    /// <param name="event">The event.</param>
    /// <param name="policySets">Finds the content of a policy set by its hash; called for
    /// <see cref="PolicySetActivated"/> only.</param>
    public static KernelState Evolve(KernelState state, KernelEvent @event, Func<string, PolicySet> policySets) =>
        Fold.Apply(state, @event, policySets);

    private static void Note(Deliberation d)
    {
        switch (d.Input.Body)
        {
            case LoopStarted started: Takeover.Begin(d, started); break;
            case PolicySetOffered offered: Notes.Policies(d, offered); break;
            case VerdictsReported reported: Notes.Verdicts(d, reported); break;
            case RankingsReported reported: Notes.Rankings(d, reported); break;
            case GatewayReported reported: Notes.Gateway(d, reported.Report); break;
            case VerificationReported reported: Judging.Note(d, reported.Result); break;
            case OrderAnswered answered: Orders.Answer(d, answered.Outcome); break;
            case TargetObserved observed: Orders.Observed(d, observed); break;
            case FreezeCommanded freeze: Notes.Freeze(d, freeze); break;
            case UnfreezeCommanded unfreeze: Notes.Unfreeze(d, unfreeze); break;
            case RevertCommanded revert: Reverting.ByPerson(d, revert.Remediation); break;
            case WokeUp: break;
            default: Commands.Note(d); break;
        }
    }
}
