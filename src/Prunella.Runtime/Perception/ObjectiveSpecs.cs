using System.Globalization;

using Prunella.Contracts;
using Prunella.Kernel.Policies;

namespace Prunella.Runtime.Perception;

/// <summary>From policies to what detection judges: one objective per policy and service that it selects.</summary>
internal static class ObjectiveSpecs
{
    public static IReadOnlyList<ObjectiveSpec> Singles(PolicySet set) =>
    [
        .. from policy in set.Policies
           where policy.Objective is not null
           from service in policy.Services()
           select Of(policy.Name, service, policy, policy.Objective!),
    ];

    public static IReadOnlyList<CompositeSpec> Composites(PolicySet set) =>
    [
        .. from policy in set.Policies
           where policy.Composite is not null
           from service in policy.Services()
           let numbers = new Numbering(policy.Name)
           select new CompositeSpec(
               policy.Name, service, Of(policy.Composite!.Term, numbers, service, policy), policy.Composite.ForNanos),
    ];

    private static TermSpec Of(ObjectiveTerm term, Numbering numbers, ServiceId service, Policy policy)
    {
        if (term.Single is { } single)
            return new TermSpec(TermKind.Single, Of(numbers.Next(), service, policy, single) with { IsPart = true },
                []);
        var kind = term.All is not null ? TermKind.All : term.Any is not null ? TermKind.Any : TermKind.Not;
        return new TermSpec(kind, null, [.. term.Parts().Select(p => Of(p, numbers, service, policy))]);
    }

    private static ObjectiveSpec Of(string name, ServiceId service, Policy policy, Objective objective) => new(
        name, service, objective.Signal, objective.QuantilePerMille, objective.BelowMilli,
        objective.AboveMilli, objective.ForNanos)
    {
        Recovery = objective.Recovery ?? Recovery.Usual,
        Budget = objective.Budget,
        PerInstance = objective.PerInstance == true,
        Instances = policy.Selection?.Instances?.Where(i => i.Service == service).ToArray(),
    };

    /// <summary>Names for the parts of a policy's objective; no policy can be called so.</summary>
    private sealed class Numbering(string policy)
    {
        private int _last;

        public string Next() => string.Create(CultureInfo.InvariantCulture, $"{policy}#{++_last}");
    }
}
