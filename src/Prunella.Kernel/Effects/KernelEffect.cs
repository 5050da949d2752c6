using Prunella.Contracts;

namespace Prunella.Kernel.Effects;

/// <summary>Something the kernel wants done; leaves only after the events of the same decision are durable.</summary>
public abstract record KernelEffect;

/// <summary>Send an order to its actuator. The intent (an <c>OrderIssued</c> event) is in the same record.</summary>
public sealed record SendOrder(RemediationOrder Order) : KernelEffect;

/// <summary>Take an order back. Moves towards the baseline, so it may leave although nothing else
/// may (freeze).</summary>
/// <param name="Order">The order as it was issued.</param>
/// <param name="RevertId">Id of the reverting order (<c>….i7.r2.s4</c>): its outcome is reported under this id.</param>
public sealed record RevertOrder(RemediationOrder Order, string RevertId) : KernelEffect;

/// <summary>Read the target and say whether it holds the order.</summary>
public sealed record ObserveTarget(RemediationOrder Order) : KernelEffect;

/// <summary>Wake the kernel not before this time; a later request with the same key replaces the earlier.</summary>
public sealed record WakeAt(long At, string Key) : KernelEffect;

/// <summary>Start (or go on) comparing before and after; answers come as <c>VerificationReported</c>.</summary>
public sealed record Verify(VerificationRequest Request) : KernelEffect;

/// <summary>Stop comparing.</summary>
public sealed record StopVerifying(string Remediation) : KernelEffect;

/// <summary>Tell a person; has no effect on the fleet.</summary>
/// <param name="Incident">Id of the incident.</param>
/// <param name="Text">What and why, and what was already tried.</param>
public sealed record TellPerson(string Incident, string Text) : KernelEffect;
