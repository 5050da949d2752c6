using Prunella.Contracts;
using Prunella.Kernel.Learning;

namespace Prunella.Kernel.Events;

/// <summary>A person has said what an incident was; replaces what the same person said of it before.</summary>
/// <param name="Incident"><c>i7</c>.</param>
/// <param name="By">Who.</param>
/// <param name="Kind">What.</param>
/// <param name="Suspect">Of a wrong diagnosis: where it really was, or null.</param>
/// <param name="Fault">Of a wrong diagnosis: what it really was, or null.</param>
/// <param name="Remediation">Of a wrong remedy: its id; else empty.</param>
/// <param name="Note">The person's words, or empty.</param>
/// <param name="At">When.</param>
[JournalType("incident-marked", 1)]
public sealed record IncidentMarked(
    string Incident,
    string By,
    MarkKind Kind,
    Subject? Suspect,
    FaultKind? Fault,
    string Remediation,
    string Note,
    long At) : KernelEvent;

/// <summary>A person has taken his mark back.</summary>
[JournalType("mark-withdrawn", 1)]
public sealed record MarkWithdrawn(string Incident, string By, long At) : KernelEvent;
