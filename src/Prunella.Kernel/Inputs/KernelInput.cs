using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Policies;

namespace Prunella.Kernel.Inputs;

/// <summary>Something the kernel is told; every one of them is journalled with the events it caused.</summary>
public abstract record KernelInput;

/// <summary>An input with the two things that the loop adds: when, and who.</summary>
/// <param name="At">
/// Unix nanoseconds UTC, anchored to the wall clock once per start and carried on by the monotonic
/// clock, never below the
/// journal's last stamp: differences are durations.
/// </param>
/// <param name="Actor">Who caused it.</param>
/// <param name="Body">What it is.</param>
public sealed record Stamped(long At, Actor Actor, KernelInput Body);

/// <summary>The loop has started (or taken over) with a new epoch: unfinished orders are
/// reconciled, wake-ups asked for again.</summary>
/// <param name="JournalBirth">Eight hex digits drawn when the journal was created.</param>
/// <param name="Epoch">Higher than any epoch before.</param>
public sealed record LoopStarted(string JournalBirth, long Epoch) : KernelInput;

/// <summary>A validated set of documents becomes the one in force.</summary>
/// <param name="Hash">SHA-256 over the canonical bytes, hex; the content is stored beside the journal under it.</param>
/// <param name="Set">The documents.</param>
/// <param name="Stage">How far it comes into force.</param>
/// <param name="SharePerMille">For how many of the services in the stage share, 1 to 1000.</param>
[JournalType("policy-set-offered", 2)]
public sealed record PolicySetOffered(
    string Hash, PolicySet Set, PolicyStage Stage = PolicyStage.All, int SharePerMille = 1000) : KernelInput;

/// <summary>A person wants the policies back as they were before the last change.</summary>
public sealed record PolicyRollbackCommanded : KernelInput;

/// <summary>Detection's changed verdicts, and its coverage where that changed.</summary>
[JournalType("verdicts-reported", 4)]
public sealed record VerdictsReported(IReadOnlyList<Verdict> Verdicts, IReadOnlyList<Coverage> Coverage) : KernelInput;

/// <summary>Diagnosis' current rankings, one per group of unhealthy subjects; the whole list
/// replaces the one before.</summary>
public sealed record RankingsReported(IReadOnlyList<SuspectRanking> Rankings) : KernelInput;

/// <summary>What a gateway's reflexes and overlay hold changed.</summary>
public sealed record GatewayReported(GatewayReport Report) : KernelInput;

/// <summary>A verification has an answer.</summary>
[JournalType("verification-reported", 2)]
public sealed record VerificationReported(VerificationResult Result) : KernelInput;

/// <summary>An order has an answer.</summary>
public sealed record OrderAnswered(OrderOutcome Outcome) : KernelInput;

/// <summary>What reading a target said about an order whose outcome was unknown.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="InEffect">True: the target holds it; false: it does not; null: the target cannot be read.</param>
/// <param name="Detail">For people.</param>
public sealed record TargetObserved(string OrderId, bool? InEffect, string Detail) : KernelInput;

/// <summary>A wake-up that the kernel asked for.</summary>
/// <param name="Key">What it was asked for: an incident's or remediation's id and a word.</param>
public sealed record WokeUp(string Key) : KernelInput;

/// <summary>Stop acting, keep watching.</summary>
/// <param name="Source"><c>api</c> or <c>file</c>; a freeze by file ends only when the file goes.</param>
/// <param name="Why">The person's words, at most 200 characters.</param>
public sealed record FreezeCommanded(string Source, string Why) : KernelInput;

/// <summary>Act again.</summary>
/// <param name="Source"><c>api</c> or <c>file</c>.</param>
public sealed record UnfreezeCommanded(string Source) : KernelInput;

/// <summary>A recipe has been rehearsed.</summary>
/// <param name="Drill">Name of the drill and its run.</param>
/// <param name="Policy">The policy under which it would be done.</param>
/// <param name="Service">The service on which.</param>
/// <param name="Recipe">The recipe.</param>
/// <param name="Fault">The kind of fault that was injected.</param>
/// <param name="Passed">The fault was found, the recipe chosen, and it helped.</param>
/// <param name="ControlPassed">In the same drill without the fault nothing was done.</param>
/// <remarks>Nothing in this version reports drills by itself; what does must be part of the healer, because the HTTP
/// API takes none.</remarks>
public sealed record DrillReported(
    string Drill, string Policy, ServiceId Service, string Recipe, FaultKind Fault, bool Passed, bool ControlPassed)
    : KernelInput;

/// <summary>A person wants a remediation taken back now.</summary>
/// <param name="Remediation">Its id.</param>
public sealed record RevertCommanded(string Remediation) : KernelInput;
