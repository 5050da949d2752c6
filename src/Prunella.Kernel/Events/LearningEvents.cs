using Prunella.Contracts;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Trust;

namespace Prunella.Kernel.Events;

/// <summary>A remedy's end was counted for or against its recipe.</summary>
/// <param name="Remediation">Which remedy, or the drill it was rehearsed in.</param>
/// <param name="Policy">Under which policy.</param>
/// <param name="Recipe">Whose record.</param>
/// <param name="Deeds">What the recipe did then: twelve hex digits.</param>
/// <param name="Fault">Against what.</param>
/// <param name="ServiceClass">On what, such as <c>cache/high</c>.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Successes">Counted for it, in millionths.</param>
/// <param name="Failures">Counted against it, in millionths.</param>
/// <param name="At">When.</param>
/// <remarks>The weights stand in the event, so that a later rule for counting does not change what was
/// known.</remarks>
[JournalType("outcome-learned", 1)]
public sealed record OutcomeLearned(
    string Remediation,
    string Policy,
    string Recipe,
    string Deeds,
    FaultKind Fault,
    string ServiceClass,
    Outcome Outcome,
    long Successes,
    long Failures,
    long At) : KernelEvent;

/// <summary>There is evidence for or against trusting a recipe under a policy.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Service">The service.</param>
/// <param name="Recipe">The recipe.</param>
/// <param name="Fault">Against what.</param>
/// <param name="Fingerprint">Of recipe, policy and topology with which it came about.</param>
/// <param name="Evidence">What was seen.</param>
/// <param name="Source">The remediation, or the drill.</param>
/// <param name="At">When.</param>
[JournalType("trust-evidence-noted", 1)]
public sealed record TrustEvidenceNoted(
    string Policy,
    ServiceId Service,
    string Recipe,
    FaultKind Fault,
    string Fingerprint,
    TrustEvidence Evidence,
    string Source,
    long At) : KernelEvent;
