using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids the same remedy on the same target again at once; flapping doubles the pause each time.</summary>
/// <remarks>After a remedy that did not help the next one may follow at once: the ladder of
/// remedies is no flapping.</remarks>
internal sealed class CooldownGuardrail : IGuardrail
{
    private const long Second = 1_000_000_000;

    public string Name => "cooldown";

    public Reason? Check(Proposal proposal, KernelState state, long at)
    {
        if (Until(proposal, state) <= at) return null;
        var pause = proposal.Policy.Guardrails.CooldownNanos << state.Targets[proposal.Target.Text].Flaps;
        return Reason.Of(ReasonCodes.Cooldown, ("pause", $"{(pause + Second - 1) / Second}"));
    }

    /// <summary>When the pause is over; 0 when there is none.</summary>
    public static long Until(Proposal proposal, KernelState state)
    {
        if (proposal.Incident.Tried.LastOrDefault(t => t.Target == proposal.Target.Text) is { Helped: false }) return 0;
        return state.Targets.TryGetValue(proposal.Target.Text, out var history)
            && history.Recipe == proposal.Recipe.Name
            ? history.EndedAt + (proposal.Policy.Guardrails.CooldownNanos << history.Flaps)
            : 0;
    }
}
