using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;
using Prunella.Runtime.Configuration.Documents;

namespace Prunella.Runtime.Configuration;

/// <summary>A policy in words: for whom it is, what is acceptable, what counts as recovered and by when, what is done,
/// and what happens otherwise.</summary>
/// <param name="Name">Of the policy.</param>
/// <param name="Owner">Who answers for it, or empty.</param>
/// <param name="Runbook">Where a person reads on, or empty.</param>
/// <param name="ReviewBy">The day by which a person looks at it again, or empty.</param>
/// <param name="ForWhom">Whom it selects.</param>
/// <param name="Acceptable">What is acceptable.</param>
/// <param name="Recovered">What counts as recovered.</param>
/// <param name="ByWhen">By when.</param>
/// <param name="Remedies">What may be done, in order.</param>
/// <param name="Bounds">Within which bounds.</param>
/// <param name="Otherwise">What happens otherwise.</param>
public sealed record PolicyExplanation(
    string Name, string Owner, string Runbook, string ReviewBy, string ForWhom, string Acceptable, string Recovered,
        string ByWhen,
    IReadOnlyList<string> Remedies, string Bounds, string Otherwise)
{
    /// <summary>Explains every policy of a set, by name.</summary>
    public static IReadOnlyList<PolicyExplanation> Of(PolicySet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return [.. set.Policies.Select(p => Of(set, p))];
    }

    /// <summary>As Markdown, a section per policy.</summary>
    public string Markdown() => $"""
        ## {Name}

        - **For whom**: {ForWhom}
        - **What is acceptable**: {Acceptable}
        - **What counts as recovered**: {Recovered}
        - **By when**: {ByWhen}
        - **What is done**:{(Remedies.Count == 0 ? " nothing" : "")}{string.Concat(Remedies.Select((r, i) => $"\n  {i + 1}. {r}"))}
        - **Within which bounds**: {Bounds}
        - **What happens otherwise**: {Otherwise}
        - **Who owns it**: {(Owner.Length > 0 ? Owner : "nobody is named")}{(Runbook.Length > 0 ? $"; runbook: {Runbook}" : "")}{(ReviewBy.Length > 0 ? $"; to be reviewed by {ReviewBy}" : "")}

        """;

    private static PolicyExplanation Of(PolicySet set, Policy policy)
    {
        Recipe[] recipes = [.. policy.Remedies
            .Select(r => set.Recipes.FirstOrDefault(x => x.Name == r)).OfType<Recipe>()];
        return new PolicyExplanation(
            policy.Name, policy.Owner, policy.Runbook, policy.ReviewBy ?? "", ForWhomOf(policy),
            ObjectiveWords.Acceptable(policy), ObjectiveWords.Recovered(policy), ByWhenOf(policy, recipes),
            [.. recipes.Select(RecipeWords.Of)], BoundsOf(policy), OtherwiseOf(policy));
    }

    private static string ForWhomOf(Policy policy)
    {
        var services = string.Join(", ", policy.Services());
        if (policy.Selection?.Instances is { } instances) return $"of {services} the instances {string.Join(", ", instances.Select(i => i.Name))}";
        return policy.Selection?.Dependencies is { } routes
            ? $"the routes {string.Join(", ", routes.Select(r => $"{r.Caller} to {r.Callee}"))}"
            : services;
    }

    private static string ByWhenOf(Policy policy, Recipe[] recipes)
    {
        var judged = recipes.Where(r => r.Steps.Any(s => s.Verb != Verb.Page))
            .Select(r => r.SettleNanos + r.WithinNanos).ToArray();
        var each = judged.Length == 0 ? "no remedy sets a time"
            : $"each remedy has {Range(judged)} after its last step to show that it helped";
        return policy.Goal is { } goal
            ? $"within {Quantities.Say(goal.WithinNanos)} of the beginning of the trouble{(goal.RecoversPerMille > 0 ? $", each remedy taking at least {Share(goal.RecoversPerMille)} of the excess away" : "")}; {each}"
            : $"no goal is set; {each}";
    }

    private static string BoundsOf(Policy policy)
    {
        var g = policy.Guardrails;
        var floor = g.MinHealthyCount > 0 ? $"{g.MinHealthyCount}" : Share(g.MinHealthyPerMille);
        return $"at most {Share(g.BlastRadiusPerMille)} of the instances out at once, at least {floor} healthy; {g.Budget.Remediations} remediations per {Quantities.Say(g.Budget.PerNanos)}; {Quantities.Say(g.CooldownNanos)} between two on the same target; nothing before {Quantities.Say(g.HoldDownNanos)} of trouble, a death excepted";
    }

    private static string OtherwiseOf(Policy policy)
    {
        var who = policy.Owner.Length > 0 ? $" ({policy.Owner})" : "";
        var mode = policy.Mode switch
        {
            Mode.Act => "",
            Mode.Approve => "nothing is done before a person has approved it; ",
            Mode.Suggest => "nothing is done, a person is told what could be; ",
            _ => "nothing is done, what would have been is written down; ",
        };
        var goal = policy.Goal is { } g ? $", or when {Quantities.Say(g.WithinNanos)} have passed" : "";
        return $"{mode}a remedy that does not help is taken back and the next one is tried; when none is left or allowed{goal}, a person is told{who} with what was seen and tried";
    }

    private static string Range(long[] nanos) =>
        nanos.Min() == nanos.Max() ? Quantities.Say(nanos[0]) : $"{Quantities.Say(nanos.Min())} to {Quantities.Say(nanos.Max())}";

    private static string Share(int perMille) => ObjectiveWords.Share(perMille);
}
