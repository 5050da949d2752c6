using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids what cannot be taken back: that needs a person, whatever the policy says.</summary>
internal sealed class IrreversibleGuardrail : IGuardrail
{
    public string Name => "irreversible";

    public Reason? Check(Proposal proposal, KernelState state, long at) =>
        proposal.Recipe.Disruption == Disruption.Irreversible ? Reason.Of(ReasonCodes.Irreversible) : null;
}
