using Prunella.Contracts;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids touching what a broken invariant concerns: traffic stays as it stands, a person decides.</summary>
internal sealed class HandsOffGuardrail : IGuardrail
{
    public string Name => "hands-off";

    public Reason? Check(Proposal proposal, KernelState state, long at) => Brake(state, proposal.Target.Service);

    public static Reason? Brake(KernelState state, ServiceId service) =>
        state.HandsOff.Contains("*") || state.HandsOff.Contains(service.ToString())
            ? Reason.Of(ReasonCodes.HandsOff, ("service", service.ToString()))
            : null;
}
