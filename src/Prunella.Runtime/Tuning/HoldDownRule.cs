using Prunella.Kernel.Policies;
using Prunella.Runtime.Views;

namespace Prunella.Runtime.Tuning;

/// <summary>Proposes a longer hold-down where most incidents are over before anything could be done.</summary>
/// <remarks>
/// At least five incidents on the policy's service, half of which passed by themselves without a remedy: then a
/// hold-down that outlasts four in five of those. Never more than a minute: what passes later than that is worth
/// knowing.
/// </remarks>
internal static class HoldDownRule
{
    private const int Least = 5;
    private const long Longest = 60_000_000_000;
    private const long Step = 100_000_000;

    public static IEnumerable<Change> Changes(Experience experience)
    {
        foreach (var policy in experience.Policies.Policies)
        {
            var all = experience.Incidents.Where(i => Concerns(i, policy)).ToArray();
            var passed = all.Where(i => i is { Outcome: "cleared-by-itself", Remedies: 0 }).ToArray();
            if (all.Length < Least || passed.Length * 2 < all.Length) continue;
            var lasted = Experience.Quantile(passed.Select(i => i.LastedNanos), 80);
            var to = (lasted + Step) / Step * Step;
            var from = policy.Guardrails.HoldDownNanos;
            if (to <= from || to > Longest) continue;
            yield return new Change(
                $"Policy/{policy.Name}", "spec.guardrails.holdDown", DocumentWords.Duration(from), DocumentWords.Duration(to),
                [
                    $"{passed.Length} of {all.Length} incidents on {string.Join(", ", policy.Services())} passed by themselves without a remedy, four in five of them within {Numbers.Span(lasted)}.",
                    $"The other {all.Length - passed.Length} would have been opened {Numbers.Span(to - from)} later.",
                ]);
        }
    }

    private static bool Concerns(EndedIncident incident, Policy policy) => incident.Complaints.Any(c =>
        policy.Services().Contains(c.Service) && (c.Objective.Length == 0 || c.Objective == policy.Name));
}
