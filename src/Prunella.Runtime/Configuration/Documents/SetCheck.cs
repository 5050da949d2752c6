using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Finds what a set of documents allows and can hardly mean: remedies that undo one another, that nothing
/// takes back, that nobody can reach, and promises that cannot be kept. Warnings only.</summary>
internal sealed class SetCheck(Drafts drafts, Problems problems)
{
    /// <summary>What one does the other undoes.</summary>
    private static readonly (Verb One, Verb Other)[] Opposites = [(Verb.Stop, Verb.Start), (Verb.Stop, Verb.Restart)];

    private const int Certain = 1000;

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
        var verbs = recipe.Steps.Select(s => s.Verb).ToArray();
        if (Array.LastIndexOf(verbs, Verb.Stop) > Math.Max(Array.LastIndexOf(verbs, Verb.Start),
            Array.LastIndexOf(verbs, Verb.Restart)))
            problems.Warn(draft.Place, "has no way back: nothing takes its stop back", recipe.Name, "a start after the stop, or mode approve and a person who starts it again");
    }

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

    private void Oscillating(IGrouping<ServiceId, (PolicyDraft Policy, Placed<string> Remedy, Recipe Recipe)> service)
    {
        foreach (var (one, other) in Opposites)
        {
            if (service.Select(r => r.Recipe).FirstOrDefault(r => EndsWith(r, one)) is not { } first) continue;
            foreach (var second in service.Where(r => r.Recipe.Name != first.Name && EndsWith(r.Recipe, other)))
                problems.Warn(second.Remedy.Place, $"undoes what {first.Name} does to {service.Key}: the two may go to and fro", second.Remedy.Value, "one of the two, or mode approve for one");
        }
    }

    private static bool EndsWith(Recipe recipe, Verb verb) =>
        recipe.Steps.LastOrDefault(s => s.Verb is Verb.Stop or Verb.Start or Verb.Restart)?.Verb == verb;
}
