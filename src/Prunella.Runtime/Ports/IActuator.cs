using Prunella.Contracts;

namespace Prunella.Runtime.Ports;

/// <summary>What an actuator can do and promise.</summary>
/// <param name="Name">Stable name that orders carry.</param>
/// <param name="Verbs">Verbs it carries out.</param>
/// <param name="Fenced">True when the target itself compares the epoch; unfenced actuators run with narrow
/// caps.</param>
public sealed record ActuatorDescription(string Name, IReadOnlyList<Verb> Verbs, bool Fenced);

/// <summary>Carries out orders on one kind of target.</summary>
/// <remarks>
/// Contract, checked for every implementation by the suite in tests/Prunella.PortContracts:
/// <list type="bullet">
/// <item>Apply is idempotent by <see cref="RemediationOrder.Id"/>: a second call has no second effect and gives
/// the same outcome.</item>
/// <item>An order past its expiry, or of a lower epoch than one already seen, fails and has no effect.</item>
/// <item>Apply and Revert never throw for what the world does: they answer succeeded, failed or unknown.
/// Unknown means that the effect may have happened; it is never retried blindly.</item>
/// <item>Observe reads the target, not a memory of having acted.</item>
/// <item>Only <c>EffectDispatcher</c> calls it; calls for one subject do not overlap.</item>
/// </list>
/// </remarks>
public interface IActuator
{
    /// <summary>What it can do.</summary>
    ActuatorDescription Describe();

    /// <summary>Carries out an order.</summary>
    Task<OrderOutcome> ApplyAsync(RemediationOrder order, CancellationToken cancellation);

    /// <summary>Takes an order back; succeeded also when nothing of it was in effect.</summary>
    /// <param name="order">The order as it was issued.</param>
    /// <param name="revertId">Id under which the outcome is reported.</param>
    /// <param name="cancellation">Ends the wait; the outcome is then unknown.</param>
    Task<OrderOutcome> RevertAsync(RemediationOrder order, string revertId, CancellationToken cancellation);

    /// <summary>True: the target holds the order's effect; false: it does not; null: it cannot be read.</summary>
    Task<bool?> ObserveAsync(RemediationOrder order, CancellationToken cancellation);
}
