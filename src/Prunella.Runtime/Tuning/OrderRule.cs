using Prunella.Kernel.Policies;
using Prunella.Kernel.Trust;
using Prunella.Runtime.Views;

namespace Prunella.Runtime.Tuning;

/// <summary>Proposes another order where a remedy further down helps clearly more, and disturbs no more.</summary>
/// <remarks>Both with at least three outcomes against a fault that both serve, bounds at least a tenth apart. The order
/// decides only among near equals, but it is what people read.</remarks>
internal static class OrderRule
{
    private const int Least = 3;
    private const int Apart = 100;

    public static IEnumerable<Change> Changes(Experience experience)
    {
        foreach (var policy in experience.Policies.Policies)
        {
            if (FirstSwap(experience, policy) is not { } swap) continue;
            var to = policy.Remedies.ToList();
            to.Remove(swap.Better.Recipe);
            to.Insert(to.IndexOf(swap.Worse.Recipe), swap.Better.Recipe);
            yield return new Change(
                $"Policy/{policy.Name}", "spec.remedies", DocumentWords.List(policy.Remedies), DocumentWords.List(to),
                [
                    $"Against {Words.Fault(swap.Better.Fault)} {Said(swap.Better)}, {Said(swap.Worse)}.",
                    "It disturbs no more; where gains differ by more than a near tie the order decides nothing.",
                ]);
        }
    }

    private static (Standing Better, Standing Worse)? FirstSwap(Experience experience, Policy policy)
    {
        var known = experience.Standings.Where(s => s.Policy == policy.Name && s.Outcomes >= Least).ToArray();
        var pairs = from worse in known
                    from better in known
                    where better.Fault == worse.Fault && Place(policy, better) > Place(policy, worse)
                        && better.LowerBoundPerMille >= worse.LowerBoundPerMille + Apart
                        && Disruption(experience, better) <= Disruption(experience, worse)
                    select (better, worse);
        return pairs.Select(p => ((Standing, Standing)?)p).FirstOrDefault();
    }

    private static int Place(Policy policy, Standing standing) => policy.Remedies.ToList().IndexOf(standing.Recipe);

    private static int Disruption(Experience experience, Standing standing) =>
        (int)experience.Policies.Recipes.First(r => r.Name == standing.Recipe).Disruption;

    private static string Said(Standing s) => $"{s.Recipe} helps in {Numbers.Share(s.LowerBoundPerMille)} at least ({s.Outcomes} outcomes)";
}
