using Prunella.Contracts;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Choosing;

/// <summary>What waiting for more evidence is worth.</summary>
/// <remarks>
/// Intuition: whoever waits learns whether the suspect is the cause before he pays for the remedy. If it is (with
/// probability P) he acts then and gains efficacy less cost; if not, the cost is spared. Against that stands what the
/// trouble does meanwhile:
/// <code>waiting = P (efficacy - cost) - delay        acting = P efficacy - cost</code>
/// so waiting pays while (1 - P) cost is above the delay: never for what costs little, and for what costs much only
/// while the suspect is unsure. The delay grows by 10 a second from 60 at the incident's opening: evidence that has not
/// come in half a minute will not come. With 60 nothing of low or medium disruption waits on a suspect that is
/// likelier than not; both numbers are chosen by feel. What is positively dead is not waited for.
/// </remarks>
internal static class Waiting
{
    private const long Second = 1_000_000_000;
    private const int Begin = 60;
    private const int PerSecond = 10;

    /// <summary>No trouble that is still open is waited on for longer; keeps the arithmetic small.</summary>
    private const long Longest = 1000;

    /// <summary>What the trouble has cost since the incident was opened, and costs until there is more
    /// evidence.</summary>
    public static int Delay(Incidents.Incident incident, long at) =>
        Begin + PerSecond * (int)Math.Clamp((at - incident.OpenedAt) / Second, 0, Longest);

    /// <summary>When the delay grows next.</summary>
    public static long NextChange(Incidents.Incident incident, long at) =>
        incident.OpenedAt + (Math.Max(0, (at - incident.OpenedAt) / Second) + 1) * Second;

    /// <summary>The expected gain of waiting, or null where no more evidence can be waited for.</summary>
    public static int? PerMille(Proposal proposal, Gain gain, KernelState state, long at)
    {
        var target = proposal.Target;
        if (target.Kind == SubjectKind.Instance && Fleet.IsDead(state, target)) return null;
        return gain.Probability * (gain.Efficacy - gain.Cost) / 1000 - Delay(proposal.Incident, at);
    }

    /// <summary>When waiting will not be worth more any longer than the best of acting and doing nothing.</summary>
    public static long Until(Proposal proposal, Gain gain)
    {
        var free = gain.Probability * (gain.Efficacy - gain.Cost) / 1000 - Begin - Math.Max(0, gain.PerMille);
        return proposal.Incident.OpenedAt + (free + PerSecond - 1) / PerSecond * Second;
    }
}
