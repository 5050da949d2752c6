using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Learning;

/// <summary>From the judgement of remedies, and from people's marks, to the records of recipes.</summary>
internal static class Records
{
    /// <summary>Below a thousandth of a count nothing of it can be seen in a bound: ten half-lives after an
    /// outcome.</summary>
    private const long Forgotten = BetaBound.One / 1000;

    /// <summary>What a move says of the recipe, or null: most say nothing.</summary>
    public static Outcome? Of(RemediationState from, RemediationState to, Reason reason)
    {
        if (to is RemediationState.RollingBack or RemediationState.Failed)
            return reason.Code switch
            {
                ReasonCodes.Harmful => Outcome.Harmful,
                ReasonCodes.NoEffect or ReasonCodes.StillThere or ReasonCodes.OrderFailed => Outcome.NoEffect,
                _ => null,
            };
        // A relapse and a second holding are of the same remedy, which was judged when it was first held.
        if (from != RemediationState.Verifying || to is not (RemediationState.Holding or RemediationState.Succeeded))
            return null;
        return reason.Code is ReasonCodes.Helped or ReasonCodes.WellAgain ? Outcome.Helped : Outcome.SeemedToHelp;
    }

    /// <summary>Notes what became of a remediation: for judgements by the kernel, and for marks by people.</summary>
    /// <param name="d">The decision.</param>
    /// <param name="remediation">Its id.</param>
    /// <param name="policy">Under which policy it was done.</param>
    /// <param name="recipe">The recipe as it was when it was done.</param>
    /// <param name="about">Against what, on what.</param>
    /// <param name="outcome">What became of it.</param>
    public static void Learn(Deliberation d, string remediation, string policy, Recipe recipe,
        (FaultKind Fault, ServiceId Service) about, Outcome outcome)
    {
        var credit = Credit.Of(outcome);
        d.Emit(new OutcomeLearned(
            remediation, policy, recipe.Name, Deeds.Of(recipe), about.Fault,
            ServiceClass.Of(d.State.Policies.Service(about.Service)), outcome, credit.Successes, credit.Failures, d.At));
    }

    /// <summary>The record faded to now, or null.</summary>
    public static EfficacyRecord? Find(KernelState state, Recipe recipe, FaultKind fault, ServiceId service, long at)
    {
        // Most fleets have few records, and most lookups are of recipes that have none.
        if (state.Records.IsEmpty) return null;
        var key = EfficacyRecord.Key(
            recipe.Name, Deeds.Of(recipe), fault, ServiceClass.Of(state.Policies.Service(service)));
        return state.Records.TryGetValue(key, out var record) ? record.At(at) : null;
    }

    /// <summary>Folds an outcome; records of which nothing is left go.</summary>
    public static KernelState Fold(KernelState state, OutcomeLearned e)
    {
        var key = EfficacyRecord.Key(e.Recipe, e.Deeds, e.Fault, e.ServiceClass);
        var record = state.Records.TryGetValue(key, out var known)
            ? known
            : EfficacyRecord.Begin(e.Recipe, e.Deeds, e.Fault, e.ServiceClass, e.At);
        var kept = state.Records.RemoveRange(state.Records.Where(r => IsForgotten(r.Value, e.At)).Select(r => r.Key));
        return state with { Records = kept.SetItem(key, record.With(new Credit(e.Successes, e.Failures), e.At)) };
    }

    private static bool IsForgotten(EfficacyRecord record, long at)
    {
        var faded = record.At(at);
        return faded.Successes + faded.Failures < Forgotten;
    }
}
