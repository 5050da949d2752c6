using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids more remediations per window than the policy's and the fleet's budgets hold.</summary>
/// <remarks>The proposal's own event is the reservation, in the same record as the intent: two
/// decisions cannot spend one unit.</remarks>
internal sealed class BudgetGuardrail : IGuardrail
{
    public string Name => "budget";

    public Reason? Check(Proposal proposal, KernelState state, long at) =>
        Over("policy", proposal.Policy.Guardrails.Budget, OfPolicy(proposal, state), at)
        ?? Over("fleet", state.Policies.Set.Fleet.Budget, state.Spent, at);

    /// <summary>When both budgets have a unit again; 0 when they have one now.</summary>
    public static long Until(Proposal proposal, KernelState state, long at) => Math.Max(
        Until(proposal.Policy.Guardrails.Budget, OfPolicy(proposal, state), at),
        Until(state.Policies.Set.Fleet.Budget, state.Spent, at));

    private static IEnumerable<Spent> OfPolicy(Proposal proposal, KernelState state) =>
        state.Spent.Where(s => s.Policy == proposal.Policy.Name);

    private static long Until(ActionBudget budget, IEnumerable<Spent> spent, long at)
    {
        var counting = spent.Where(s => s.At > at - budget.PerNanos).ToArray();
        var tooMany = counting.Length - budget.Remediations;
        // A budget of nothing never has a unit again.
        return tooMany < 0 || budget.Remediations <= 0 ? 0 : counting[tooMany].At + budget.PerNanos;
    }

    private static Reason? Over(string name, ActionBudget budget, IEnumerable<Spent> spent, long at)
    {
        var count = spent.Count(s => s.At > at - budget.PerNanos);
        return count >= budget.Remediations
            ? Reason.Of(ReasonCodes.Budget, ("budget", name), ("spent", $"{count}"), ("of", $"{budget.Remediations}"))
            : null;
    }
}
