using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids touching what a broken invariant concerns: traffic stays as it stands, a person decides.</summary>
internal sealed class HandsOffGuardrail : IGuardrail
{
    public string Name => "hands-off";

    public Reason? Check(Proposal proposal, KernelState state, long at)
    {
        var service = proposal.Target.Service.ToString();
        return state.HandsOff.Contains("*") || state.HandsOff.Contains(service)
            ? Reason.Of(ReasonCodes.HandsOff, ("service", service))
            : null;
    }
}
