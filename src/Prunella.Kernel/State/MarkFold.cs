using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Incidents;
using Prunella.Kernel.Learning;

namespace Prunella.Kernel.State;

/// <summary>Folds what people said of incidents, and keeps of closed ones what that needs.</summary>
public static class MarkFold
{
    /// <summary>Closed incidents that can still be marked: more than a team looks back on in a review of a
    /// month.</summary>
    public const int MostClosed = 256;

    /// <summary>Marks kept, the latest; older ones make room and are not learnt from any more, as services and
    /// detectors have changed since.</summary>
    public const int MostMarks = 512;

    internal static KernelState Mark(KernelState state, IncidentMarked e)
    {
        var alarms = Remember(state, e.Incident)?.Alarms ?? [];
        var mark = new Mark(e.Incident, e.By, e.Kind, e.Suspect, e.Fault, e.Remediation, alarms, e.At);
        var others = state.Marks.Where(m => !IsOf(m, e.Incident, e.By));
        return state with { Marks = [.. others.TakeLast(MostMarks - 1), mark] };
    }

    internal static KernelState Withdraw(KernelState state, MarkWithdrawn e) =>
        state with { Marks = state.Marks.RemoveAll(m => IsOf(m, e.Incident, e.By)) };

    internal static KernelState Close(KernelState state, IncidentClosed e)
    {
        if (!state.Incidents.TryGetValue(e.Incident, out var incident)) return state;
        var closed = Digest(incident, e.Outcome, e.At);
        return state with
        {
            Incidents = state.Incidents.Remove(e.Incident),
            Closed = [.. state.Closed.Skip(state.Closed.Length - MostClosed + 1), closed],
        };
    }

    /// <summary>A detector that speaks again counts once, as strongly as it ever did.</summary>
    internal static ImmutableArray<Alarm> With(ImmutableArray<Alarm> alarms, Verdict symptom)
    {
        var before = alarms.FirstOrDefault(a => a.Detector == symptom.Detector);
        if (before?.Surprise >= symptom.Evidence.Surprise) return alarms;
        var now = new Alarm(symptom.Detector, symptom.Evidence.Surprise);
        return [.. alarms.Where(a => a != before).Append(now).OrderBy(a => a.Detector, StringComparer.Ordinal)];
    }

    /// <summary>What a mark can be about: the incident if it is open, else what is kept of it; null when it is not
    /// known.</summary>
    internal static ClosedIncident? Remember(KernelState state, string id) =>
        state.Incidents.TryGetValue(id, out var open)
            ? Digest(open, "open", 0)
            : state.Closed.LastOrDefault(c => c.Id == id);

    /// <summary>The person's mark as it stands, or null.</summary>
    internal static Mark? Of(KernelState state, string incident, string by) =>
        state.Marks.FirstOrDefault(m => IsOf(m, incident, by));

    private static bool IsOf(Mark mark, string incident, string by) => mark.Incident == incident && mark.By == by;

    private static ClosedIncident Digest(Incident incident, string outcome, long at)
    {
        var best = incident.Ranking is { Suspects: [var first, ..] } ? first : null;
        return new ClosedIncident(
            incident.Id, outcome, best?.Subject, best?.Fault ?? FaultKind.Unknown, incident.Alarms, incident.Tried, at);
    }
}
