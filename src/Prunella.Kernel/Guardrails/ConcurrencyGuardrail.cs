using Prunella.Kernel.Reasons;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids more remediations at once than the fleet allows; one that only holds a helpful
/// change, or waits for a person, does not count.</summary>
internal sealed class ConcurrencyGuardrail : IGuardrail
{
    public string Name => "concurrency";

    public Reason? Check(Proposal proposal, KernelState state, long at)
    {
        var running = state.Remediations.Values.Count(r => r.State != RemediationState.Holding && !r.Waits());
        var cap = state.Policies.Set.Fleet.MaxConcurrent;
        return running >= cap ? Reason.Of(ReasonCodes.Concurrency, ("running", $"{running}"), ("cap", $"{cap}")) : null;
    }
}
