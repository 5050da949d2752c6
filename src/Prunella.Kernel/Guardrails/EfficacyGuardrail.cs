using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids repeating what did not help: here in this incident, and everywhere once it
/// failed on two targets.</summary>
/// <remarks>Two within an hour: one failure may be the target's, two point at the remedy. The count
/// is chosen by feel.</remarks>
internal sealed class EfficacyGuardrail : IGuardrail
{
    /// <summary>How long a failure counts.</summary>
    public const long Hour = 3_600_000_000_000;
    private const int FailedTargets = 2;

    /// <summary>What was never carried out is not to blame, but it is not tried for ever either.</summary>
    private const int MostUntried = 2;

    public string Name => "efficacy";

    public Reason? Check(Proposal proposal, KernelState state, long at)
    {
        var recipe = proposal.Recipe.Name;
        var here = proposal.Incident.Tried
            .Where(t => t.Recipe == recipe && t.Target == proposal.Target.Text && !t.Helped).ToArray();
        if (here.Any(t => t.CarriedOut) || here.Length >= MostUntried)
            return Reason.Of(ReasonCodes.TriedHere, ("recipe", recipe));
        var targets = FailedOn(recipe, state, at);
        return targets.Length >= FailedTargets
            ? Reason.Of(ReasonCodes.FailsEverywhere, ("recipe", recipe), ("targets", $"{targets.Length}"))
            : null;
    }

    /// <summary>When the last failure is an hour old; 0 when there is none.</summary>
    public static long Until(Proposal proposal, KernelState state) =>
        state.Failures.Where(f => f.Recipe == proposal.Recipe.Name).Select(f => f.At + Hour).DefaultIfEmpty(0).Max();

    private static string[] FailedOn(string recipe, KernelState state, long at) =>
        [.. state.Failures.Where(f => f.Recipe == recipe && f.At > at - Hour).Select(f => f.Target).Distinct()];
}
