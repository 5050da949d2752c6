using System.Net;

using Prunella.Contracts;
using Prunella.Kernel.Policies;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>
/// Checks what only shows when all documents are seen together: references, addresses, and promises
/// that cannot be kept.
/// </summary>
internal sealed class WholeCheck(Drafts drafts, Problems problems)
{
    /// <summary>More names than these help nobody to find his own.</summary>
    private const int MostNamed = 20;

    private readonly HashSet<string> _services = [.. drafts.Services.Select(s => s.Id.ToString())];
    private readonly HashSet<string> _gateways = [.. drafts.Fleet?.Gateways.Select(g => g.Name) ?? []];
    private readonly HashSet<string> _instances =
        [.. drafts.Services.SelectMany(s => s.Instances).Select(i => i.Setup.Id.ToString())];
    private readonly HashSet<string> _zones =
        [.. drafts.Services.SelectMany(s => s.Instances).Select(i => i.Setup.Place.Zone)];
    private readonly HashSet<string> _regions =
        [.. drafts.Services.SelectMany(s => s.Instances).Select(i => i.Setup.Place.Region)];
    private readonly HashSet<string> _routes = [.. drafts.Dependencies.Select(d => $"{d.Caller.Value}>{d.Callee.Value}")];
    private readonly Selecting _selecting = new(drafts);
    private readonly HashSet<string> _recipes = [.. drafts.Recipes.Select(r => r.Recipe.Name)];

    public void Run()
    {
        Fleet();
        foreach (var service in drafts.Services) Service(service);
        foreach (var dependency in drafts.Dependencies) Dependency(dependency);
        foreach (var twin in drafts.Dependencies.GroupBy(d => (d.Caller.Value, d.Callee.Value))
            .SelectMany(g => g.Skip(1)))
            problems.Add(twin.Place, "declares the same way a second time", $"{twin.Caller.Value} > {twin.Callee.Value}", "one Dependency per caller and callee");
        var policies = new PolicyCheck(drafts, problems);
        foreach (var policy in drafts.Policies)
        {
            Selector(policy);
            foreach (var remedy in policy.Remedies) ReferToRecipe(remedy);
            policies.Run(policy);
        }
        foreach (var twin in drafts.Policies.GroupBy(p => p.Name).SelectMany(g => g.Skip(1))
            .Where(p => p.Remedies.Count == 0))
            problems.Add(twin.Place, "has the name of another policy", twin.Name, "a name of its own");
        LatencyBounds();
        Addresses();
        // What is wrong makes much else look so: that can wait.
        if (problems.Count == 0) new SetCheck(drafts, problems).Run();
        foreach (var policy in drafts.Policies) policies.BeyondReach(policy);
    }

    /// <summary>
    /// Late ones are counted for so many different bounds of a service, in the order of the policies' names.
    /// </summary>
    private void LatencyBounds()
    {
        const int Most = 4;
        var bounds =
            from policy in drafts.Policies.OrderBy(p => p.Name, StringComparer.Ordinal)
            where policy.Objective is not null && policy.Selected is not null
            from single in policy.Objective!.Singles()
            where single is { Signal: SignalKind.Latency, BelowMilli: > 0, Budget: null }
            from service in policy.Selected!.Services
            select (Service: service, policy.Place, single.BelowMilli);
        foreach (var service in bounds.GroupBy(b => b.Service))
        {
            foreach (var (_, place, milli) in service.GroupBy(b => b.BelowMilli).Skip(Most).SelectMany(g => g))
                problems.Warn(place, $"has one latency bound too many for {service.Key}: it is judged by the first of them", $"{milli}ms", $"{Most} different ones per service; a budget has its own");
        }
    }

    /// <summary>Whom a policy names must be declared; whom it describes should.</summary>
    private void Selector(PolicyDraft policy)
    {
        var (select, before) = (policy.Select, problems.Count);
        foreach (var service in select.Services) Refers(service, _services, "service");
        foreach (var instance in select.Instances) Refers(instance, _instances, "instance");
        foreach (var route in select.Dependencies) Refers(route, _routes, "dependency");
        foreach (var zone in select.Zones) Refers(zone, _zones, "zone");
        foreach (var region in select.Regions) Refers(region, _regions, "region");
        policy.Selected = select.SelectsAnything ? _selecting.Of(select) : null;
        if (policy.Selected is null && select.SelectsAnything && problems.Count == before)
            problems.Warn(select.Place, "matches nothing: the policy governs nobody and is left out", "", "labels, zones and regions that documents declare");
    }

    private void Fleet()
    {
        var name = (drafts.Fleet?.Rules ?? FleetRules.Default).Id.Value;
        foreach (var fleet in drafts.Fleets.Where(f => f.Value != name))
            problems.Add(fleet.Place, "is another fleet than that of these documents", fleet.Value, name);
        foreach (var twin in (drafts.Fleet?.Gateways ?? []).Where(g => g.Name.Length > 0).GroupBy(g => g.Name)
            .SelectMany(g => g.Skip(1)))
            problems.Add(twin.Place, "is a second gateway of that name", twin.Name, "a name of its own");
    }

    private void Service(ServiceDraft service)
    {
        Refers(service.Gateway, _gateways, "gateway");
        foreach (var twin in service.Instances.GroupBy(i => i.Setup.Id).SelectMany(g => g.Skip(1)))
            problems.Add(twin.Place, "is a second instance of that name", twin.Setup.Id.Name, "a name of its own");
    }

    private void Dependency(DependencyDraft dependency)
    {
        Refers(dependency.Caller, _services, "service");
        Refers(dependency.Callee, _services, "service");
        Refers(dependency.Gateway, _gateways, "gateway");
        if (dependency.Caller.Value.Length > 0 && dependency.Caller.Value == dependency.Callee.Value)
            problems.Add(dependency.Callee.Place, "is the caller itself", dependency.Callee.Value, "another service");
        if (dependency.Fallback is not null && dependency.Gateway.Value.Length == 0)
            problems.Add(dependency.Place, "declares a fallback that nobody can serve", "", "gateway: the one that carries these calls");
    }

    /// <summary>Two that listen at one port of one address; an address of all networks meets every other.</summary>
    private void Addresses()
    {
        var used = (drafts.Fleet?.Addresses ?? [])
            .Select(a => (Host: a.Value.Address.ToString(), a.Value.Port, a.Place))
            .Concat(drafts.Services.SelectMany(s => s.Instances)
                .Select(i => (Host: HostOf(i.Setup.Address), i.Setup.Address.Port, i.Place)));
        foreach (var port in used.GroupBy(u => u.Port))
        {
            var taken = new HashSet<string>(StringComparer.Ordinal);
            var isAnyTaken = false;
            foreach (var (host, _, place) in port)
            {
                var isAny = IsAny(host);
                if (isAnyTaken || isAny && taken.Count > 0 || taken.Contains(host))
                    problems.Add(place, "uses an address that is taken by another", $"{host}:{port.Key}", "an address of its own");
                taken.Add(host);
                isAnyTaken |= isAny;
            }
        }
    }

    private static string HostOf(Uri address) => address.Host is "localhost" ? "127.0.0.1" : address.Host.Trim('[', ']');

    private static bool IsAny(string host) =>
        IPAddress.TryParse(host, out var address)
        && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));

    /// <summary>A recipe of the catalogue needs no document, and is suggested as well.</summary>
    private void ReferToRecipe(Placed<string> remedy)
    {
        if (remedy.Value.Length == 0 || _recipes.Contains(remedy.Value) || problems.IsFull(remedy.Place.File)) return;
        var own = _recipes.Order(StringComparer.Ordinal).Take(MostNamed).Append("one of the catalogue (prunella recipe list)");
        var known = _recipes.Concat(RecipeCatalogue.All.Select(r => r.Recipe.Name));
        problems.Add(remedy.Place, "names no recipe of these documents or of the catalogue" + Suggestion.For(remedy.Value, known), remedy.Value, string.Join(", ", own));
    }

    /// <summary>An empty reference is either allowed or has been told as missing.</summary>
    private void Refers(Placed<string> reference, HashSet<string> known, string what)
    {
        if (reference.Value.Length == 0 || known.Contains(reference.Value) || problems.IsFull(reference.Place.File))
            return;
        var named = string.Join(", ", known.Order(StringComparer.Ordinal).Take(MostNamed)) + (known.Count > MostNamed ? ", …" : "");
        problems.Add(reference.Place, $"names no {what} of these documents" + Suggestion.For(reference.Value, known), reference.Value, named);
    }
}
