using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;

namespace Prunella.Runtime.Loop;

/// <summary>Something that is tried again and again.</summary>
/// <param name="Kind">What is tried.</param>
/// <param name="Subject">On what the recipe would act.</param>
/// <param name="EveryNanos">How often.</param>
/// <param name="Requests">How many requests to each place.</param>
public sealed record PlannedRehearsal(RehearsalKind Kind, Subject Subject, long EveryNanos, int Requests);

/// <summary>What the recipes of a policy set ask to be tried.</summary>
public static class RehearsalPlan
{
    /// <summary>Each place once, as often as the most impatient of its recipes asks; by kind and subject.</summary>
    /// <param name="sets">Those in force, and one that is staged.</param>
    public static IReadOnlyList<PlannedRehearsal> Of(params IReadOnlyList<PolicySet> sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        var asked =
            from set in sets
            from policy in set.Policies
            from name in policy.Remedies
            from recipe in set.Recipes
            where recipe.Name == name && recipe.Rehearsal is not null
            from service in policy.Services()
            from subject in Subjects(set, recipe.Rehearsal!.Kind, service)
            where policy.Covers(subject)
            group recipe.Rehearsal! by (recipe.Rehearsal!.Kind, subject);
        return
        [
            .. asked.OrderBy(a => a.Key.Kind).ThenBy(a => a.Key.subject).Select(a => new PlannedRehearsal(
                a.Key.Kind, a.Key.subject, a.Min(r => r.EveryNanos), a.Max(r => r.Requests))),
        ];
    }

    private static IEnumerable<Subject> Subjects(PolicySet set, RehearsalKind kind, ServiceId service) => kind switch
    {
        RehearsalKind.Reply => set.Dependencies
            .Where(d => d.Id.Callee == service && d.HasFallback && d.Gateway.Length > 0).Select(d => Subject.Of(d.Id)),
        _ => set.Services.Where(s => s.Id == service).SelectMany(s => s.Instances).Select(i => Subject.Of(i.Id)),
    };
}
