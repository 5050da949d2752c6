using Prunella.Contracts;
using Prunella.Kernel.Recipes;

namespace Prunella.Kernel.Events;

/// <summary>A remedy waits for where it leads to to be tried once more.</summary>
[JournalType("rehearsal-asked", 1)]
public sealed record RehearsalAsked(RehearsalKind Kind, Subject Subject, long At) : KernelEvent;

/// <summary>It was tried.</summary>
[JournalType("rehearsal-noted", 1)]
public sealed record RehearsalNoted(RehearsalKind Kind, Subject Subject, bool Passed, string Detail, long At)
    : KernelEvent;
