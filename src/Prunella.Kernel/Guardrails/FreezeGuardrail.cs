using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids everything new while a brake is on.</summary>
internal sealed class FreezeGuardrail : IGuardrail
{
    public string Name => "freeze";

    public Reason? Check(Proposal proposal, KernelState state, long at) => Brake(state);

    public static Reason? Brake(KernelState state) => state.Freezes.IsEmpty
        ? null
        : Reason.Of(ReasonCodes.Frozen, ("source", state.Freezes.Values.First().Source), ("by", state.Freezes.Values.First().By));
}
