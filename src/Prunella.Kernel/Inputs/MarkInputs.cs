using Prunella.Contracts;
using Prunella.Kernel.Learning;

namespace Prunella.Kernel.Inputs;

/// <summary>A person says what an incident was; who it was stands in the stamp.</summary>
/// <param name="Incident">Open, or one of the last that closed.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Suspect">Of a wrong diagnosis: where it really was; null when not known.</param>
/// <param name="Fault">Of a wrong diagnosis: what it really was; null when not known.</param>
/// <param name="Remediation">Of a wrong remedy: its id; else empty.</param>
/// <param name="Note">The person's words, at most 200 characters; may be empty.</param>
public sealed record MarkCommanded(
    string Incident, MarkKind Kind, Subject? Suspect, FaultKind? Fault, string Remediation, string Note) : KernelInput;

/// <summary>A person takes his own mark back.</summary>
/// <param name="Incident">Whose.</param>
public sealed record MarkWithdrawalCommanded(string Incident) : KernelInput;
