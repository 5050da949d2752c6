using Prunella.Contracts;
using Prunella.Kernel.Recipes;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Checks what only shows when all documents are seen together: references, and promises that cannot be kept.</summary>
internal sealed class WholeCheck(Drafts drafts, Problems problems)
{
    private readonly string[] _services = [.. drafts.Services.Select(s => s.Id.ToString())];
    private readonly string[] _gateways = [.. drafts.Fleet?.Gateways.Select(g => g.Name) ?? []];

    public void Run()
    {
        foreach (var service in drafts.Services) Service(service);
        foreach (var dependency in drafts.Dependencies) Dependency(dependency);
        foreach (var policy in drafts.Policies) Policy(policy);
        Ports();
    }

    private void Service(ServiceDraft service)
    {
        Refers(service.Gateway, _gateways, "gateway", optional: true);
        foreach (var twin in service.Instances.GroupBy(i => i.Setup.Id).SelectMany(g => g.Skip(1)))
            problems.Add(twin.Place, "is a second instance of that name", twin.Setup.Id.Name, "a name of its own");
    }

    private void Dependency(DependencyDraft dependency)
    {
        Refers(dependency.Caller, _services, "service", optional: false);
        Refers(dependency.Callee, _services, "service", optional: false);
        Refers(dependency.Gateway, _gateways, "gateway", optional: true);
        if (dependency.Fallback is not null && dependency.Gateway.Value.Length == 0)
            problems.Add(dependency.Place, "declares a fallback that nobody can serve", "", "gateway: the one that carries these calls");
    }

    private void Policy(PolicyDraft policy)
    {
        Refers(policy.Service, _services, "service", optional: false);
        Refers(policy.Remedies, drafts.Recipes.Select(r => r.Recipe.Name));
        var service = drafts.Services.FirstOrDefault(s => s.Id.ToString() == policy.Service.Value);
        if (service is null) return;
        var rules = policy.Guardrails;
        if (rules.MinHealthyCount > service.Instances.Count)
            problems.Add(policy.Place, "asks for more healthy instances than there are", $"{rules.MinHealthyCount}", $"at most {service.Instances.Count}");
        foreach (var remedy in policy.Remedies)
        {
            if (drafts.Recipes.FirstOrDefault(r => r.Recipe.Name == remedy.Value) is { } recipe) Fits(service, remedy, recipe.Recipe);
        }
    }

    private void Fits(ServiceDraft service, Placed<string> remedy, Recipe recipe)
    {
        var verbs = recipe.Steps.Select(s => s.Verb).ToArray();
        if (verbs.Any(v => v is Verb.Restart or Verb.Start or Verb.Stop) && !service.Instances.Any(i => i.Setup.Process is not null))
            problems.Add(remedy.Place, $"needs a process to start, and no instance of {service.Id} has one", remedy.Value, "give an instance a process");
        if (verbs.Any(v => v is Verb.Eject or Verb.Weight) && service.Gateway.Value.Length == 0)
            problems.Add(remedy.Place, $"needs a gateway in front of {service.Id}", remedy.Value, "give the service a gateway");
        var routes = drafts.Dependencies.Where(d => d.Callee.Value == service.Id.ToString() && d.Gateway.Value.Length > 0).ToArray();
        if (recipe.Target == RecipeTarget.Route && routes.Length == 0)
            problems.Add(remedy.Place, $"needs a Dependency on {service.Id} that a gateway carries", remedy.Value, "declare one");
        else if (verbs.Contains(Verb.ServeFallback) && routes.All(r => r.Fallback is null))
            problems.Add(remedy.Place, $"needs a Dependency on {service.Id} with a fallback", remedy.Value, "declare one");
    }

    private void Ports()
    {
        var used = drafts.Services.SelectMany(s => s.Instances).Select(i => (i.Setup.Address.Authority, i.Place))
            .Concat(drafts.Fleet?.Gateways.Select(g => (g.Listen.ToString(), g.Place)) ?? []);
        foreach (var twin in used.GroupBy(u => u.Item1).SelectMany(g => g.Skip(1)))
            problems.Add(twin.Item2, "uses an address that is taken by another", twin.Item1, "an address of its own");
    }

    private void Refers(IReadOnlyList<Placed<string>> references, IEnumerable<string> known)
    {
        string[] all = [.. known];
        foreach (var reference in references) Refers(reference, all, "recipe", optional: false);
    }

    private void Refers(Placed<string> reference, string[] known, string what, bool optional)
    {
        if (reference.Value.Length == 0 && (optional || reference.Place.Key.Length > 0) || known.Contains(reference.Value)) return;
        problems.Add(reference.Place, $"names no {what} of these documents" + Suggestion.For(reference.Value, known), reference.Value, string.Join(", ", known));
    }
}
