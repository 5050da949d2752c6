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

    private readonly ImmutableSortedDictionary<ServiceId, DeclaredService> _services;
    private readonly ImmutableSortedDictionary<InstanceId, InstanceRules> _instances;
    private readonly ImmutableSortedDictionary<ServiceId, ImmutableArray<Policy>> _policies;
    private readonly ImmutableSortedDictionary<string, Recipe> _recipes;
    private readonly ImmutableSortedDictionary<ServiceId, ImmutableArray<DependencyRules>> _callersOf;
    private readonly ImmutableSortedDictionary<ServiceId, ImmutableArray<DependencyRules>> _calleesOf;

    /// <summary>Of what was asked for so far: a memo of a function of the set, so that who loses a race for it only
    /// works it out again.</summary>
    private ImmutableSortedDictionary<string, string> _fingerprints = Ordered.Map<string>();
    private ImmutableSortedDictionary<string, string> _deeds = Ordered.Map<string>();

    private readonly ImmutableSortedSet<string> _stagedFor = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
    private readonly ImmutableSortedDictionary<string, Recipe> _stagedRecipes = Ordered.Map<Recipe>();

    /// <summary>Indexes a set.</summary>
    public PolicyIndex(PolicySet set)
    {
        Set = set;
        _services = Index(set.Services.Select(s => new DeclaredService(s)), s => Subject.Of(s.Rules.Id).Service, null);
        _instances = Index(set.Services.SelectMany(s => s.Instances), i => Subject.Of(i.Id).Instance, null);
        _recipes = Index(set.Recipes, r => r.Name, StringComparer.Ordinal);
        AsksOfCallees = set.Recipes.Any(r =>
            r.Preconditions?.Any(c => c.Kind == ConditionKind.CalleesHealthy) == true);
        _policies = Group(set.Policies.OrderBy(p => p.Name, StringComparer.Ordinal)
            .SelectMany(p => p.Services().Select(s => KeyValuePair.Create(Subject.Of(s).Service, p))), null);
        _callersOf = Group(set.Dependencies.OrderBy(d => d.Id)
            .Select(d => KeyValuePair.Create(Subject.Of(d.Id).Service, d)), null);
        _calleesOf = Group(set.Dependencies.OrderBy(d => d.Id)
            .Select(d => KeyValuePair.Create(Subject.Of(d.Id).Dependency.Caller, d)), null);
        Calls = new CallGraph(set.Dependencies);
        Zones = Group(set.Services.SelectMany(s => s.Instances).Where(i => i.Place.Zone.Length > 0)
            .Select(i => KeyValuePair.Create(i.Place.Zone, i.Id)), StringComparer.Ordinal);
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
        AsksOfCallees |= staged.AsksOfCallees;
    }

    /// <summary>The set itself.</summary>
    public PolicySet Set { get; }

    /// <summary>Declared instances of each zone, over all services; without those that have none.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<InstanceId>> Zones { get; }

    /// <summary>A service's rules, or null when no document declares it.</summary>
    public ServiceRules? Service(ServiceId service) => _services.GetValueOrDefault(service)?.Rules;

    /// <summary>A service's declared instances; empty when no document declares it.</summary>
    public ImmutableArray<InstanceId> InstancesOf(ServiceId service) =>
        _services.TryGetValue(service, out var declared) ? declared.Instances : [];

    /// <summary>The same as subjects.</summary>
    public ImmutableArray<Subject> MembersOf(ServiceId service) =>
        _services.TryGetValue(service, out var declared) ? declared.Members : [];

    /// <summary>An instance's rules, or null.</summary>
    public InstanceRules? Instance(InstanceId instance) => _instances.GetValueOrDefault(instance);

    /// <summary>A recipe as it is in force for a service, or null.</summary>
    public Recipe? Recipe(ServiceId service, string name) =>
        !_stagedFor.IsEmpty && _stagedFor.Contains(service.ToString())
            ? _stagedRecipes.GetValueOrDefault(name)
            : Recipe(name);

    /// <summary>A recipe of the active set, or null.</summary>
    public Recipe? Recipe(string name) => _recipes.GetValueOrDefault(name);

    /// <summary>Policies that select a service, by name.</summary>
    public ImmutableArray<Policy> PoliciesFor(ServiceId service) =>
        _policies.TryGetValue(service, out var found) ? found : [];

    /// <summary>What trust in a recipe under a policy rests on, as a short hash.</summary>
    internal string FingerprintOf(Policy policy, Recipe recipe, ServiceId service)
    {
        // What is not in force any more, or was read back from a snapshot, may be another one under the same name.
        if (!ReferenceEquals(recipe, Recipe(service, recipe.Name)) || !PoliciesFor(service).Contains(policy))
            return Trust.Fingerprint.Of(this, policy, recipe, service);
        var key = $"{policy.Name}|{recipe.Name}|{service}";
        if (_fingerprints.TryGetValue(key, out var known)) return known;
        var found = Trust.Fingerprint.Of(this, policy, recipe, service);
        _fingerprints = _fingerprints.SetItem(key, found);
        return found;
    }

    /// <summary>What a recipe does, as a short hash.</summary>
    internal string DeedsOf(Recipe recipe)
    {
        if (!ReferenceEquals(recipe, Recipe(recipe.Name))) return Learning.Deeds.Of(recipe);
        if (_deeds.TryGetValue(recipe.Name, out var known)) return known;
        var found = Learning.Deeds.Of(recipe);
        _deeds = _deeds.SetItem(recipe.Name, found);
        return found;
    }

    /// <summary>Declared edges into a service, by caller.</summary>
    public ImmutableArray<DependencyRules> CallersOf(ServiceId callee) =>
        _callersOf.TryGetValue(callee, out var found) ? found : [];

    /// <summary>Some recipe asks how those are whom the suspect calls.</summary>
    internal bool AsksOfCallees { get; }

    /// <summary>The declared edges, for questions that lead over many of them.</summary>
    internal CallGraph Calls { get; }

    /// <summary>Declared edges out of a service, by callee.</summary>
    public ImmutableArray<DependencyRules> CalleesOf(ServiceId caller) =>
        _calleesOf.TryGetValue(caller, out var found) ? found : [];

    private static ImmutableSortedDictionary<TKey, T> Index<TKey, T>(
        IEnumerable<T> items, Func<T, TKey> key, IComparer<TKey>? order)
        where TKey : notnull
    {
        var builder = ImmutableSortedDictionary.CreateBuilder<TKey, T>(order);
        foreach (var item in items) builder[key(item)] = item;
        return builder.ToImmutable();
    }

    private static ImmutableSortedDictionary<TKey, ImmutableArray<T>> Group<TKey, T>(
        IEnumerable<KeyValuePair<TKey, T>> items, IComparer<TKey>? order)
        where TKey : notnull
    {
        var lists = new SortedDictionary<TKey, List<T>>(order);
        foreach (var (key, item) in items)
        {
            if (lists.TryGetValue(key, out var list)) list.Add(item);
            else lists.Add(key, [item]);
        }
        return ImmutableSortedDictionary.CreateRange(
            order, lists.Select(l => KeyValuePair.Create(l.Key, l.Value.ToImmutableArray())));
    }

    /// <summary>A service with the names of its instances, put together once.</summary>
    private sealed class DeclaredService(ServiceRules rules)
    {
        public ServiceRules Rules { get; } = rules;

        public ImmutableArray<InstanceId> Instances { get; } = [.. rules.Instances.Select(i => i.Id)];

        public ImmutableArray<Subject> Members { get; } = [.. rules.Instances.Select(i => Subject.Of(i.Id))];
    }
}
