using Prunella.Contracts;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Recipes;

/// <summary>What rehearsals said, and whether a recipe may lean on that.</summary>
/// <remarks>
/// Never tried, failed, or too long ago is a precondition that is not so. When the recipe is to be done, the last word
/// must be of a moment ago: otherwise it is asked for once, and the remedy waits for the answer as long as an overlay's
/// order would. No answer counts as a failure until the next rehearsal says otherwise.
/// </remarks>
internal static class Rehearsals
{
    private const long Second = 1_000_000_000;

    /// <summary>What is known for so long is known now: three probes at the demo's half second and an answer's way, and
    /// more; chosen by feel.</summary>
    private const long Fresh = 10 * Second;

    /// <summary>A rehearsal is a handful of requests on a short way.</summary>
    private const long AnswerWithin = 5 * Second;

    public static string Key(RehearsalKind kind, Subject subject) => $"{kind}|{subject.Text}";

    public static void Note(Deliberation d, RehearsalReported said) =>
        d.Emit(new RehearsalNoted(said.Kind, said.Subject, said.Passed, said.Detail, d.At));

    /// <summary>Why the recipe may not lean on where it leads to, or null.</summary>
    public static Reason? Unmet(KernelState state, Proposal proposal, long at)
    {
        if (proposal.Recipe.Rehearsal is not { } rehearsal) return null;
        var subject = proposal.Target.Text;
        if (LastOf(state, proposal, rehearsal) is not { At: > 0 } last)
            return Reason.Of(ReasonCodes.NeverRehearsed, ("subject", subject));
        if (!last.Passed)
            return Reason.Of(ReasonCodes.RehearsalFailed, ("subject", subject), ("detail", last.Detail));
        if (last.AskedAt > last.At && at - last.AskedAt >= AnswerWithin)
            return Reason.Of(ReasonCodes.RehearsalFailed, ("subject", subject), ("detail", "no answer"));
        return at - last.At <= rehearsal.MaxAgeNanos
            ? null
            : Reason.Of(ReasonCodes.RehearsalStale, ("subject", subject), ("since", $"{last.At}"));
    }

    /// <summary>Says when a last word will have become too old, so that it is looked at then.</summary>
    public static void LookAgain(Deliberation d, IReadOnlyList<Proposal> proposals)
    {
        foreach (var proposal in proposals) LookAgain(d, proposal);
    }

    private static void LookAgain(Deliberation d, Proposal proposal)
    {
        if (proposal.Recipe.Rehearsal is not { } rehearsal
            || LastOf(d.State, proposal, rehearsal) is not { } last) return;
        if (last.AskedAt > last.At && last.AskedAt + AnswerWithin > d.At) d.LookAgain(last.AskedAt + AnswerWithin);
        if (last.At + rehearsal.MaxAgeNanos >= d.At) d.LookAgain(last.At + rehearsal.MaxAgeNanos + 1);
    }

    /// <summary>True when it was tried a moment ago; otherwise that is asked for, once.</summary>
    public static bool IsFresh(Deliberation d, Proposal proposal)
    {
        if (proposal.Recipe.Rehearsal is not { } rehearsal
            || LastOf(d.State, proposal, rehearsal) is not { } last || d.At - last.At <= Fresh) return true;
        if (last.AskedAt > last.At) return false;
        d.Emit(new RehearsalAsked(rehearsal.Kind, proposal.Target, d.At));
        d.Want(new Rehearse(rehearsal.Kind, proposal.Target, rehearsal.Requests));
        d.Wake(d.At + AnswerWithin, "rehearse/" + Key(rehearsal.Kind, proposal.Target));
        return false;
    }

    public static KernelState Fold(KernelState state, RehearsalAsked e) =>
        Change(state, e.Kind, e.Subject, known => known with { AskedAt = e.At });

    public static KernelState Fold(KernelState state, RehearsalNoted e) => Change(
        state, e.Kind, e.Subject, known => known with { Passed = e.Passed, Detail = e.Detail, At = e.At });

    private static KernelState Change(
        KernelState state, RehearsalKind kind, Subject subject, Func<Rehearsed, Rehearsed> change)
    {
        var key = Key(kind, subject);
        var known = state.Rehearsals.GetValueOrDefault(key, Rehearsed.Never);
        return state with { Rehearsals = state.Rehearsals.SetItem(key, change(known)) };
    }

    private static Rehearsed? LastOf(KernelState state, Proposal proposal, Rehearsal rehearsal) =>
        state.Rehearsals.GetValueOrDefault(Key(rehearsal.Kind, proposal.Target));
}
