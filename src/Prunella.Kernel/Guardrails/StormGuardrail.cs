using Prunella.Contracts;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids more than low disruption, and more than one remedy at a time, while much of the fleet is in trouble
/// at once.</summary>
/// <remarks>What hits many services together has a cause that no single remedy knows, and every restart adds to it.
/// Starting again what is positively dead adds nothing, and stays allowed one at a time.</remarks>
internal sealed class StormGuardrail : IGuardrail
{
    public string Name => "storm";

    public Reason? Check(Proposal proposal, KernelState state, long at)
    {
        if (state.Storm is not { } storm) return null;
        var isAlone = state.Remediations.Values.All(r => r.Waits() || r.State == RemediationState.Holding);
        var isMild = proposal.Recipe.Disruption <= Disruption.Low
            || proposal.Target.Kind == SubjectKind.Instance && Fleet.IsDead(state, proposal.Target);
        return isMild && isAlone
            ? null
            : Reason.Of(ReasonCodes.Storm, ("incidents", $"{storm.Incidents}"), ("services", $"{storm.Services}"));
    }
}
