using Prunella.Contracts;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Remediations;

namespace Prunella.Kernel.Events;

/// <summary>A recipe is about to be tried; budget and neighbourhood are reserved by this very record.</summary>
/// <param name="Id"><c>i7.r2</c>.</param>
/// <param name="Incident"><c>i7</c>.</param>
/// <param name="Policy">Under which policy.</param>
/// <param name="Recipe">Which recipe.</param>
/// <param name="Target">On what.</param>
/// <param name="Fault">Against which kind of fault.</param>
/// <param name="Disruption">How disturbing, as the recipe says.</param>
/// <param name="LeaseNanos">How long its temporary changes may live unless renewed; 0 when it has none.</param>
/// <param name="Undo">For people: what takes it back.</param>
/// <param name="At">When.</param>
[JournalType("remediation-proposed", 1)]
public sealed record RemediationProposed(
    string Id,
    string Incident,
    string Policy,
    string Recipe,
    Subject Target,
    FaultKind Fault,
    Recipes.Disruption Disruption,
    long LeaseNanos,
    string Undo,
    long At) : KernelEvent;

/// <summary>A remediation has moved to another state, by the table in <see cref="RemediationTransitions"/>.</summary>
[JournalType("remediation-moved", 1)]
public sealed record RemediationMoved(
    string Id, RemediationState From, RemediationState To, Reason Reason, long At) : KernelEvent;

/// <summary>An order is about to leave: the write-ahead intent.</summary>
/// <param name="Remediation">Its remediation.</param>
/// <param name="Order">The order as sent.</param>
/// <param name="Renewal">True when it only prolongs a lease.</param>
/// <param name="Reverts">Id of the order it takes back, or empty.</param>
/// <param name="At">When.</param>
[JournalType("order-issued", 1)]
public sealed record OrderIssued(
    string Remediation, RemediationOrder Order, bool Renewal, string Reverts, long At) : KernelEvent;

/// <summary>More, or less, of a remedy that is given in part; the order that says so follows.</summary>
/// <param name="Remediation">Its remediation.</param>
/// <param name="FromPerMille">The dose so far.</param>
/// <param name="ToPerMille">The dose from now on.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
[JournalType("dose-changed", 1)]
public sealed record DoseChanged(
    string Remediation, int FromPerMille, int ToPerMille, Reason Reason, long At) : KernelEvent;

/// <summary>An order's outcome is known, or known to be unknown.</summary>
[JournalType("order-settled", 1)]
public sealed record OrderSettled(string Remediation, OrderOutcome Outcome, long At) : KernelEvent;

/// <summary>What was and what is are being compared with what would have been without it.</summary>
[JournalType("verification-asked", 2)]
public sealed record VerificationAsked(string Remediation, VerificationRequest Request, long At) : KernelEvent;

/// <summary>The comparison has an answer.</summary>
[JournalType("verification-noted", 2)]
public sealed record VerificationNoted(string Remediation, VerificationResult Result, long At) : KernelEvent;
