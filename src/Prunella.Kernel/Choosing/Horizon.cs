using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Policies;
using Prunella.Kernel.State;
using Prunella.Kernel.Trust;

namespace Prunella.Kernel.Choosing;

/// <summary>When what was said of remedies may change with time alone: units of budgets come back, pauses and windows
/// end or begin, what was learnt fades and expires.</summary>
/// <remarks>Until then, and while nothing is said that touches them, weighing them again would say the same.</remarks>
internal static class Horizon
{
    private const long Minute = 60_000_000_000;

    /// <summary>Names all these times.</summary>
    public static void Note(Deliberation d, IEnumerable<Proposal> proposals)
    {
        var fleet = d.State.Policies.Set.Fleet;
        foreach (var spent in d.State.Spent) Ahead(d, spent.At + fleet.Budget.PerNanos);
        foreach (var failure in d.State.Failures) Ahead(d, failure.At + EfficacyGuardrail.Hour);
        var hasWindows = fleet.FreezeWindows is { Count: > 0 };
        foreach (var proposal in proposals)
        {
            if (proposal.Misfit is not null) continue;
            var budget = proposal.Policy.Guardrails.Budget;
            foreach (var spent in d.State.Spent) Ahead(d, spent.At + budget.PerNanos);
            Ahead(d, CooldownGuardrail.Until(proposal, d.State));
            Learnt(d, proposal);
            hasWindows |= HasWindows(d.State, proposal);
        }
        // Windows begin and end with whole minutes.
        if (hasWindows) d.LookAgain((d.At / Minute + 1) * Minute);
    }

    private static void Learnt(Deliberation d, Proposal proposal)
    {
        var known = Records.Known(d.State, proposal.Recipe, proposal.Suspect.Fault, proposal.Target.Service);
        if (known is not null)
            Ahead(d, known.FadedTo + (Decay.Hours(known.FadedTo, d.At) + 1) * Decay.Hour);
        if (d.State.Policies.Set.Fleet.Trust is TrustRule.Earned && Earned.Find(proposal, d.State) is { } trust)
            Ahead(d, trust.ExpiresAt);
    }

    private static bool HasWindows(KernelState state, Proposal proposal)
    {
        if (proposal.Policy.Guardrails.FreezeWindows is { Count: > 0 }) return true;
        foreach (var policy in state.Policies.PoliciesFor(proposal.Target.Service))
        {
            if (policy.Guardrails.FreezeWindows is { Count: > 0 }) return true;
        }
        return false;
    }

    private static void Ahead(Deliberation d, long at)
    {
        if (at > d.At) d.LookAgain(at);
    }
}
