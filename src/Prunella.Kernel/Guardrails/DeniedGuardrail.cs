using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids what a person has denied in this incident: nobody is asked twice the same.</summary>
internal sealed class DeniedGuardrail : IGuardrail
{
    public string Name => "denied";

    public Reason? Check(Proposal proposal, KernelState state, long at)
    {
        var no = proposal.Incident.Denied.FirstOrDefault(n =>
            n.Recipe == proposal.Recipe.Name && n.Target == proposal.Target.Text);
        return no is null ? null : Reason.Of(ReasonCodes.DeniedHere, ("recipe", no.Recipe), ("by", no.By));
    }
}
