using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;

namespace Prunella.Kernel.Events;

/// <summary>A policy set stands beside the active one; its content lies beside the journal under its hash.</summary>
/// <param name="Hash">Which.</param>
/// <param name="Stage">Shadow or share.</param>
/// <param name="SharePerMille">Of the services; counts in the stage share.</param>
/// <param name="Services">Those in the share, ordered.</param>
/// <param name="By">Who staged it.</param>
/// <param name="At">When.</param>
[JournalType("policy-set-staged", 1)]
public sealed record PolicySetStaged(
    string Hash, PolicyStage Stage, int SharePerMille, IReadOnlyList<ServiceId> Services, string By,
    long At) : KernelEvent;

/// <summary>A policy set is not in force any more, and why.</summary>
[JournalType("policy-set-withdrawn", 1)]
public sealed record PolicySetWithdrawn(string Hash, Reason Reason, string By, long At) : KernelEvent;

/// <summary>What a set in the shadow would have done about an incident; noted when that changes.</summary>
/// <param name="Incident">Which.</param>
/// <param name="Hash">The set.</param>
/// <param name="Would">Recipe and target; empty for nothing.</param>
/// <param name="Reasons">Why nothing, or why not without a person.</param>
/// <param name="At">When.</param>
[JournalType("shadow-decided", 1)]
public sealed record ShadowDecided(
    string Incident, string Hash, string Would, IReadOnlyList<Reason> Reasons, long At) : KernelEvent;
