using System.Collections.Immutable;

using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Choosing;

/// <summary>Which of the admitted remedies promises most, and whether that is more than doing nothing or
/// waiting.</summary>
/// <param name="Best">The remedy that promises most, or null when there is none at all.</param>
/// <param name="Instead">Why it is not done, or null when it is.</param>
/// <param name="AskAgainAt">When to weigh again although nothing new was said; 0 for never.</param>
/// <param name="Alternatives">What else could be done, with its expected gain; empty when there is no remedy.</param>
/// <remarks>
/// The greatest expected gain wins; among those within <see cref="NearTie"/> of it the smallest disruption does, then
/// the likelier suspect, then the order of the policy, then the exact gain, and at last names: so the order in which
/// remedies were thought of decides nothing. A near tie is measured from the greatest gain alone, because nearness does
/// not carry over from one pair to the next.
/// </remarks>
internal sealed record Choice(
    Proposal? Best, Reason? Instead, long AskAgainAt, ImmutableArray<Reason> Alternatives)
{
    /// <summary>Three hundredths of a sure cure: less than the bound moves with one outcome of a young record, so what
    /// is smaller is no knowledge.</summary>
    public const int NearTie = 30;

    /// <summary>Chooses among admitted remedies.</summary>
    public static Choice Among(IReadOnlyList<Proposal> admitted, KernelState state, long at)
    {
        if (First(admitted, state, at) is not { } best) return new Choice(null, null, 0, []);
        var (proposal, gain) = best;
        var waiting = Waiting.PerMille(proposal, gain, state, at);
        ImmutableArray<Reason> alternatives =
        [
            Reason.Of(ReasonCodes.DoingNothing, ("gain", "0")),
            .. waiting is { } worth
                ? [Reason.Of(ReasonCodes.WaitingGain, ("gain", $"{worth}"), ("delay", $"{Waiting.Delay(proposal.Incident, at)}"))]
                : ImmutableArray<Reason>.Empty,
        ];
        if (waiting > Math.Max(0, gain.PerMille))
        {
            var until = Waiting.Until(proposal, gain);
            var seconds = (until - proposal.Incident.OpenedAt) / 1_000_000_000;
            return new Choice(proposal, Reason.Of(ReasonCodes.Waits, ("recipe", proposal.Recipe.Name), ("seconds", $"{seconds}")), until, alternatives);
        }
        var instead = gain.PerMille > 0 ? null : Reason.Of(ReasonCodes.NoGain, ("recipe", proposal.Recipe.Name));
        return new Choice(proposal, instead, 0, alternatives);
    }

    /// <summary>The remedy that promises most, whether or not it promises anything.</summary>
    public static (Proposal Proposal, Gain Gain)? First(IReadOnlyList<Proposal> proposals, KernelState state, long at)
    {
        if (proposals.Count == 0) return null;
        var weighed = proposals.Select(p => (Proposal: p, Gain: Gain.Of(p, state, at))).ToArray();
        var most = weighed.Max(w => w.Gain.PerMille);
        // What promises nothing is no tie with what does, however near.
        var least = most > 0 ? Math.Max(1, most - NearTie) : most;
        return weighed.Where(w => w.Gain.PerMille >= least)
            .OrderBy(w => w.Proposal.Recipe.Disruption)
            .ThenByDescending(w => w.Gain.Probability)
            .ThenBy(w => Place(w.Proposal))
            .ThenByDescending(w => w.Gain.PerMille)
            .ThenBy(w => w.Proposal.Recipe.Name, StringComparer.Ordinal)
            .ThenBy(w => w.Proposal.Target)
            .ThenBy(w => w.Proposal.Policy.Name, StringComparer.Ordinal)
            .First();
    }

    /// <summary>The policy's own order.</summary>
    private static int Place(Proposal proposal)
    {
        var place = 0;
        foreach (var name in proposal.Policy.Remedies)
        {
            if (name == proposal.Recipe.Name) break;
            place++;
        }
        return place;
    }
}
