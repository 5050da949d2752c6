using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Who stands, who is out, who is dead: the counts that guardrails share.</summary>
internal static class Fleet
{
    public static ImmutableArray<InstanceId> InstancesOf(KernelState state, ServiceId service) =>
        state.Policies.Service(service) is { } rules ? [.. rules.Instances.Select(i => i.Id)] : [];

    public static IEnumerable<Verdict> UnhealthyOn(KernelState state, Subject subject) =>
        SaidOf(state, subject).Where(v => v.Health == Health.Unhealthy);

    public static bool LooksBad(KernelState state, InstanceId instance) =>
        state.VerdictsOn(Subject.Of(instance)).Any(v => v.Health == Health.Unhealthy);

    /// <summary>Positive evidence of death: it is gone, not merely silent.</summary>
    public static bool IsDead(KernelState state, InstanceId instance) =>
        state.VerdictsOn(Subject.Of(instance))
            .Any(v => v is { Health: Health.Unhealthy, Positive: true, Fault: FaultKind.Crash });

    /// <summary>Out of the traffic: by a reflex, or by a remediation in flight.</summary>
    public static bool IsOut(KernelState state, InstanceId instance) =>
        state.ReflexEjections.ContainsKey(instance.ToString())
            || state.Remediations.Values.Any(r => r.Removes(instance));

    public static bool ServesNothing(KernelState state, InstanceId instance) =>
        IsDead(state, instance) || IsOut(state, instance);

    /// <summary>True when the remedy would take away an instance that may serve: only additional
    /// capacity counts.</summary>
    public static bool CostsCapacity(Proposal proposal, KernelState state) =>
        proposal.Target.Kind == SubjectKind.Instance && proposal.Recipe.RemovesCapacity()
        && !ServesNothing(state, proposal.Target.Instance);

    /// <summary>The policies that may act on the target's service, the proposal's own included:
    /// their bounds hold together.</summary>
    public static IEnumerable<Policy> ActingOn(Proposal proposal, KernelState state) =>
        state.Policies.PoliciesFor(proposal.Target.Service).Where(p => p.Remedies.Count > 0).Append(proposal.Policy);

    /// <summary>Known to be healthy, and in the traffic.</summary>
    public static bool Stands(KernelState state, InstanceId instance)
    {
        var verdicts = state.VerdictsOn(Subject.Of(instance));
        return verdicts.Any(v => v.Health == Health.Healthy) && !LooksBad(state, instance) && !IsOut(state, instance);
    }

    /// <summary>Somebody says now that the target is not well; of a route: its own edge, the callee
    /// or one of its instances.</summary>
    public static bool InTrouble(KernelState state, Subject target) =>
        UnhealthyOn(state, target).Any()
        || target.Kind == SubjectKind.Dependency && UnhealthyOn(state, Subject.Of(target.Service)).Any();

    /// <summary>Somebody says healthy, and nobody says otherwise: not knowing is not being well.</summary>
    public static bool SeenWell(KernelState state, Subject target) =>
        !InTrouble(state, target) && SaidOf(state, target).Any(v => v.Health == Health.Healthy);

    /// <summary>All probes of the target say healthy, since when the latest of them has; null when
    /// not, or when anybody contradicts.</summary>
    /// <remarks>For a route the target is well when every instance of the callee is.</remarks>
    public static long? WellSince(KernelState state, Subject target)
    {
        var instances = target.Kind == SubjectKind.Instance ? [target.Instance] : InstancesOf(state, target.Service);
        if (instances.IsEmpty || InTrouble(state, target)) return null;
        var since = 0L;
        foreach (var instance in instances)
        {
            var probes = state.VerdictsOn(Subject.Of(instance)).Where(v => v.Witnesses.HasFlag(Witness.Probe))
                .ToArray();
            if (probes.Length == 0 || probes.Any(v => v.Health != Health.Healthy)) return null;
            since = Math.Max(since, probes.Max(v => v.SinceUnixNanos));
        }
        return since;
    }

    /// <summary>A service speaks through its instances as well.</summary>
    private static IEnumerable<Verdict> SaidOf(KernelState state, Subject subject)
    {
        var own = state.VerdictsOn(subject);
        return subject.Kind != SubjectKind.Service ? own
            : own.Concat(InstancesOf(state, subject.Service).SelectMany(i => state.VerdictsOn(Subject.Of(i))));
    }
}
