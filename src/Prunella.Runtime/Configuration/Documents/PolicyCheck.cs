using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;
using Prunella.Runtime.Configuration.Documents.Declared;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Checks whether a policy can do what it says with the service and the recipes that it names.</summary>
internal sealed class PolicyCheck(Drafts drafts, Problems problems)
{
    private const long LongestToAct = 30 * Bounds.Minute;

    private readonly ILookup<string, ServiceDraft> _services = drafts.Services.ToLookup(s => s.Id.ToString());
    private readonly ILookup<string, RecipeDraft> _recipes = drafts.Recipes.ToLookup(r => r.Recipe.Name);
    private readonly ILookup<string, DependencyDraft> _callers = drafts.Dependencies.ToLookup(d => d.Callee.Value);

    public void Run(PolicyDraft policy)
    {
        foreach (var twin in policy.Remedies.GroupBy(r => r.Value).SelectMany(g => g.Skip(1)))
            problems.Add(twin.Place, "stands twice", twin.Value, "each recipe once, smallest disruption first");
        var recipes = policy.Remedies
            .Select(remedy => (Remedy: remedy, Named(remedy.Value)?.Recipe))
            .Where(r => r.Recipe is not null).Select(r => (r.Remedy, Recipe: r.Recipe!)).ToArray();
        foreach (var (remedy, recipe) in recipes.Where(
            r => policy.Mode == Mode.Act && r.Recipe.Disruption == Disruption.Irreversible))
            problems.Add(remedy.Place, "is irreversible, and mode act would do it without a person", remedy.Value, "mode observe, suggest or approve, or another recipe");
        Slow(policy);
        Scope(policy, recipes);
        foreach (var service in (policy.Selected?.Services ?? []).SelectMany(s => _services[s.ToString()].Take(1)))
        {
            foreach (var (remedy, recipe) in recipes) Fits(service, remedy, recipe);
            Floor(policy, service, [.. recipes.Select(r => r.Recipe)]);
        }
    }

    /// <summary>A pair stays broken until its short window is clean again, long after a remedy has helped.</summary>
    private void Slow(PolicyDraft policy)
    {
        var budgets = policy.Objective?.Singles().Select(s => s.Budget).OfType<ErrorBudget>() ?? [];
        if (policy.Mode != Mode.Act || budgets.All(b => b.Burn.All(p => p.ShortNanos <= LongestToAct))) return;
        problems.Warn(
            policy.Place, "acts on a budget with a short window of more than 30m: remedies may be tried for as long after the trouble has gone",
            "", "mode suggest or approve, or a policy of its own for the slow pairs");
    }

    /// <summary>Whoever selects a part of a service acts on and judges that part.</summary>
    private void Scope(PolicyDraft policy, (Placed<string> Remedy, Recipe Recipe)[] recipes)
    {
        if (!policy.Select.SelectsInstances && policy.Select.Dependencies.Count == 0) return;
        var selected = policy.Select.SelectsInstances ? RecipeTarget.Instance : RecipeTarget.Route;
        foreach (var (remedy, recipe) in recipes.Where(r => !IsWithin(r.Recipe.Target, selected))
            .Where(r => r.Recipe.Steps.Any(s => s.Verb.Facts().On != VerbTarget.Nothing)))
            problems.Add(remedy.Place, $"acts on {Phrase(recipe.Target)}, and the policy selects {(selected == RecipeTarget.Instance ? "instances" : "dependencies")}", remedy.Value, "a policy of its own");
        if (policy.Select.SelectsInstances && policy.Objective is { } objective
            && objective.Singles().Any(s => s.PerInstance != true))
            problems.Add(objective.Place, "is of whole services, and the policy selects instances", "", "scope: instance, or a selector of services");
    }

    private RecipeDraft? Named(string recipe) => _recipes[recipe].FirstOrDefault();

    /// <summary>A zone and a region are instances; the policy covers one when it covers all that runs there.</summary>
    private static bool IsWithin(RecipeTarget target, RecipeTarget selected) => target == selected
        || selected == RecipeTarget.Instance && target is RecipeTarget.Zone or RecipeTarget.Region;

    private static string Phrase(RecipeTarget target) => target == RecipeTarget.Instance ? "an instance" : "a " + Words.Of(target);

    /// <summary>A policy that counts on what nobody can carry out must not look as if it healed.</summary>
    public void BeyondReach(PolicyDraft policy)
    {
        foreach (var remedy in policy.Remedies)
        {
            if (Named(remedy.Value)?.Recipe.Missing() is { Verb: var verb })
                problems.Add(remedy.Place, $"uses the step {StepFields.KeyOf(verb)}, which nobody can carry out: {VerbWords.Missing(verb)}", remedy.Value, "a recipe whose steps can be carried out (prunella recipe list), or none");
        }
    }

    private void Fits(ServiceDraft service, Placed<string> remedy, Recipe recipe)
    {
        bool Uses(string actuator) => recipe.Steps.Any(s => s.Verb.Facts().Actuator == actuator);
        if (Uses(VerbTable.Process)
            && !service.Instances.Any(i => i.Setup.Process is not null))
            problems.Warn(remedy.Place, $"can never be used: no instance of {service.Id} has a process", remedy.Value, "give an instance a process, or leave the recipe out");
        if (Uses(VerbTable.Gateway) && recipe.Target != RecipeTarget.Route && service.Gateway.Value.Length == 0)
            problems.Add(remedy.Place, $"needs a gateway in front of {service.Id}", remedy.Value, "give the service a gateway");
        if (recipe.Target is RecipeTarget.Zone or RecipeTarget.Region) Elsewhere(service, remedy, recipe.Target);
        var routes = _callers[service.Id.ToString()].Where(d => d.Gateway.Value.Length > 0).ToArray();
        if (recipe.Target == RecipeTarget.Route && routes.Length == 0)
            problems.Add(remedy.Place, $"needs a Dependency on {service.Id} that a gateway carries", remedy.Value, "declare one");
        else if (recipe.Steps.Any(s => s.Verb == Verb.ServeFallback) && routes.All(r => r.Fallback is null))
            problems.Add(remedy.Place, $"needs a Dependency on {service.Id} with a fallback", remedy.Value, "declare one");
    }

    /// <summary>Who runs in one place has nowhere to shift to.</summary>
    private void Elsewhere(ServiceDraft service, Placed<string> remedy, RecipeTarget target)
    {
        var places = service.Instances.Select(i => i.Setup.Place)
            .Select(p => target == RecipeTarget.Region ? p.Region : p.Zone)
            .Where(p => p.Length > 0).Distinct().Count();
        if (places < 2)
            problems.Warn(remedy.Place, $"can never be used: {service.Id} runs in {(places == 0 ? "no" : "one")} {Words.Of(target)}", remedy.Value, "instances in several, or leave the recipe out");
    }

    /// <summary>
    /// A floor rounds up; restarting what serves nothing is allowed below it, taking out what
    /// serves is not.
    /// </summary>
    private void Floor(PolicyDraft policy, ServiceDraft service, Recipe[] recipes)
    {
        var (rules, count) = (policy.Guardrails, service.Instances.Count);
        if (rules.MinHealthyCount > count)
        {
            problems.Add(policy.Place, "asks for more healthy instances than there are", $"{rules.MinHealthyCount}", $"at most {count}");
            return;
        }
        var floor = Math.Max(rules.MinHealthyCount, (rules.MinHealthyPerMille * count + 999) / 1000);
        if (count == 0 || floor < count) return;
        foreach (var recipe in recipes.Where(TakesOut))
        {
            problems.Warn(
                policy.Place, $"leaves no instance of {service.Id} that {recipe.Name} may take out: {floor} of {count} must stay healthy",
                "", "a lower minHealthy, more instances, or no such recipe");
        }
    }

    /// <summary>It takes an instance out that serves, and not only for a moment.</summary>
    private static bool TakesOut(Recipe recipe) => recipe.Target == RecipeTarget.Instance
        && recipe.Steps.Select(s => s.Verb.Facts()).Any(f => f.TakesCapacity && f.Leaves != Leaves.Nothing);
}
