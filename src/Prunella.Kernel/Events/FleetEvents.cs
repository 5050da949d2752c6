using Prunella.Contracts;
using Prunella.Kernel.Reasons;

namespace Prunella.Kernel.Events;

/// <summary>A loop has taken over with a new epoch.</summary>
[JournalType("epoch-opened", 1)]
public sealed record EpochOpened(string JournalBirth, long Epoch, long At) : KernelEvent;

/// <summary>A set of documents is in force from here on; its content lies beside the journal under its hash.</summary>
/// <param name="Hash">Which.</param>
/// <param name="By">Who put it in force: a person, or <c>loop</c> for the documents of the healer's start.</param>
/// <param name="At">When.</param>
[JournalType("policy-set-activated", 2)]
public sealed record PolicySetActivated(string Hash, string By, long At) : KernelEvent;

/// <summary>Acting has been stopped.</summary>
[JournalType("frozen", 1)]
public sealed record Frozen(string Source, string By, string Why, long At) : KernelEvent;

/// <summary>Acting is allowed again.</summary>
[JournalType("unfrozen", 1)]
public sealed record Unfrozen(string Source, string By, long At) : KernelEvent;

/// <summary>A subject's health by one detector changed.</summary>
[JournalType("verdict-noted", 3)]
public sealed record VerdictNoted(Verdict Verdict, long At) : KernelEvent;

/// <summary>How well a subject is seen changed.</summary>
[JournalType("coverage-noted", 1)]
public sealed record CoverageNoted(Coverage Coverage, long At) : KernelEvent;

/// <summary>The diagnoses changed.</summary>
[JournalType("rankings-noted", 1)]
public sealed record RankingsNoted(IReadOnlyList<SuspectRanking> Rankings, long At) : KernelEvent;

/// <summary>A reflex took an instance out of the traffic by itself.</summary>
[JournalType("reflex-ejected", 1)]
public sealed record ReflexEjected(InstanceId Instance, string Gateway, long SinceUnixNanos, long At) : KernelEvent;

/// <summary>A reflex let an instance back in.</summary>
[JournalType("reflex-restored", 1)]
public sealed record ReflexRestored(InstanceId Instance, string Gateway, long At) : KernelEvent;

/// <summary>The kernel came upon a broken invariant and takes its hands off what it concerns.</summary>
[JournalType("invariant-broken", 1)]
public sealed record InvariantBroken(Reason Reason, long At) : KernelEvent;
