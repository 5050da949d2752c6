using Prunella.Contracts;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids a remedy that would leave too few healthy instances standing.</summary>
/// <remarks>
/// Intuition: count who would still stand if the remedy itself went wrong. Unknown counts as unhealthy; what a reflex or
/// an order has taken out does not stand. A floor rounds up. Only additional capacity counts: a target that serves nothing
/// (dead, or out already) costs nothing.
/// </remarks>
internal sealed class MinHealthyGuardrail : IGuardrail
{
    public string Name => "min-healthy";

    public Reason? Check(Proposal proposal, KernelState state, long at)
    {
        if (proposal.Target.Kind != SubjectKind.Instance || Fleet.ServesNothing(state, proposal.Target.Instance)) return null;
        var instances = Fleet.InstancesOf(state, proposal.Target.Service);
        var rules = proposal.Policy.Guardrails;
        var need = Math.Max(rules.MinHealthyCount, (instances.Length * rules.MinHealthyPerMille + 999) / 1000);
        var left = instances.Count(i => i != proposal.Target.Instance && Fleet.Stands(state, i));
        return left < need ? Reason.Of(ReasonCodes.MinHealthy, ("left", $"{left}"), ("need", $"{need}")) : null;
    }
}
