namespace Prunella.Contracts;

/// <summary>One step of a remediation, sent out: idempotent by its id, fenced by its epoch, dead after its
/// expiry.</summary>
/// <param name="Id">Journal birth id, epoch and step: <c>3f9a01c2.e4.i7.r2.s1</c>; never used twice, not even
/// by a restored backup.</param>
/// <param name="Fleet">For which fleet.</param>
/// <param name="Epoch">The loop's epoch: a target that has seen a higher one refuses.</param>
/// <param name="Verb">What to do.</param>
/// <param name="Subject">To whom: an instance, a dependency for breaker and fallback, a zone or region of a service
/// for a shift.</param>
/// <param name="Actuator">Name of the actuator that carries it out (<c>gateway</c>, <c>process</c>,
/// <c>page</c>).</param>
/// <param name="Amount">Weight in per mille, share moved away in per mille, trickle in requests per second, scale
/// count; 0 where the verb takes none.</param>
/// <param name="LeaseNanos">How long a temporary change may live from when the target got it; 0 for a lasting
/// one.</param>
/// <param name="ExpiresUnixNanos">After this the order must not be carried out any more.</param>
public sealed record RemediationOrder(
    string Id,
    FleetId Fleet,
    long Epoch,
    Verb Verb,
    Subject Subject,
    string Actuator,
    long Amount,
    long LeaseNanos,
    long ExpiresUnixNanos);

/// <summary>How an order ended.</summary>
public enum OutcomeKind
{
    /// <summary>Not known: reconcile by reading the target, never by a blind retry.</summary>
    Unknown,

    /// <summary>The target has it.</summary>
    Succeeded,

    /// <summary>The target refused or could not; nothing took effect.</summary>
    Failed,
}

/// <summary>The actuator's answer to an order.</summary>
/// <param name="OrderId">Which order.</param>
/// <param name="Kind">How it ended.</param>
/// <param name="Detail">For people: what the target said; no secrets, at most 300 characters.</param>
public sealed record OrderOutcome(string OrderId, OutcomeKind Kind, string Detail);
