using System.Collections.Immutable;

using Prunella.Kernel.Events;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Remediations;

namespace Prunella.Kernel.State;

/// <summary>Folds which policies are in force, how far, and what became of their remedies.</summary>
internal static class PolicyFold
{
    public static KernelState Activate(KernelState state, PolicySetActivated e, Func<string, PolicySet> policySets)
    {
        var index = IndexOf(state, e.Hash, policySets);
        var next = state with
        {
            Previous = state.PolicyHash.Length > 0 ? new PreviousPolicies(state.PolicyHash, state.Active) : null,
            PolicyHash = e.Hash,
            PolicyBy = e.By,
            StartHash = e.By == "loop" ? e.Hash : state.StartHash,
            Active = index,
            Policies = index,
            Staged = state.Staged?.Hash == e.Hash ? null : state.Staged,
        };
        return Prune(Spread(next));
    }

    public static KernelState Stage(KernelState state, PolicySetStaged e, Func<string, PolicySet> policySets)
    {
        var index = IndexOf(state, e.Hash, policySets);
        var services = e.Services.Select(s => s.ToString()).ToImmutableSortedSet(StringComparer.Ordinal);
        return Prune(Spread(state with
        {
            Staged = new StagedPolicies(e.Hash, e.Stage, e.SharePerMille, services, e.By, index),
        }));
    }

    public static KernelState Withdraw(KernelState state, PolicySetWithdrawn e) => state.Staged?.Hash == e.Hash
        ? Spread(state with { Staged = null })
        : state;

    public static KernelState Count(KernelState state, Remediation r, RemediationMoved e)
    {
        var tally = state.Tallies.GetValueOrDefault(r.PolicyHash, PolicyTally.None);
        if (e.Reason.Code is ReasonCodes.Harmful or ReasonCodes.HarmfulNearby)
            tally = tally with { Harmful = tally.Harmful + 1, LastHarm = r.Id };
        else if (!RemediationTransitions.IsFinal(e.To) || e.From == RemediationState.Proposed || r.Excused || r.Harmful)
            return state;
        else
            tally = e.To == RemediationState.Succeeded
                ? tally with { Helped = tally.Helped + 1 }
                : tally with { NoEffect = tally.NoEffect + 1 };
        return state with { Tallies = state.Tallies.SetItem(r.PolicyHash, tally) };
    }

    /// <summary>What decides, from the active and the staged set.</summary>
    public static KernelState Spread(KernelState state) => state with
    {
        Policies = state.Staged is { Stage: PolicyStage.Share } staged
            ? new PolicyIndex(state.Active, staged.Index, staged.Services)
            : state.Active,
    };

    private static PolicyIndex IndexOf(KernelState state, string hash, Func<string, PolicySet> policySets) =>
        state.Staged?.Hash == hash ? state.Staged.Index
        : state.Previous?.Hash == hash ? state.Previous.Index
        : state.PolicyHash == hash ? state.Active
        : new PolicyIndex(policySets(hash));

    /// <summary>Of sets that are neither active, staged nor to be gone back to nothing is counted any more.</summary>
    private static KernelState Prune(KernelState state)
    {
        string?[] known = [state.PolicyHash, state.Staged?.Hash, state.Previous?.Hash];
        return state with { Tallies = state.Tallies.RemoveRange(state.Tallies.Keys.Where(k => !known.Contains(k))) };
    }
}
