using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Incidents;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Trust;

/// <summary>Where a recipe stands under a policy against one kind of fault: its record, its bound, what it may
/// do.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Service">The service.</param>
/// <param name="Recipe">The recipe.</param>
/// <param name="Fault">The kind of fault.</param>
/// <param name="ServiceClass">The class of the service.</param>
/// <param name="BelievedPerMille">What is believed of it without a record.</param>
/// <param name="LowerBoundPerMille">What it achieves at least, with 95 % certainty.</param>
/// <param name="Outcomes">Outcomes known, never fading.</param>
/// <param name="Successes">Of them what counts for it now, in millionths.</param>
/// <param name="Failures">Of them what counts against it now, in millionths.</param>
/// <param name="Mode">What may be done with it now.</param>
/// <param name="Why">Who forbids more, or null.</param>
/// <param name="Lived">Proved successes in life that count for trust now.</param>
/// <param name="Drilled">Drills that count for trust now.</param>
/// <param name="ExpiresAt">When that evidence expires; 0 when there is none.</param>
public sealed record Standing(
    string Policy,
    ServiceId Service,
    string Recipe,
    FaultKind Fault,
    string ServiceClass,
    int BelievedPerMille,
    int LowerBoundPerMille,
    long Outcomes,
    long Successes,
    long Failures,
    Mode Mode,
    Reason? Why,
    int Lived,
    int Drilled,
    long ExpiresAt)
{
    /// <summary>Of every policy, recipe, service and fault of the documents in force, in that order.</summary>
    /// <param name="state">With policies, records and trust; nothing else is read.</param>
    /// <param name="at">For when.</param>
    public static IReadOnlyList<Standing> All(KernelState state, long at)
    {
        ArgumentNullException.ThrowIfNull(state);
        return
        [
            .. from policy in state.Policies.Set.Policies
               from name in policy.Remedies
               from service in policy.Services()
               let recipe = state.Policies.Recipe(service, name)
               where recipe is not null
               from fault in recipe.Faults
               select Of(state, new Use(policy, service, recipe, fault), at),
        ];
    }

    private static Standing Of(KernelState state, Use use, long at)
    {
        var (policy, service, recipe, fault) = use;
        var subject = Subject.Of(service);
        var proposal = new Proposal(Nobody, policy, recipe, subject, new Suspect(subject, fault, 1000, ""), null);
        var record = Records.Find(state, recipe, fault, service, at);
        var found = Earned.Find(proposal, state);
        var trust = found is not null && Earned.IsValid(found, proposal, state, at) ? found : null;
        var mode = EffectiveMode.Of(proposal, state, at);
        return new Standing(
            policy.Name, service, recipe.Name, fault, Learning.ServiceClass.Of(state.Policies.Service(service)),
            Prior.Of(recipe), Prior.LowerBound(recipe, record),
            record?.Outcomes ?? 0, record?.Successes ?? 0, record?.Failures ?? 0,
            mode.Mode, mode.Why, trust?.Lived ?? 0, trust?.Drilled ?? 0, trust?.ExpiresAt ?? 0);
    }

    private sealed record Use(Policy Policy, ServiceId Service, Recipe Recipe, FaultKind Fault);

    /// <summary>Modes do not depend on an incident.</summary>
    private static readonly Incident Nobody = new()
    {
        Id = "",
        Symptoms = ImmutableSortedDictionary<string, Verdict>.Empty,
        Neighbourhood = [],
        Since = 0,
        OpenedAt = 0,
    };
}
