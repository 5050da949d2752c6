using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Incidents;

/// <summary>Every remedy that could be thought of: suspects x policies of the suspect's service x
/// recipes that serve the fault.</summary>
internal static class Candidates
{
    /// <param name="state">The state.</param>
    /// <param name="incident">What is to be healed.</param>
    /// <param name="ranking">Who is suspected.</param>
    /// <param name="at">Now.</param>
    /// <param name="remembered">Also against a suspect that nobody sees now but whose symptom stands, as that of an
    /// instance which a reflex holds out of the traffic: for what waits for a person.</param>
    public static ImmutableArray<Proposal> Of(
        KernelState state, Incident incident, SuspectRanking ranking, long at, bool remembered = false)
    {
        var found = ImmutableArray.CreateBuilder<Proposal>();
        // A ranking may be older than the last verdict: whoever is well again is no suspect any more.
        foreach (var suspect in Domains.WithThem(state, ranking)
            .Where(s => Fleet.IsBad(state, s.Subject) || remembered && HasSymptom(state, incident, s.Subject)))
        {
            foreach (var policy in state.Policies.PoliciesFor(suspect.Subject.Service))
            {
                foreach (var recipe in policy.Remedies
                    .Select(name => state.Policies.Recipe(suspect.Subject.Service, name)))
                {
                    if (recipe is not null && recipe.Faults.Contains(suspect.Fault))
                        found.AddRange(Targets(state,
                            new Proposal(incident, policy, recipe, suspect.Subject, suspect, null), ranking)
                            .Where(p => IsCovered(state, policy, p.Target))
                            .Select(p => p.Misfit is null ? p with { Misfit = Asked(state, p, at) } : p));
                }
            }
        }
        // Two policies may name the same recipe for the same target: the first by name speaks.
        return [.. found.DistinctBy(p => (p.Recipe.Name, p.Target.Text))];
    }

    private static bool HasSymptom(KernelState state, Incident incident, Subject suspect) =>
        incident.Symptoms.Values.Any(v => v.Subject == suspect || v.Subject.Kind == SubjectKind.Instance
            && suspect.Holds(v.Subject.Instance, Fleet.PlaceOf(state, v.Subject)));

    private static Reason? Asked(KernelState state, Proposal proposal, long at) =>
        Preconditions.Unmet(state, proposal) ?? Rehearsals.Unmet(state, proposal, at);

    private static IEnumerable<Proposal> Targets(KernelState state, Proposal proposal, SuspectRanking ranking)
    {
        var suspect = proposal.Suspect;
        if (suspect.ProbabilityPerMille < proposal.Recipe.ConfidencePerMille)
        {
            return [proposal with
            {
                Misfit = Reason.Of(ReasonCodes.TooUncertain, ("have", $"{suspect.ProbabilityPerMille}"), ("need", $"{proposal.Recipe.ConfidencePerMille}")),
            }];
        }
        return proposal.Recipe.Target switch
        {
            RecipeTarget.Instance => [OnInstance(state, proposal)],
            RecipeTarget.Route => OnRoutes(state, proposal, ranking),
            RecipeTarget.Service => [OnService(state, proposal)],
            RecipeTarget.Zone or RecipeTarget.Region => [OnDomain(state, proposal)],
            _ => [proposal],
        };
    }

    /// <summary>A policy for some instances is for a zone or region only when it is for all of them there.</summary>
    private static bool IsCovered(KernelState state, Policies.Policy policy, Subject target) =>
        policy.Covers(target) && (target.Kind is not (SubjectKind.Zone or SubjectKind.Region)
            || Fleet.MembersIn(state, target).All(policy.Covers));

    private static Proposal OnDomain(KernelState state, Proposal proposal)
    {
        var suspect = proposal.Suspect.Subject;
        var wanted = proposal.Recipe.Target == RecipeTarget.Zone ? SubjectKind.Zone : SubjectKind.Region;
        if (suspect.Kind != wanted)
            return proposal with { Misfit = Reason.Of(ReasonCodes.NoDomain, ("suspect", suspect.Text), ("domain", $"{wanted}")) };
        var (there, all) = (Fleet.MembersIn(state, suspect), Fleet.MembersOf(state, suspect.Service));
        return all.Any(i => !there.Contains(i) && Fleet.Stands(state, i))
            ? ThroughGateway(state, proposal)
            : proposal with { Misfit = Reason.Of(ReasonCodes.NowhereElse, ("suspect", suspect.Text)) };
    }

    private static Proposal OnInstance(KernelState state, Proposal proposal)
    {
        if (proposal.Suspect.Subject.Kind != SubjectKind.Instance)
            return proposal with { Misfit = Reason.Of(ReasonCodes.NoInstance, ("suspect", proposal.Suspect.Subject.Text)) };
        var instance = proposal.Suspect.Subject.Instance;
        if (Uses(proposal, VerbTable.Process) && state.Policies.Instance(instance) is not { Supervised: true })
            return proposal with { Misfit = Reason.Of(ReasonCodes.NotSupervised, ("instance", instance.ToString())) };
        return ThroughGateway(state, proposal);
    }

    private static Proposal OnService(KernelState state, Proposal proposal)
    {
        var suspect = proposal.Suspect.Subject;
        if (OnlyOneOfMany(state, suspect))
            return proposal with { Misfit = Reason.Of(ReasonCodes.NoWholeService, ("suspect", suspect.Text)) };
        var service = state.Policies.Service(suspect.Service);
        if (Uses(proposal, VerbTable.Process)
            && service?.Instances.FirstOrDefault(i => !i.Supervised) is { } loose)
            return proposal with { Misfit = Reason.Of(ReasonCodes.NotSupervised, ("instance", loose.Id.ToString())) };
        return ThroughGateway(state, proposal with { Target = Subject.Of(suspect.Service) });
    }

    /// <summary>What a gateway carries out needs one in front of the target.</summary>
    private static Proposal ThroughGateway(KernelState state, Proposal proposal)
    {
        var service = proposal.Target.Service;
        return Uses(proposal, VerbTable.Gateway) && state.Policies.Service(service) is not { Gateway.Length: > 0 }
            ? proposal with { Misfit = Reason.Of(ReasonCodes.NoGateway, ("service", service.ToString())) }
            : proposal;
    }

    private static bool Uses(Proposal proposal, string actuator) =>
        proposal.Recipe.Steps.Any(s => s.Verb.Facts().Actuator == actuator);

    private static IEnumerable<Proposal> OnRoutes(KernelState state, Proposal proposal, SuspectRanking ranking)
    {
        var callee = proposal.Suspect.Subject.Service;
        if (OnlyOneOfMany(state, proposal.Suspect.Subject))
            return [proposal with { Misfit = Reason.Of(ReasonCodes.NoWholeService, ("suspect", proposal.Suspect.Subject.Text)) }];
        var victims = ranking.Victims.Select(v => v.Service).ToArray();
        var routes = state.Policies.CallersOf(callee).Where(r => r.Gateway.Length > 0).ToArray();
        // Victims get remedies on their route; when no caller shows anything yet, all routes are candidates.
        var hurt = routes.Where(r => victims.Contains(r.Id.Caller)).ToArray();
        if (hurt.Length > 0) routes = hurt;
        if (routes.Length == 0)
            return [proposal with { Misfit = Reason.Of(ReasonCodes.NoRoute, ("callee", callee.ToString())) }];
        var needsFallback = proposal.Recipe.Steps.Any(s => s.Verb == Verb.ServeFallback);
        return routes.Select(route => proposal with
        {
            Target = Subject.Of(route.Id),
            Misfit = needsFallback && !route.HasFallback ? Reason.Of(ReasonCodes.NoFallback, ("dependency", route.Id.ToString())) : null,
        });
    }

    /// <summary>A route is for when the whole callee is in trouble: while another instance stands,
    /// the route leads to that one.</summary>
    private static bool OnlyOneOfMany(KernelState state, Subject suspect) =>
        suspect.Kind is SubjectKind.Instance or SubjectKind.Zone or SubjectKind.Region
        && Fleet.MembersIn(state, suspect) is var there
        && Fleet.MembersOf(state, suspect.Service).Any(i => !there.Contains(i) && !Fleet.LooksBad(state, i));
}
