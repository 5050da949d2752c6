using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids acting by itself in every mode but act; a person is told instead.</summary>
internal sealed class ModeGuardrail : IGuardrail
{
    public string Name => "mode";

    public Reason? Check(Proposal proposal, KernelState state, long at) =>
        proposal.Policy.Mode == Mode.Act ? null : Reason.Of(ReasonCodes.Mode, ("mode", $"{proposal.Policy.Mode}"));
}
