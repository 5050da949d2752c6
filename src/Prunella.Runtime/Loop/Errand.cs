using Prunella.Contracts;
using Prunella.Kernel.Inputs;
using Prunella.Runtime.Ports;

namespace Prunella.Runtime.Loop;

/// <summary>What kind of call an errand makes.</summary>
internal enum ErrandKind
{
    /// <summary>Carry out an order.</summary>
    Apply,

    /// <summary>Prolong a lease: passes a freeze, because it changes nothing.</summary>
    Renew,

    /// <summary>Take back: passes a freeze and an expiry, because it only moves towards the
    /// baseline.</summary>
    Revert,

    /// <summary>Read the target.</summary>
    Observe,
}

/// <summary>One call of an actuator.</summary>
/// <param name="Kind">What kind of call.</param>
/// <param name="Order">The order.</param>
/// <param name="AnswerId">Under which id its outcome is reported: the order's own, or the reverting
/// one's.</param>
internal sealed record Errand(ErrandKind Kind, RemediationOrder Order, string AnswerId)
{
    public KernelInput Answer(OutcomeKind outcome, string detail)
    {
        var cut = detail.Length > 300 ? detail[..300] : detail;
        return Kind == ErrandKind.Observe
            ? new TargetObserved(AnswerId, null, cut)
            : new OrderAnswered(new OrderOutcome(AnswerId, outcome, cut));
    }

    /// <summary>Makes the call; the answer is an input for the loop.</summary>
    public async Task<KernelInput> CallAsync(IActuator actuator, CancellationToken cancellation)
    {
        switch (Kind)
        {
            case ErrandKind.Observe:
                var holds = await actuator.ObserveAsync(Order, cancellation);
                var detail = holds is { } yes ? (yes ? "the target holds it" : "the target does not hold it") : "the target cannot be read";
                return new TargetObserved(AnswerId, holds, detail);
            case ErrandKind.Revert:
                var reverted = await actuator.RevertAsync(Order, AnswerId, cancellation);
                return Answer(reverted.Kind, reverted.Detail);
            default:
                var applied = await actuator.ApplyAsync(Order, cancellation);
                return Answer(applied.Kind, applied.Detail);
        }
    }
}
