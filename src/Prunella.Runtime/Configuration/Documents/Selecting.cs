using Prunella.Contracts;
using Prunella.Kernel.Policies;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Resolves selectors to what the documents declare.</summary>
internal sealed class Selecting(Drafts drafts)
{
    private readonly ILookup<string, ServiceDraft> _services = drafts.Services.ToLookup(s => s.Id.ToString());

    /// <summary>Whom a selector means; null for nobody.</summary>
    public Selection? Of(SelectorDraft select)
    {
        var routes = Routes(select);
        var services = Candidates(select, routes)
            .Where(s => select.Labels.All(l => s.Labels.Contains(l.Value)))
            .DistinctBy(s => s.Id).OrderBy(s => s.Id).ToArray();
        InstanceId[]? instances = null;
        if (select.SelectsInstances)
        {
            instances = [.. Instances(select, services).Distinct().Order()];
            var theirs = instances.Select(i => i.Service).ToHashSet();
            services = [.. services.Where(s => theirs.Contains(s.Id))];
        }
        if (routes is not null)
        {
            var callees = services.Select(s => s.Id).ToHashSet();
            routes = [.. routes.Where(r => callees.Contains(r.Callee))];
        }
        return services.Length == 0 ? null : new Selection([.. services.Select(s => s.Id)], instances, routes);
    }

    private IEnumerable<ServiceDraft> Candidates(SelectorDraft select, DependencyId[]? routes)
    {
        IEnumerable<ServiceDraft> named = select.Services.Count == 0
            ? drafts.Services
            : select.Services.SelectMany(s => _services[s.Value]);
        if (routes is null) return named;
        var callees = routes.Select(r => r.Callee).ToHashSet();
        return named.Where(s => callees.Contains(s.Id));
    }

    private DependencyId[]? Routes(SelectorDraft select)
    {
        if (select.Dependencies.Count == 0) return null;
        var named = select.Dependencies.Select(d => d.Value).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. drafts.Dependencies.Where(d => d.Caller.Value.Length > 0 && d.Callee.Value.Length > 0)
                .Select(d => new DependencyId(ServiceId.Parse(d.Caller.Value), ServiceId.Parse(d.Callee.Value)))
                .Where(d => named.Contains(d.ToString())).Distinct().Order(),
        ];
    }

    private static IEnumerable<InstanceId> Instances(SelectorDraft select, ServiceDraft[] services)
    {
        var names = select.Instances.Select(i => i.Value).ToHashSet(StringComparer.Ordinal);
        var zones = select.Zones.Select(z => z.Value).ToHashSet(StringComparer.Ordinal);
        var regions = select.Regions.Select(r => r.Value).ToHashSet(StringComparer.Ordinal);
        return services.SelectMany(s => s.Instances).Select(i => i.Setup)
            .Where(i => names.Count == 0 || names.Contains(i.Id.ToString()))
            .Where(i => zones.Count == 0 || zones.Contains(i.Place.Zone))
            .Where(i => regions.Count == 0 || regions.Contains(i.Place.Region))
            .Select(i => i.Id);
    }
}
