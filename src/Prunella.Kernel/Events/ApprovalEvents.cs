using Prunella.Kernel.Recipes;

namespace Prunella.Kernel.Events;

/// <summary>A proposed remediation waits for a person; what it had reserved is free again until it starts.</summary>
/// <param name="Remediation">Which.</param>
/// <param name="Plan">Hash of what would be done.</param>
/// <param name="Steps">What would be done, in order.</param>
/// <param name="Needed">How many persons must approve.</param>
/// <param name="RequestedBy">Who asked for it by hand; empty when the healer proposed it.</param>
/// <param name="Until">When it lapses.</param>
/// <param name="At">When.</param>
[JournalType("approval-asked", 1)]
public sealed record ApprovalAsked(
    string Remediation, string Plan, IReadOnlyList<RecipeStep> Steps, int Needed, string RequestedBy, long Until,
    long At) : KernelEvent;

/// <summary>A person has approved it.</summary>
[JournalType("approval-given", 1)]
public sealed record ApprovalGiven(string Remediation, string By, string Plan, long At) : KernelEvent;

/// <summary>A person has denied it: it is not proposed again in that incident.</summary>
[JournalType("approval-denied", 1)]
public sealed record ApprovalDenied(string Remediation, string By, string Because, long At) : KernelEvent;
