using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.State;
using Prunella.Kernel.Trust;

namespace Prunella.Kernel.Learning;

/// <summary>Something that was done, of which there is something to learn.</summary>
/// <param name="Source">Id of the remediation, or of the drill.</param>
/// <param name="Policy">Under which policy.</param>
/// <param name="Recipe">The recipe as it was then.</param>
/// <param name="Fault">Against what.</param>
/// <param name="Service">On whose behalf.</param>
internal sealed record Done(string Source, string Policy, Recipe Recipe, FaultKind Fault, ServiceId Service);

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
                ReasonCodes.Harmful or ReasonCodes.HarmfulNearby => Outcome.Harmful,
                ReasonCodes.NoEffect or ReasonCodes.StillThere or ReasonCodes.OrderFailed => Outcome.NoEffect,
                _ => null,
            };
        // A relapse and a second holding are of the same remedy, which was judged when it was first held.
        if (from != RemediationState.Verifying || to is not (RemediationState.Holding or RemediationState.Succeeded))
            return null;
        return reason.Code switch
        {
            ReasonCodes.Helped or ReasonCodes.WellAgain or ReasonCodes.DoseEnough or ReasonCodes.DoseCapped =>
                Outcome.Helped,
            ReasonCodes.Uncredited => null,
            _ => Outcome.SeemedToHelp,
        };
    }

    /// <summary>Notes what became of something done: for judgements by the kernel, and for marks by people.</summary>
    public static void Learn(Deliberation d, Done done, Outcome outcome)
    {
        var (credit, service) = (Credit.Of(outcome), d.State.Policies.Service(done.Service));
        d.Emit(new OutcomeLearned(
            done.Source, done.Policy, done.Recipe.Name, d.State.Policies.DeedsOf(done.Recipe), done.Fault,
            ServiceClass.Of(service), outcome, credit.Successes, credit.Failures, d.At));
        Earned.Learn(d, done, outcome);
    }

    /// <summary>The record faded to now, or null.</summary>
    public static EfficacyRecord? Find(
        KernelState state, Recipe recipe, FaultKind fault, ServiceId service, long at) =>
        Known(state, recipe, fault, service)?.At(at);

    /// <summary>The record as it was last counted, or null.</summary>
    public static EfficacyRecord? Known(KernelState state, Recipe recipe, FaultKind fault, ServiceId service)
    {
        // Most fleets have few records, and most lookups are of recipes that have none.
        if (state.Records.IsEmpty) return null;
        var key = EfficacyRecord.Key(
            recipe.Name, state.Policies.DeedsOf(recipe), fault, ServiceClass.Of(state.Policies.Service(service)));
        return state.Records.GetValueOrDefault(key);
    }

    /// <summary>Folds an outcome; records of which nothing is left go.</summary>
    public static ImmutableSortedDictionary<string, EfficacyRecord> Fold(
        ImmutableSortedDictionary<string, EfficacyRecord> records, OutcomeLearned e)
    {
        var key = EfficacyRecord.Key(e.Recipe, e.Deeds, e.Fault, e.ServiceClass);
        var record = records.TryGetValue(key, out var known)
            ? known
            : EfficacyRecord.Begin(e.Recipe, e.Deeds, e.Fault, e.ServiceClass, e.At);
        var kept = records.RemoveRange(records.Where(r => IsForgotten(r.Value, e.At)).Select(r => r.Key));
        return kept.SetItem(key, record.With(new Credit(e.Successes, e.Failures), e.At));
    }

    private static bool IsForgotten(EfficacyRecord record, long at)
    {
        var faded = record.At(at);
        return faded.Successes + faded.Failures < Forgotten;
    }
}
