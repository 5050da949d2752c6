using Prunella.Contracts;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Recipes;

/// <summary>Whether what a recipe asks is so.</summary>
/// <remarks>What cannot be known is not so: a recipe waits for the knowledge, and never acts on the hope. In declared
/// order, so that the first that is not so is told.</remarks>
public static class Preconditions
{
    /// <summary>Kinds that nobody can tell the kernel of in this version.</summary>
    /// <param name="kind">Which.</param>
    public static bool CanBeKnown(ConditionKind kind) => kind is not (ConditionKind.Headroom
        or ConditionKind.PreviousVersionKnown or ConditionKind.VersionUniform or ConditionKind.StaleReplyKept);

    /// <summary>The first condition that is not so, or null.</summary>
    internal static Reason? Unmet(KernelState state, Proposal proposal)
    {
        foreach (var condition in proposal.Recipe.Preconditions ?? [])
        {
            if (Unmet(condition, state, proposal) is { } reason) return reason;
        }
        return null;
    }

    private static Reason? Unmet(Condition condition, KernelState state, Proposal p) => condition.Kind switch
    {
        ConditionKind.Supervised => Unsupervised(state, p.Target),
        ConditionKind.GatewayInFront => Gateway(state, p.Target),
        ConditionKind.FallbackDeclared => Route(state, p.Target) is { HasFallback: true } ? null
            : Reason.Of(ReasonCodes.NoFallback, ("dependency", Named(p.Target))),
        ConditionKind.RouteOptional => Route(state, p.Target) is { Optional: true } ? null
            : Reason.Of(ReasonCodes.NotOptional, ("dependency", Named(p.Target))),
        ConditionKind.HealthyPeers => Peers(state, p.Target, _ => condition.Amount),
        ConditionKind.HealthyPeersShare =>
            Peers(state, p.Target, of => Math.Max(1, (condition.Amount * of + 999) / 1000)),
        ConditionKind.CalleesHealthy => Callees(state, p.Target),
        ConditionKind.ZoneHealthyElsewhere => Elsewhere(state, p, ReasonCodes.NoHealthyZone, "zone", i => i.Place.Zone),
        ConditionKind.RegionHealthyElsewhere =>
            Elsewhere(state, p, ReasonCodes.NoHealthyRegion, "region", i => i.Place.Region),
        _ => Reason.Of(ReasonCodes.CannotKnow, ("what", $"{condition.Kind}")),
    };

    private static DependencyRules? Route(KernelState state, Subject target) => target.Kind != SubjectKind.Dependency
        ? null
        : state.Policies.CallersOf(target.Service).FirstOrDefault(r => r.Id == target.Dependency);

    private static string Named(Subject target) =>
        target.Kind == SubjectKind.Dependency ? target.Dependency.ToString() : target.Text;

    private static Reason? Unsupervised(KernelState state, Subject target)
    {
        InstanceId[] concerned = target.Kind == SubjectKind.Instance
            ? [target.Instance]
            : [.. Fleet.InstancesOf(state, target.Service)];
        var loose = concerned.Where(i => state.Policies.Instance(i) is not { Supervised: true })
            .Select(i => i.ToString()).FirstOrDefault();
        if (concerned.Length > 0 && loose is null) return null;
        return Reason.Of(ReasonCodes.NotSupervised, ("instance", loose ?? target.Service.ToString()));
    }

    private static Reason? Gateway(KernelState state, Subject target)
    {
        var gateway = target.Kind == SubjectKind.Dependency
            ? Route(state, target)?.Gateway
            : state.Policies.Service(target.Service)?.Gateway;
        return gateway is { Length: > 0 } ? null
            : Reason.Of(ReasonCodes.NoGateway, ("service", target.Service.ToString()));
    }

    /// <summary>Unknown counts as unhealthy: whoever is to carry the load must be seen to stand.</summary>
    private static Reason? Peers(KernelState state, Subject target, Func<int, long> needed)
    {
        Subject[] treated = target.Kind is SubjectKind.Service or SubjectKind.Dependency
            ? []
            : [.. Fleet.MembersIn(state, target)];
        Subject[] peers = [.. Fleet.MembersOf(state, target.Service).Except(treated)];
        var (have, need) = (peers.Count(i => Fleet.Stands(state, i)), needed(peers.Length));
        return have >= need ? null : Reason.Of(ReasonCodes.TooFewPeers, ("have", $"{have}"), ("need", $"{need}"));
    }

    private static Reason? Callees(KernelState state, Subject target)
    {
        foreach (var edge in state.Policies.CalleesOf(target.Service))
        {
            if (!Fleet.SeenWell(state, Subject.Of(edge.Id.Callee)))
                return Reason.Of(ReasonCodes.CalleeNotWell, ("callee", edge.Id.Callee.ToString()));
        }
        return null;
    }

    /// <summary>Most instances of the service stand in another place than the suspect's; where nobody knows the
    /// suspect's place, no place is known to be another.</summary>
    private static Reason? Elsewhere(
        KernelState state, Proposal p, string code, string what, Func<InstanceRules, string> place)
    {
        var suspect = p.Suspect.Subject;
        var here = suspect.Kind is SubjectKind.Instance or SubjectKind.Zone or SubjectKind.Region
            && Fleet.MembersIn(state, suspect) is [var first, ..]
            && state.Policies.Instance(first.Instance) is { } own
            ? place(own)
            : "";
        var others = (state.Policies.Service(p.Target.Service)?.Instances ?? [])
            .Where(i => place(i).Length > 0 && place(i) != here).GroupBy(place, StringComparer.Ordinal);
        var isElsewhere = here.Length > 0
            && others.Any(o => o.Count(i => Fleet.Stands(state, Subject.Of(i.Id))) * 2 > o.Count());
        return isElsewhere ? null : Reason.Of(code, (what, here));
    }
}
