using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Remediations;

/// <summary>Who stands around a remedy: who may show what would have been without it, and who may be hurt by
/// it.</summary>
/// <remarks>
/// A control is neither treated nor loaded by the remedy. For a route those are the other callers of the same callee,
/// unless the trouble is one of load: whoever is let in to a callee that somebody else has stopped calling is
/// relieved by the remedy, too. Otherwise other services with a symptom of the same kind. Nobody is a control who
/// calls the treated service, by however many steps, or is called by it: what happens to one happens to the other.
/// Instances of the treated service are none, because every remedy for one of them moves its load to the others.
/// Whether a control really had the trouble is for the counts to say. Only what documents declare is known here.
/// </remarks>
internal static class Surroundings
{
    /// <summary>Their requests are added up: more of them tell little more.</summary>
    private const int MostControls = 8;

    /// <summary>They share one level: of more of them each could hardly be found.</summary>
    private const int MostNeighbours = 32;

    /// <summary>The control group of a remedy that is judged on a service, ordered.</summary>
    public static (VerificationControl By, ImmutableArray<Subject> Who) Controls(
        KernelState state, Remediation r, ServiceId judged)
    {
        var isRoute = r.Target.Kind == SubjectKind.Dependency;
        var found = isRoute ? OtherCallers(state, r) : AlikeServices(state, r, judged);
        ServiceId[] untreated = [.. found.Distinct().Order().Where(s => s != judged && !IsTreated(state, r, s))];
        var who = untreated.Length == 0 ? [] : Apart(untreated, state.Policies.Calls.LineOf(judged));
        return who.IsEmpty ? (VerificationControl.Trend, who)
            : (isRoute ? VerificationControl.OtherCallers : VerificationControl.OtherServices, who);
    }

    /// <summary>Callers and callees of the service that is judged; for a route its callee and that one's other
    /// callers, else the target's siblings; without the control group. Ordered.</summary>
    public static ImmutableArray<Subject> Neighbours(
        KernelState state, Remediation r, ServiceId judged, ImmutableArray<Subject> controls)
    {
        var services = state.Policies.CallersOf(judged).Select(d => d.Id.Caller)
            .Concat(state.Policies.CalleesOf(judged).Select(d => d.Id.Callee));
        if (r.Target.Kind == SubjectKind.Dependency)
            services = services.Concat(state.Policies.CallersOf(r.Target.Service).Select(d => d.Id.Caller));
        var siblings = r.Target.Kind is SubjectKind.Dependency or SubjectKind.Service
            ? []
            : Fleet.MembersOf(state, judged).Except(Fleet.MembersIn(state, r.Target));
        return
        [
            .. services.Where(s => s != judged).Select(Subject.Of).Concat(siblings).Except(controls)
                .Order().Take(MostNeighbours),
        ];
    }

    private static ImmutableArray<Subject> Apart(ServiceId[] services, Func<ServiceId, bool> isInLine) =>
        [.. services.Where(s => !isInLine(s)).Take(MostControls).Select(Subject.Of)];

    private static IEnumerable<ServiceId> OtherCallers(KernelState state, Remediation r) =>
        r.Fault is FaultKind.Overload or FaultKind.RetryStorm or FaultKind.SaturationCpu or FaultKind.SaturationMemory
            or FaultKind.SaturationDisk or FaultKind.SaturationPool
            ? []
            : state.Policies.CallersOf(r.Target.Service).Select(d => d.Id.Caller);

    /// <summary>Of whatever incident: trouble with one cause need not be one neighbourhood.</summary>
    private static IEnumerable<ServiceId> AlikeServices(KernelState state, Remediation r, ServiceId judged)
    {
        var kinds = state.Incidents[r.Incident].Symptoms.Values
            .Where(s => s.Subject.Service == judged).Select(s => s.Signal).ToArray();
        return state.Incidents.Values.SelectMany(i => i.Symptoms.Values)
            .Where(s => kinds.Contains(s.Signal) && s.Subject.Kind != SubjectKind.Dependency)
            .Select(s => s.Subject.Service);
    }

    private static bool IsTreated(KernelState state, Remediation but, ServiceId service) =>
        state.Remediations.Values.Any(r => r.Id != but.Id && !r.Waits()
            && (r.Target.Service == service
                || r.Target.Kind == SubjectKind.Dependency && r.Target.Dependency.Caller == service));
}
