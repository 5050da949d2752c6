using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;
using Prunella.Kernel.Trust;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids acting by itself in every effective mode but act; a person is told instead.</summary>
internal sealed class ModeGuardrail : IGuardrail
{
    public string Name => "mode";

    public Reason? Check(Proposal proposal, KernelState state, long at) =>
        EffectiveMode.Of(proposal, state, at) is { Mode: < Mode.Act } narrowed ? narrowed.Why : null;
}
