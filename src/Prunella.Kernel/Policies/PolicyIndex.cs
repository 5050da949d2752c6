using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Policies;

/// <summary>A policy set with the look-ups that decisions need, so that their cost does not grow
/// with the fleet.</summary>
public sealed class PolicyIndex
{
    /// <summary>Of the empty set.</summary>
    public static readonly PolicyIndex Empty = new(PolicySet.Empty);

    private readonly ImmutableSortedDictionary<string, ServiceRules> _services;
    private readonly ImmutableSortedDictionary<string, InstanceRules> _instances;
    private readonly ImmutableSortedDictionary<string, ImmutableArray<Policy>> _policies;
    private readonly ImmutableSortedDictionary<string, Recipe> _recipes;
    private readonly ImmutableSortedDictionary<string, ImmutableArray<DependencyRules>> _callersOf;
    private readonly ImmutableSortedDictionary<string, ImmutableArray<DependencyRules>> _calleesOf;
    private readonly ImmutableSortedDictionary<string, string> _fingerprints;

    private readonly ImmutableSortedSet<string> _stagedFor = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
    private readonly ImmutableSortedDictionary<string, Recipe> _stagedRecipes = Ordered.Map<Recipe>();

    /// <summary>Indexes a set.</summary>
    public PolicyIndex(PolicySet set)
    {
        Set = set;
        _services = Index(set.Services, s => s.Id.ToString());
        _instances = Index(set.Services.SelectMany(s => s.Instances), i => i.Id.ToString());
        _recipes = Index(set.Recipes, r => r.Name);
        _policies = Group(set.Policies.OrderBy(p => p.Name, StringComparer.Ordinal)
            .SelectMany(p => p.Services().Select(s => KeyValuePair.Create(s.ToString(), p))));
        _callersOf = Group(set.Dependencies.OrderBy(d => d.Id)
            .Select(d => KeyValuePair.Create(d.Id.Callee.ToString(), d)));
        _calleesOf = Group(set.Dependencies.OrderBy(d => d.Id)
            .Select(d => KeyValuePair.Create(d.Id.Caller.ToString(), d)));
        Zones = Group(set.Services.SelectMany(s => s.Instances).Where(i => i.Place.Zone.Length > 0)
            .Select(i => KeyValuePair.Create(i.Place.Zone, i.Id)));
        _fingerprints = Fingerprints();
    }

    /// <summary>Two sets together: one decides for some services, the other for all the rest.</summary>
    /// <remarks>Only policies and recipes come from the staged set; the fleet, services and dependencies are the active
    /// set's until it is the staged one.</remarks>
    public PolicyIndex(PolicyIndex active, PolicyIndex staged, ImmutableSortedSet<string> services)
        : this(active.Set with
        {
            Policies =
            [
                .. active.Set.Policies.Select(p => p.Within(s => !services.Contains(s.ToString())))
                    .Concat(staged.Set.Policies.Select(p => p.Within(s => services.Contains(s.ToString()))))
                    .OfType<Policy>().OrderBy(p => p.Name, StringComparer.Ordinal),
            ],
        })
    {
        _stagedFor = services;
        _stagedRecipes = staged._recipes;
    }

    /// <summary>The set itself.</summary>
    public PolicySet Set { get; }

    /// <summary>Declared instances of each zone, over all services; without those that have none.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<InstanceId>> Zones { get; }

    /// <summary>A service's rules, or null when no document declares it.</summary>
    public ServiceRules? Service(ServiceId service) => _services.GetValueOrDefault(service.ToString());

    /// <summary>An instance's rules, or null.</summary>
    public InstanceRules? Instance(InstanceId instance) => _instances.GetValueOrDefault(instance.ToString());

    /// <summary>A recipe as it is in force for a service, or null.</summary>
    public Recipe? Recipe(ServiceId service, string name) =>
        _stagedFor.Contains(service.ToString()) ? _stagedRecipes.GetValueOrDefault(name) : Recipe(name);

    /// <summary>A recipe of the active set, or null.</summary>
    public Recipe? Recipe(string name) => _recipes.GetValueOrDefault(name);

    /// <summary>Policies that select a service, by name.</summary>
    public ImmutableArray<Policy> PoliciesFor(ServiceId service) =>
        _policies.TryGetValue(service.ToString(), out var found) ? found : [];

    /// <summary>What trust in a recipe under a policy rests on, as a short hash.</summary>
    /// <remarks>For services with staged policies it is worked out each time: they are few, and not for long.</remarks>
    internal string FingerprintOf(Policy policy, Recipe recipe, ServiceId service) =>
        !_stagedFor.Contains(service.ToString())
        && _fingerprints.TryGetValue($"{policy.Name}|{recipe.Name}|{service}", out var known)
            ? known
            : Trust.Fingerprint.Of(this, policy, recipe, service);

    /// <summary>Declared edges into a service, by caller.</summary>
    public ImmutableArray<DependencyRules> CallersOf(ServiceId callee) =>
        _callersOf.TryGetValue(callee.ToString(), out var found) ? found : [];

    /// <summary>Declared edges out of a service, by callee.</summary>
    public ImmutableArray<DependencyRules> CalleesOf(ServiceId caller) =>
        _calleesOf.TryGetValue(caller.ToString(), out var found) ? found : [];

    /// <summary>Once per set where every decision asks for them; elsewhere when one is asked for.</summary>
    private ImmutableSortedDictionary<string, string> Fingerprints()
    {
        if (Set.Fleet.Trust is not TrustRule.Earned) return Ordered.Map<string>();
        var all = from policy in Set.Policies
                  from name in policy.Remedies
                  let recipe = Recipe(name)
                  where recipe is not null
                  from service in policy.Services()
                  select (Key: $"{policy.Name}|{name}|{service}", Value: Trust.Fingerprint.Of(this, policy, recipe, service));
        return Ordered.Map<string>().SetItems(all.Select(f => KeyValuePair.Create(f.Key, f.Value)));
    }

    private static ImmutableSortedDictionary<string, T> Index<T>(IEnumerable<T> items, Func<T, string> key)
    {
        var builder = Ordered.Map<T>().ToBuilder();
        foreach (var item in items) builder[key(item)] = item;
        return builder.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, ImmutableArray<T>> Group<T>(
        IEnumerable<KeyValuePair<string, T>> items)
    {
        var builder = Ordered.Map<ImmutableArray<T>>().ToBuilder();
        foreach (var (key, item) in items)
            builder[key] = builder.TryGetValue(key, out var before) ? before.Add(item) : [item];
        return builder.ToImmutable();
    }
}
