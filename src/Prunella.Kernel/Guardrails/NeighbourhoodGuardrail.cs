using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids a second remediation among services that already have one: their effects could
/// not be told apart.</summary>
internal sealed class NeighbourhoodGuardrail : IGuardrail
{
    public string Name => "neighbourhood";

    public Reason? Check(Proposal proposal, KernelState state, long at)
    {
        foreach (var remediation in state.Remediations.Values.Where(r => !r.Waits()))
        {
            var services = state.Incidents.TryGetValue(remediation.Incident, out var incident)
                ? incident.Neighbourhood
                : [remediation.Target.Service];
            if (services.Contains(proposal.Target.Service) || services.Intersect(proposal.Incident.Neighbourhood).Any())
                return Reason.Of(ReasonCodes.Neighbourhood, ("remediation", remediation.Id));
        }
        return null;
    }
}
