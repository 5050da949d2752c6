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
    private readonly string[] _services = [.. drafts.Services.Select(s => s.Id.ToString())];
    private readonly string[] _gateways = [.. drafts.Fleet?.Gateways.Select(g => g.Name) ?? []];

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
            Refers(policy.Service, _services, "service");
            foreach (var remedy in policy.Remedies) Refers(remedy, [.. drafts.Recipes.Select(r => r.Recipe.Name)], "recipe");
            policies.Run(policy);
        }
        LatencyBounds();
        Addresses();
    }

    /// <summary>
    /// Late ones are counted for so many different bounds of a service, in the order of the policies' names.
    /// </summary>
    private void LatencyBounds()
    {
        const int Most = 4;
        var bounds = drafts.Policies.OrderBy(p => p.Name, StringComparer.Ordinal)
            .Where(p => p.Objective is { Signal: SignalKind.Latency, BelowMilli: > 0, Budget: null });
        foreach (var service in bounds.GroupBy(p => p.Service.Value))
        {
            foreach (var policy in service.GroupBy(p => p.Objective!.BelowMilli).Skip(Most).SelectMany(g => g))
                problems.Warn(policy.Place, $"has one latency bound too many for {service.Key}: it is judged by the first of them", $"{policy.Objective!.BelowMilli}ms", $"{Most} different ones per service; a budget has its own");
        }
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
            var taken = new List<string>();
            foreach (var (host, _, place) in port)
            {
                if (taken.Any(t => t == host || IsAny(t) || IsAny(host)))
                    problems.Add(place, "uses an address that is taken by another", $"{host}:{port.Key}", "an address of its own");
                taken.Add(host);
            }
        }
    }

    private static string HostOf(Uri address) => address.Host is "localhost" ? "127.0.0.1" : address.Host.Trim('[', ']');

    private static bool IsAny(string host) =>
        IPAddress.TryParse(host, out var address)
        && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));

    /// <summary>An empty reference is either allowed or has been told as missing.</summary>
    private void Refers(Placed<string> reference, string[] known, string what)
    {
        if (reference.Value.Length == 0 || known.Contains(reference.Value)) return;
        problems.Add(reference.Place, $"names no {what} of these documents" + Suggestion.For(reference.Value, known), reference.Value, string.Join(", ", known));
    }
}
