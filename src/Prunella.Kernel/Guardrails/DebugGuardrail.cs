using Prunella.Contracts;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids touching what a person has under debug.</summary>
internal sealed class DebugGuardrail : IGuardrail
{
    public string Name => "debug";

    public Reason? Check(Proposal proposal, KernelState state, long at) => Brake(state, proposal.Target);

    public static Reason? Brake(KernelState state, Subject target) => state.DebuggedBy(target) is { } silence
        ? Reason.Of(ReasonCodes.UnderDebug, ("subject", silence.Subject.ToString()), ("by", silence.By))
        : null;
}
