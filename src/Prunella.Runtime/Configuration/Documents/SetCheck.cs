using Prunella.Contracts;
using Prunella.Diagnosis.Ranking;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;
using Prunella.Runtime.Configuration.Documents.Declared;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Finds what a set of documents allows and can hardly mean: remedies that undo one another, that nothing
/// takes back, that nobody can reach, and promises that cannot be kept. Warnings only.</summary>
internal sealed class SetCheck(Drafts drafts, Problems problems)
{
    private const int Certain = 1000;

    /// <summary>What diagnosis names, and the places that decisions find behind its suspects.</summary>
    private static readonly IReadOnlyList<FaultKind> Ranked =
        [.. RankedFaults.All, FaultKind.ZoneDegraded, FaultKind.RegionDegraded];

    private readonly HashSet<string> _named = [.. drafts.Policies.SelectMany(p => p.Remedies).Select(r => r.Value)];
    private readonly ILookup<string, RecipeDraft> _recipes = drafts.Recipes.ToLookup(r => r.Recipe.Name);

    public void Run()
    {
        foreach (var recipe in drafts.Recipes) Recipe(recipe);
        foreach (var policy in drafts.Policies)
        {
            Budget(policy);
            Goal(policy);
        }
        foreach (var service in PoliciesByService()) Oscillating(service);
    }

    private void Recipe(RecipeDraft draft)
    {
        var recipe = draft.Recipe;
        if (!_named.Contains(recipe.Name))
            problems.Warn(draft.Place, "can never be reached: no policy names it", recipe.Name, "a policy that names it, or no such recipe");
        if (recipe.ConfidencePerMille >= Certain)
            problems.Warn(draft.Place, "can never be reached: no suspect is ever quite certain", "100%", "a confidence below 100%");
        if (recipe.Rollback is null && WithoutWayBack(recipe) is { } verb)
            problems.Warn(draft.Place, $"has no way back: nothing takes its {StepFields.KeyOf(verb)} back", recipe.Name, $"rollback: restore or person{(verb.Facts().Opposite is { } undoer ? $", a {StepFields.KeyOf(undoer)} after the {StepFields.KeyOf(verb)}" : "")}, or mode approve and a person who takes it back");
        foreach (var asked in (recipe.Preconditions ?? []).Where(c => !Preconditions.CanBeKnown(c.Kind)))
            problems.Warn(draft.Place, $"can never be used in this version: nobody can know its precondition {ConditionFields.KeyOf(asked.Kind)}", recipe.Name, "a recipe of your own without it, where you know that it is so");
        if (!recipe.Faults.Any(Ranked.Contains))
            problems.Warn(draft.Place, $"can never be used: diagnosis names none of its faults ({string.Join(", ", recipe.Faults.Select(Words.Of))}) in this version", recipe.Name, string.Join(", ", Ranked.Select(Words.Of)));
    }

    /// <summary>The last step that leaves something lasting behind which no later step undoes, or null.</summary>
    private static Verb? WithoutWayBack(Recipe recipe)
    {
        for (var i = recipe.Steps.Count - 1; i >= 0; i--)
        {
            var facts = recipe.Steps[i].Verb.Facts();
            var isUndone = recipe.Steps.Skip(i + 1).Any(s => Undo(facts.Verb, s.Verb));
            if (facts.Leaves == Leaves.Change && !isUndone) return facts.Verb;
        }
        return null;
    }

    /// <summary>What one does the other undoes.</summary>
    private static bool Undo(Verb one, Verb other) => one.Facts().Opposite == other || other.Facts().Opposite == one;

    /// <summary>A policy that may do more than the whole fleet may do is held by the fleet.</summary>
    private void Budget(PolicyDraft policy)
    {
        var (own, fleet) = (policy.Guardrails.Budget, (drafts.Fleet?.Rules ?? FleetRules.Default).Budget);
        var isWithin = (Int128)own.Remediations * fleet.PerNanos <= (Int128)fleet.Remediations * own.PerNanos;
        if (isWithin || policy.Remedies.Count == 0) return;
        problems.Warn(
            policy.Place, "has a budget that can never be used: the fleet allows less",
            $"{own.Remediations} per {Quantities.Say(own.PerNanos)}", $"at most {fleet.Remediations} per {Quantities.Say(fleet.PerNanos)}, or more for the fleet");
    }

    /// <summary>A remedy is judged only when its time is over.</summary>
    private void Goal(PolicyDraft policy)
    {
        if (policy.Goal is not { } goal) return;
        var recipes = policy.Remedies.SelectMany(r => _recipes[r.Value].Take(1)).Select(r => r.Recipe)
            .Where(r => r.Steps.Any(s => s.Verb != Verb.Page)).ToArray();
        if (recipes.Length == 0) return;
        var soonest = policy.Guardrails.HoldDownNanos + recipes.Min(r => r.SettleNanos + r.WithinNanos);
        if (soonest > goal.WithinNanos)
            problems.Warn(policy.Place, "has a goal that can hardly be met: its quickest remedy is judged later", Quantities.Say(goal.WithinNanos), $"at least {Quantities.Say(soonest)}, or a recipe with a shorter expect.within");
        foreach (var recipe in recipes.Where(r => r.RecoversPerMille < goal.RecoversPerMille))
            problems.Warn(policy.Place, $"asks more than {recipe.Name} expects of itself", $"{goal.RecoversPerMille / 10}%", $"at most {recipe.RecoversPerMille / 10}%, or another recipe");
    }

    private IEnumerable<IGrouping<ServiceId,
        (PolicyDraft Policy, Placed<string> Remedy, Recipe Recipe)>> PoliciesByService() =>
        from policy in drafts.Policies
        where policy.Selected is not null && policy.Mode is Mode.Act
        from service in policy.Selected!.Services
        from remedy in policy.Remedies
        from recipe in _recipes[remedy.Value].Take(1)
        group (policy, remedy, recipe.Recipe) by service;

    /// <summary>Every pair once, told at the remedy that stands later.</summary>
    private void Oscillating(IGrouping<ServiceId, (PolicyDraft Policy, Placed<string> Remedy, Recipe Recipe)> service)
    {
        var remedies = service.DistinctBy(r => r.Recipe.Name).ToArray();
        for (var i = 0; i < remedies.Length; i++)
        {
            foreach (var second in remedies.Skip(i + 1).Where(r => r.Recipe.Target == remedies[i].Recipe.Target))
            {
                if (Ends(remedies[i].Recipe).Any(one => Ends(second.Recipe).Any(other => Undo(one, other))))
                    problems.Warn(second.Remedy.Place, $"undoes what {remedies[i].Recipe.Name} does to {service.Key}: the two may go to and fro", second.Remedy.Value, "one of the two, or mode approve for one");
            }
        }
    }

    /// <summary>What stands at its end: a step that a later one of its own undoes is over.</summary>
    private static IEnumerable<Verb> Ends(Recipe recipe) => recipe.Steps
        .Where((step, i) => !recipe.Steps.Skip(i + 1).Any(later => Undo(step.Verb, later.Verb))).Select(s => s.Verb);
}
