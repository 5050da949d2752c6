using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids a remedy that would leave too few healthy instances standing.</summary>
/// <remarks>
/// Intuition: count who would still stand if the remedy itself went wrong. Unknown counts as unhealthy; what a reflex
/// or an order has taken out does not stand, and of what is shifted away in part only the rest does. A floor rounds
/// up. Only additional capacity counts: a target that serves nothing (dead, or out already) costs nothing. A floor
/// belongs to the service: the highest of all policies that may act on it holds for each of them, or the sum of two
/// policies could go below either.
/// </remarks>
internal sealed class MinHealthyGuardrail : IGuardrail
{
    public string Name => "min-healthy";

    public Reason? Check(Proposal proposal, KernelState state, long at)
    {
        if (!Fleet.CostsCapacity(proposal, state)) return null;
        var instances = Fleet.MembersOf(state, proposal.Target.Service);
        var need = Fleet.ActingOn(proposal, state).Max(p => FloorOf(p.Guardrails, instances.Length));
        var left = instances.Where(i => Fleet.Stands(state, i))
            .Sum(i => 1000L - Fleet.TakenWith(proposal, state, i));
        return left < need * 1000L
            ? Reason.Of(ReasonCodes.MinHealthy, ("left", $"{left / 1000}"), ("need", $"{need}"))
            : null;
    }

    public static int FloorOf(GuardrailRules rules, int instances) =>
        Math.Max(rules.MinHealthyCount, (instances * rules.MinHealthyPerMille + 999) / 1000);
}
