using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Who stands, who is out, who is dead: the counts that guardrails share.</summary>
/// <remarks>Asked many times in each decision: no queries, no closures, no text put together.</remarks>
internal static class Fleet
{
    public static ImmutableArray<InstanceId> InstancesOf(KernelState state, ServiceId service) =>
        state.Policies.InstancesOf(service);

    /// <summary>The declared instances of a service, as subjects.</summary>
    public static ImmutableArray<Subject> MembersOf(KernelState state, ServiceId service) =>
        state.Policies.MembersOf(service);

    public static IEnumerable<Verdict> UnhealthyOn(KernelState state, Subject subject) =>
        SaidOf(state, subject).Where(v => v.Health == Health.Unhealthy);

    /// <summary>Somebody says unhealthy of the subject; a service, zone or region speaks through its
    /// instances.</summary>
    public static bool IsBad(KernelState state, Subject subject)
    {
        if (state.VerdictsOn(subject).IsBad) return true;
        if (subject.Kind is SubjectKind.Instance or SubjectKind.Dependency) return false;
        foreach (var member in MembersIn(state, subject))
        {
            if (state.VerdictsOn(member).IsBad) return true;
        }
        return false;
    }

    public static bool LooksBad(KernelState state, InstanceId instance) => LooksBad(state, Subject.Of(instance));

    public static bool LooksBad(KernelState state, Subject instance) => state.VerdictsOn(instance).IsBad;

    /// <summary>Positive evidence of death: it is gone, not merely silent.</summary>
    public static bool IsDead(KernelState state, Subject instance) => state.VerdictsOn(instance).IsDead;

    /// <summary>Out of the traffic: by a reflex, or by a remediation in flight.</summary>
    public static bool IsOut(KernelState state, Subject instance) => Taken(state, instance) >= 1000;

    /// <summary>A gateway's reflex holds the instance out of the traffic; services and routes it never holds.</summary>
    public static bool IsHeldByReflex(KernelState state, Subject subject) =>
        !state.ReflexEjections.IsEmpty && subject.Kind == SubjectKind.Instance
        && state.ReflexEjections.ContainsKey(subject.Instance.ToString());

    /// <summary>How much of an instance's traffic is taken away, in per mille: by a reflex, or by
    /// remediations.</summary>
    public static int Taken(KernelState state, Subject instance)
    {
        if (IsHeldByReflex(state, instance)) return 1000;
        var taken = 0;
        foreach (var (_, remediation) in state.Remediations)
        {
            if (remediation.Target.Service != instance.Service) continue;
            taken = Math.Max(taken, remediation.Takes(instance.Instance, PlaceOf(state, instance)));
        }
        return taken;
    }

    /// <summary>The same once a remedy is given as proposed; of what serves nothing it takes nothing.</summary>
    public static int TakenWith(Proposal proposal, KernelState state, Subject instance)
    {
        var taken = Taken(state, instance);
        return !proposal.Target.Holds(instance.Instance, PlaceOf(state, instance)) || IsDead(state, instance)
            ? taken
            : Math.Max(taken, proposal.DosePerMille);
    }

    /// <summary>Where an instance is declared to run.</summary>
    public static Place PlaceOf(KernelState state, Subject instance) =>
        state.Policies.Instance(instance.Instance)?.Place ?? Place.Unknown;

    /// <summary>The declared instances that a subject is made of; a route's are those of its callee.</summary>
    public static ImmutableArray<Subject> MembersIn(KernelState state, Subject subject) => subject.Kind switch
    {
        SubjectKind.Instance => [subject],
        SubjectKind.Zone or SubjectKind.Region =>
            [.. MembersOf(state, subject.Service).Where(i => subject.Holds(i.Instance, PlaceOf(state, i)))],
        _ => MembersOf(state, subject.Service),
    };

    public static bool ServesNothing(KernelState state, Subject instance) =>
        IsDead(state, instance) || IsOut(state, instance);

    /// <summary>True when the remedy would take away an instance that may serve: only additional
    /// capacity counts.</summary>
    public static bool CostsCapacity(Proposal proposal, KernelState state) =>
        proposal.Target.Kind != SubjectKind.Dependency && proposal.Recipe.RemovesCapacity()
        && MembersIn(state, proposal.Target).Any(i => !ServesNothing(state, i));

    /// <summary>The policies that may act on the target's service, the proposal's own included:
    /// their bounds hold together.</summary>
    public static IEnumerable<Policy> ActingOn(Proposal proposal, KernelState state) =>
        state.Policies.PoliciesFor(proposal.Target.Service).Where(p => p.Remedies.Count > 0).Append(proposal.Policy);

    /// <summary>Known to be healthy, and in the traffic.</summary>
    public static bool Stands(KernelState state, Subject instance) =>
        state.VerdictsOn(instance) is { IsSeenWell: true, IsBad: false } && !IsOut(state, instance);

    /// <summary>Somebody says now that the target is not well; of a route: its own edge, the callee
    /// or one of its instances.</summary>
    public static bool InTrouble(KernelState state, Subject target) =>
        IsBad(state, target)
        || target.Kind == SubjectKind.Dependency && IsBad(state, Subject.Of(target.Service));

    /// <summary>Somebody says healthy, and nobody says otherwise: not knowing is not being well.</summary>
    public static bool SeenWell(KernelState state, Subject target) =>
        !InTrouble(state, target) && SaidOf(state, target).Any(v => v.Health == Health.Healthy);

    /// <summary>All probes of the target say healthy, since when the latest of them has; null when
    /// not, or when anybody contradicts.</summary>
    /// <remarks>For a route the target is well when every instance of the callee is.</remarks>
    public static long? WellSince(KernelState state, Subject target)
    {
        if (target.Kind == SubjectKind.Instance)
        {
            var said = state.VerdictsOn(target);
            return said.IsBad || said.ProbedWellSince is not { } well ? null : Math.Max(0, well);
        }
        var members = MembersIn(state, target);
        if (members.IsEmpty || InTrouble(state, target)) return null;
        var since = 0L;
        foreach (var member in members)
        {
            if (state.VerdictsOn(member).ProbedWellSince is not { } well) return null;
            since = Math.Max(since, well);
        }
        return since;
    }

    /// <summary>A service, a zone and a region speak through their instances as well.</summary>
    private static IEnumerable<Verdict> SaidOf(KernelState state, Subject subject)
    {
        var own = state.VerdictsOn(subject);
        return subject.Kind is SubjectKind.Instance or SubjectKind.Dependency ? own
            : own.Concat(MembersIn(state, subject).SelectMany(i => state.VerdictsOn(i)));
    }
}
