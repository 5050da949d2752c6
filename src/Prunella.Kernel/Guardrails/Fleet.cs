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
    public static bool IsOut(KernelState state, InstanceId instance) => Taken(state, instance) >= 1000;

    /// <summary>How much of its traffic is taken away, in per mille: by a reflex, or by remediations.</summary>
    public static int Taken(KernelState state, InstanceId instance)
    {
        if (state.ReflexEjections.ContainsKey(instance.ToString())) return 1000;
        if (state.Remediations.IsEmpty) return 0;
        var place = PlaceOf(state, instance);
        return state.Remediations.Values.Max(r => r.Takes(instance, place));
    }

    /// <summary>The same once a remedy is given as proposed; of what serves nothing it takes nothing.</summary>
    public static int TakenWith(Proposal proposal, KernelState state, InstanceId instance)
    {
        var taken = Taken(state, instance);
        return !proposal.Target.Holds(instance, PlaceOf(state, instance)) || IsDead(state, instance)
            ? taken
            : Math.Max(taken, proposal.DosePerMille);
    }

    /// <summary>Where an instance is declared to run.</summary>
    public static Place PlaceOf(KernelState state, InstanceId instance) =>
        state.Policies.Instance(instance)?.Place ?? Place.Unknown;

    /// <summary>The declared instances that a subject is made of; a route's are those of its callee.</summary>
    public static ImmutableArray<InstanceId> InstancesIn(KernelState state, Subject subject) => subject.Kind switch
    {
        SubjectKind.Instance => [subject.Instance],
        SubjectKind.Zone or SubjectKind.Region =>
            [.. InstancesOf(state, subject.Service).Where(i => subject.Holds(i, PlaceOf(state, i)))],
        _ => InstancesOf(state, subject.Service),
    };

    public static bool ServesNothing(KernelState state, InstanceId instance) =>
        IsDead(state, instance) || IsOut(state, instance);

    /// <summary>True when the remedy would take away an instance that may serve: only additional
    /// capacity counts.</summary>
    public static bool CostsCapacity(Proposal proposal, KernelState state) =>
        proposal.Target.Kind != SubjectKind.Dependency && proposal.Recipe.RemovesCapacity()
        && InstancesIn(state, proposal.Target).Any(i => !ServesNothing(state, i));

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
        var instances = InstancesIn(state, target);
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

    /// <summary>A service, a zone and a region speak through their instances as well.</summary>
    private static IEnumerable<Verdict> SaidOf(KernelState state, Subject subject)
    {
        var own = state.VerdictsOn(subject);
        return subject.Kind is SubjectKind.Instance or SubjectKind.Dependency ? own
            : own.Concat(InstancesIn(state, subject).SelectMany(i => state.VerdictsOn(Subject.Of(i))));
    }
}
