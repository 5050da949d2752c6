using Prunella.Kernel.Recipes;
using Prunella.Runtime.Views;

namespace Prunella.Runtime.Tuning;

/// <summary>Proposes a longer lease where changes are held for so long that renewing them is most of what is
/// done.</summary>
/// <remarks>At least three held remedies, half of them for ten leases and more: then a lease of a fifth of that time,
/// so that some ten renewals do, and never more than half of the longest hold.</remarks>
internal static class LeaseRule
{
    private const int Least = 3;
    private const int TooMany = 10;
    private const long Step = 30_000_000_000;

    public static IEnumerable<Change> Changes(Experience experience)
    {
        foreach (var recipe in experience.Policies.Recipes.Where(r => r.LeaseNanos > 0))
        {
            var held = experience.Remedies.Where(r => r.Recipe == recipe.Name && r.HeldNanos > 0).ToArray();
            if (held.Length < Least) continue;
            var half = Experience.Quantile(held.Select(r => r.HeldNanos), 50);
            if (half < TooMany * recipe.LeaseNanos) continue;
            var to = Math.Min(half / 5 / Step * Step, recipe.MaxHoldNanos / 2 / Step * Step);
            if (to <= recipe.LeaseNanos) continue;
            yield return new Change(
                $"Recipe/{recipe.Name}", "spec.lease", DocumentWords.Duration(recipe.LeaseNanos), DocumentWords.Duration(to), Evidence(recipe, held, half, to));
        }
    }

    private static string[] Evidence(Recipe recipe, EndedRemedy[] held, long half, long to) =>
    [
        $"It was held {held.Length} times, half of them for {Numbers.Span(half)} and longer, and renewed {held.Sum(r => r.Renewals)} times in all.",
        $"When the healer is lost a change would stand for up to {Numbers.Span(to)} instead of {Numbers.Span(recipe.LeaseNanos)}.",
    ];
}
