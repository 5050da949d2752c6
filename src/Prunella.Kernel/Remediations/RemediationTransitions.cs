using System.Collections.Immutable;

using static Prunella.Kernel.Remediations.RemediationState;

namespace Prunella.Kernel.Remediations;

/// <summary>The legal moves of a remediation: this table, and nothing else.</summary>
/// <remarks>
/// <code>
/// Proposed    -> Approved RolledBack
/// Approved    -> Running RolledBack
/// Running     -> Verifying RollingBack Unknown Failed
/// Verifying   -> Holding Succeeded RollingBack Unknown
/// Holding     -> Returning RollingBack Unknown
/// Returning   -> Succeeded Holding RollingBack Unknown
/// RollingBack -> RolledBack Unknown
/// Unknown     -> Running Verifying Holding Returning RollingBack RolledBack Failed
/// Succeeded   ->
/// Failed      ->
/// RolledBack  ->
/// </code>
/// </remarks>
public static class RemediationTransitions
{
    /// <summary>For each state the states that may follow.</summary>
    public static readonly ImmutableSortedDictionary<RemediationState, ImmutableArray<RemediationState>> Legal =
        ImmutableSortedDictionary.CreateRange<RemediationState, ImmutableArray<RemediationState>>(
        [
            new(Proposed, [Approved, RolledBack]),
            new(Approved, [Running, RolledBack]),
            new(Running, [Verifying, RollingBack, Unknown, Failed]),
            new(Verifying, [Holding, Succeeded, RollingBack, Unknown]),
            new(Holding, [Returning, RollingBack, Unknown]),
            new(Returning, [Succeeded, Holding, RollingBack, Unknown]),
            new(RollingBack, [RolledBack, Unknown]),
            new(Unknown, [Running, Verifying, Holding, Returning, RollingBack, RolledBack, Failed]),
            new(Succeeded, []),
            new(Failed, []),
            new(RolledBack, []),
        ]);

    /// <summary>True when the move is legal.</summary>
    public static bool IsLegal(RemediationState from, RemediationState to) => Legal[from].Contains(to);

    /// <summary>True when no move leads out of the state.</summary>
    public static bool IsFinal(RemediationState state) => Legal[state].IsEmpty;
}
