using Prunella.Kernel.Learning;
using Prunella.Runtime.Views;

namespace Prunella.Runtime.Tuning;

/// <summary>Proposes a higher threshold where a recipe fails on unlikely suspects and helps on likely ones.</summary>
/// <remarks>The lowest multiple of five percent below which at least four were tried and at most a quarter helped, and
/// above which at least four were tried and three in five helped. A lower threshold is never proposed: of what was not
/// tried nothing is known.</remarks>
internal static class ConfidenceRule
{
    private const int Step = 50;
    private const int Least = 4;

    public static IEnumerable<Change> Changes(Experience experience)
    {
        foreach (var recipe in experience.Policies.Recipes)
        {
            var judged = experience.Remedies
                .Where(r => r.Recipe == recipe.Name && r is { Probability: > 0, Outcome: not null }).ToArray();
            for (var to = (recipe.ConfidencePerMille / Step + 1) * Step; to < 1000; to += Step)
            {
                var below = judged.Where(r => r.Probability < to).ToArray();
                var above = judged.Where(r => r.Probability >= to).ToArray();
                if (below.Length < Least || above.Length < Least) continue;
                if (Helped(below) * 4 > below.Length || Helped(above) * 5 < above.Length * 3) continue;
                yield return new Change(
                    $"Recipe/{recipe.Name}", "spec.for.confidence", DocumentWords.Share(recipe.ConfidencePerMille), DocumentWords.Share(to),
                    [
                        $"On suspects less than {Numbers.Share(to)} likely it helped in {Helped(below)} of {below.Length} cases, on likelier ones in {Helped(above)} of {above.Length}.",
                        $"In the {Helped(below)} of {below.Length} cases a person would have been needed.",
                    ]);
                break;
            }
        }
    }

    private static int Helped(EndedRemedy[] remedies) =>
        remedies.Count(r => r.Outcome is Outcome.Helped or Outcome.SeemedToHelp);
}
