using Prunella.Contracts;

namespace Prunella.Kernel.Events;

/// <summary>A person is at a subject: nobody is told of it, and under debug nothing is done to it.</summary>
[JournalType("silenced", 1)]
public sealed record Silenced(
    Subject Subject, string By, string Because, bool Debug, long Until, long At) : KernelEvent;

/// <summary>That is over: <c>timer</c> when its time was up.</summary>
[JournalType("unsilenced", 1)]
public sealed record Unsilenced(Subject Subject, string By, long At) : KernelEvent;

/// <summary>Proposals that must be denied were put to the guardrails.</summary>
/// <param name="Denied">How many were denied as they must be.</param>
/// <param name="Admitted">The guardrails that let theirs pass: acting is frozen then.</param>
/// <param name="At">When.</param>
[JournalType("canaries-checked", 1)]
public sealed record CanariesChecked(int Denied, IReadOnlyList<string> Admitted, long At) : KernelEvent;
