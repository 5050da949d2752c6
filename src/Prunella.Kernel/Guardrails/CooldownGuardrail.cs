using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids touching a target again at once; flapping doubles the pause each time.</summary>
/// <remarks>After a remedy that did not help the next one may follow at once: the ladder of remedies is no flapping.</remarks>
internal sealed class CooldownGuardrail : IGuardrail
{
    private const long Second = 1_000_000_000;

    public string Name => "cooldown";

    public Reason? Check(Proposal proposal, KernelState state, long at)
    {
        var left = Until(proposal, state) - at;
        return left > 0 ? Reason.Of(ReasonCodes.Cooldown, ("left", $"{(left + Second - 1) / Second}")) : null;
    }

    /// <summary>When the pause is over; 0 when there is none.</summary>
    public static long Until(Proposal proposal, KernelState state)
    {
        if (proposal.Incident.Tried.LastOrDefault(t => t.Target == proposal.Target.Text) is { Helped: false }) return 0;
        return state.Targets.TryGetValue(proposal.Target.Text, out var history)
            ? history.EndedAt + (proposal.Policy.Guardrails.CooldownNanos << history.Flaps)
            : 0;
    }
}
