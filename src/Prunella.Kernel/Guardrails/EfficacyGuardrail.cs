using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids repeating what did not help: here in this incident, and everywhere once it failed on two targets.</summary>
/// <remarks>Two within an hour: one failure may be the target's, two point at the remedy. The count is chosen by feel.</remarks>
internal sealed class EfficacyGuardrail : IGuardrail
{
    private const long Hour = 3_600_000_000_000;
    private const int FailedTargets = 2;

    public string Name => "efficacy";

    public Reason? Check(Proposal proposal, KernelState state, long at)
    {
        var recipe = proposal.Recipe.Name;
        if (proposal.Incident.Tried.Any(t => t.Recipe == recipe && t.Target == proposal.Target.Text && !t.Helped))
            return Reason.Of(ReasonCodes.TriedHere, ("recipe", recipe));
        var targets = state.Failures.Where(f => f.Recipe == recipe && f.At > at - Hour).Select(f => f.Target).Distinct().Count();
        return targets >= FailedTargets
            ? Reason.Of(ReasonCodes.FailsEverywhere, ("recipe", recipe), ("targets", $"{targets}"))
            : null;
    }
}
