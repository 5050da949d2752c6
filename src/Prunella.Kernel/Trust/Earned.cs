using System.Collections.Immutable;

using Prunella.Kernel.Events;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Trust;

/// <summary>What a recipe has earned, and what that lets it do.</summary>
internal static class Earned
{
    /// <summary>The freest mode that the evidence allows; <see cref="Mode.Act"/> where trust is declared.</summary>
    public static Mode Allows(Proposal proposal, KernelState state, long at)
    {
        if (state.Policies.Set.Fleet.Trust is not TrustRule.Earned) return Mode.Act;
        var points = Points(proposal, state, at);
        if (points < TrustRecord.NeedToAsk) return Mode.Suggest;
        if (points < TrustRecord.NeedToAct) return Mode.Approve;
        var record = Records.Find(
            state, proposal.Recipe, proposal.Suspect.Fault, proposal.Target.Service, at);
        return Prior.LowerBound(proposal.Recipe, record) >= TrustRecord.BoundToAct ? Mode.Act : Mode.Approve;
    }

    /// <summary>Points that count now: earned with what is in force, and not expired.</summary>
    public static int Points(Proposal proposal, KernelState state, long at) =>
        Find(proposal, state) is { } record && IsValid(record, proposal, state, at) ? record.Points : 0;

    public static TrustRecord? Find(Proposal proposal, KernelState state) =>
        state.Trust.GetValueOrDefault(TrustRecord.Key(
            proposal.Policy.Name, proposal.Target.Service, proposal.Recipe.Name, proposal.Suspect.Fault));

    public static bool IsValid(TrustRecord record, Proposal proposal, KernelState state, long at) =>
        at < record.ExpiresAt && record.Fingerprint == Now(proposal, state);

    /// <summary>A judged remedy is evidence when it is proof: of help, or of harm.</summary>
    public static void Learn(Deliberation d, Done done, Outcome outcome)
    {
        TrustEvidence? evidence = outcome switch
        {
            Outcome.Helped => TrustEvidence.Lived,
            Outcome.Harmful or Outcome.WrongRemedy => TrustEvidence.Harmed,
            _ => null,
        };
        if (evidence is { } seen) Note(d, done, seen);
    }

    /// <summary>A drill counts only with its control: whoever acts where there is no fault has learned
    /// nothing.</summary>
    public static void Drill(Deliberation d, DrillReported drill)
    {
        var policy = d.State.Policies.Set.Policies.FirstOrDefault(p => p.Name == drill.Policy);
        var recipe = d.State.Policies.Recipe(drill.Service, drill.Recipe);
        if (policy is null || recipe is null || !policy.Services().Contains(drill.Service)
            || !policy.Remedies.Contains(recipe.Name) || !recipe.Faults.Contains(drill.Fault))
        {
            d.Because(Reason.Of(ReasonCodes.DrillUnknown, ("drill", drill.Drill), ("policy", drill.Policy), ("service", drill.Service.ToString()), ("recipe", drill.Recipe), ("fault", $"{drill.Fault}")));
            return;
        }
        var passed = drill is { Passed: true, ControlPassed: true };
        Note(d, new Done(drill.Drill, policy.Name, recipe, drill.Fault, drill.Service),
            passed ? TrustEvidence.Drilled : TrustEvidence.DrillFailed);
    }

    /// <summary>Folds a piece of evidence. With other documents than before it begins anew.</summary>
    public static ImmutableSortedDictionary<string, TrustRecord> Fold(
        ImmutableSortedDictionary<string, TrustRecord> trust, TrustEvidenceNoted e)
    {
        var key = TrustRecord.Key(e.Policy, e.Service, e.Recipe, e.Fault);
        var goesOn = trust.TryGetValue(key, out var known)
            && known.Fingerprint == e.Fingerprint && e.At < known.ExpiresAt;
        var record = goesOn
            ? known!
            : new TrustRecord(e.Policy, e.Service, e.Recipe, e.Fault, e.Fingerprint, 0, 0, e.At);
        var kept = trust.RemoveRange(trust.Where(t => t.Value.ExpiresAt <= e.At).Select(t => t.Key));
        return kept.SetItem(key, record.With(e.Evidence, e.At));
    }

    private static void Note(Deliberation d, Done done, TrustEvidence evidence)
    {
        // Documents may have changed while it ran: then there is nothing left that it could speak for.
        if (d.State.Policies.Set.Policies.FirstOrDefault(p => p.Name == done.Policy) is not { } policy) return;
        d.Emit(new TrustEvidenceNoted(
            policy.Name, done.Service, done.Recipe.Name, done.Fault,
            d.State.Policies.FingerprintOf(policy, done.Recipe, done.Service), evidence, done.Source, d.At));
    }

    private static string Now(Proposal proposal, KernelState state) => state.Policies.FingerprintOf(
        proposal.Policy, proposal.Recipe, proposal.Target.Service);
}
