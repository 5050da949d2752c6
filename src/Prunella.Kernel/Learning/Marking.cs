using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Learning;

/// <summary>What people say of incidents afterwards: real, a false alarm, the wrong cause, the wrong remedy.</summary>
/// <remarks>
/// A mark is a person's word on the past. It changes nothing that is under way (for that there are freeze and
/// revert); it teaches how much an alarm is worth. One mark per incident and person counts, the latest: saying it ten
/// times says it once. A machine's word does not count, because confidence is to mean what people would say. What is
/// learnt is always told whole, so that repeating, withdrawing or restarting cannot make it drift from what is
/// written down.
/// </remarks>
internal static class Marking
{
    public static void Mark(Deliberation d, MarkCommanded said)
    {
        if (WhyNot(d, said) is { } refusal)
        {
            d.Because(refusal);
            return;
        }
        var was = MarkFold.Of(d.State, said.Incident, d.Input.Actor.Name);
        d.Because(was is null
            ? Reason.Of(ReasonCodes.MarkNoted, ("incident", said.Incident), ("kind", said.Kind.Word()))
            : Reason.Of(ReasonCodes.MarkSuperseded,
                ("incident", said.Incident), ("was", was.Kind.Word()), ("kind", said.Kind.Word())));
        var wrong = WrongRemedies.Of(d.State, said.Incident);
        d.Emit(Event(d, said));
        WrongRemedies.Learn(d, said.Incident, wrong);
        d.Want(new LearnMarks(Cases(d.State)));
    }

    public static void Withdraw(Deliberation d, string incident)
    {
        var by = d.Input.Actor.Name;
        if (MarkFold.Of(d.State, incident, by) is not { } mark)
        {
            d.Because(Reason.Of(ReasonCodes.MarkNone, ("incident", incident), ("by", by)));
            return;
        }
        d.Because(Reason.Of(ReasonCodes.MarkWithdrawn, ("incident", incident), ("was", mark.Kind.Word())));
        var wrong = WrongRemedies.Of(d.State, incident);
        d.Emit(new MarkWithdrawn(incident, by, d.At));
        WrongRemedies.Learn(d, incident, wrong);
        d.Want(new LearnMarks(Cases(d.State)));
    }

    /// <summary>Detection begins anew with the loop and knows of no marks.</summary>
    public static void Remind(Deliberation d)
    {
        if (!d.State.Marks.IsEmpty) d.Want(new LearnMarks(Cases(d.State)));
    }

    /// <summary>One case per incident and detector, in that order, with the votes of all who marked it.</summary>
    internal static ImmutableArray<MarkedAlarm> Cases(KernelState state)
    {
        var said = state.Marks.SelectMany(m => m.Alarms.Select(a =>
            (m.Incident, a.Detector, a.Surprise, IsReal: m.Kind != MarkKind.FalseAlarm)));
        return
        [
            .. said.GroupBy(s => (s.Incident, s.Detector))
                .OrderBy(g => g.Key.Incident, StringComparer.Ordinal)
                .ThenBy(g => g.Key.Detector, StringComparer.Ordinal)
                .Select(g => new MarkedAlarm(
                    g.Key.Detector, g.Max(s => s.Surprise), g.Count(s => s.IsReal), g.Count())),
        ];
    }

    private static Reason? WhyNot(Deliberation d, MarkCommanded said)
    {
        if (d.Input.Actor.Kind != ActorKind.Person)
            return Reason.Of(ReasonCodes.MarkPersonsOnly, ("by", d.Input.Actor.Name));
        if (MarkFold.Remember(d.State, said.Incident) is not { } incident)
            return Reason.Of(ReasonCodes.MarkUnknownIncident, ("incident", said.Incident), ("kept", $"{MarkFold.MostClosed}"));
        if (said.Kind == MarkKind.WrongRemedy && !IsOf(d.State, incident, said.Remediation))
            return Reason.Of(ReasonCodes.MarkUnknownRemediation, ("remediation", said.Remediation), ("incident", said.Incident));
        if (said.Kind == MarkKind.WrongDiagnosis && said.Suspect == incident.Suspect && incident.Suspect is { } blamed
            && (said.Fault is null || said.Fault == incident.Fault))
            return Reason.Of(ReasonCodes.MarkAsDiagnosed, ("suspect", blamed.Text), ("fault", $"{incident.Fault}"));
        return MarkFold.Of(d.State, said.Incident, d.Input.Actor.Name) is { } was && IsSame(was, Event(d, said))
            ? Reason.Of(ReasonCodes.MarkSame, ("incident", said.Incident), ("kind", said.Kind.Word()))
            : null;
    }

    private static bool IsOf(KernelState state, ClosedIncident incident, string remediation) =>
        incident.Tried.Any(t => t.Remediation == remediation)
        || state.Remediations.TryGetValue(remediation, out var r) && r.Incident == incident.Id;

    /// <summary>Another note alone is no other mark.</summary>
    private static bool IsSame(Mark was, IncidentMarked now) =>
        (was.Kind, was.Suspect, was.Fault, was.Remediation) == (now.Kind, now.Suspect, now.Fault, now.Remediation);

    /// <summary>Only what belongs to the kind is kept.</summary>
    private static IncidentMarked Event(Deliberation d, MarkCommanded said)
    {
        var isDiagnosis = said.Kind == MarkKind.WrongDiagnosis;
        return new IncidentMarked(
            said.Incident, d.Input.Actor.Name, said.Kind, isDiagnosis ? said.Suspect : null,
            isDiagnosis ? said.Fault : null, said.Kind == MarkKind.WrongRemedy ? said.Remediation : "", said.Note, d.At);
    }
}
