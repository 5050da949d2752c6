using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Incidents;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Reasons;

namespace Prunella.Kernel.State;

/// <summary>Folds what happened to incidents.</summary>
internal static class IncidentFold
{
    public static KernelState Open(KernelState state, IncidentOpened e)
    {
        var symptoms = Ordered.Map<Verdict>()
            .SetItems(e.Symptoms.Select(s => KeyValuePair.Create(VerdictKey.Whole(s), s)));
        var incident = new Incident
        {
            Id = e.Id,
            Symptoms = symptoms,
            Neighbourhood = [.. e.Neighbourhood.Order()],
            Since = e.SinceUnixNanos,
            OpenedAt = e.At,
            Alarms = e.Symptoms.Aggregate(ImmutableArray<Alarm>.Empty, MarkFold.With),
        };
        return state with
        {
            Incidents = state.Incidents.Add(e.Id, incident),
            Transient = state.Transient.RemoveRange(symptoms.Keys),
            NextIncident = state.NextIncident + 1,
        };
    }

    public static KernelState Join(KernelState state, SymptomJoined e)
    {
        var key = VerdictKey.Whole(e.Symptom);
        var changed = Change(state, e.Incident, i => i with
        {
            Symptoms = i.Symptoms.SetItem(key, e.Symptom),
            Alarms = MarkFold.With(i.Alarms, e.Symptom),
            Neighbourhood = [.. i.Neighbourhood.Append(e.Symptom.Subject.Service).Distinct().Order()],
        });
        return changed with { Transient = changed.Transient.Remove(key) };
    }

    public static KernelState Clear(KernelState state, SymptomCleared e)
    {
        var key = e.Subject.Text + "|" + VerdictKey.Inner(e.Signal, e.Detector, e.Objective);
        return Change(state, e.Incident, i => i with { Symptoms = i.Symptoms.Remove(key) });
    }

    /// <summary>The incident that a symptom belongs to, or null.</summary>
    public static Incident? HomeOf(KernelState state, string key)
    {
        foreach (var (_, incident) in state.Incidents)
        {
            if (incident.Symptoms.ContainsKey(key)) return incident;
        }
        return null;
    }

    /// <summary>A symptom spoke again, perhaps more strongly than when it joined.</summary>
    public static KernelState Strengthen(KernelState state, Incident home, Verdict verdict)
    {
        var alarms = MarkFold.With(home.Alarms, verdict);
        return alarms == home.Alarms ? state : Change(state, home.Id, i => i with { Alarms = alarms });
    }

    public static KernelState Diagnose(KernelState state, IncidentDiagnosed e) => Change(state, e.Incident, i => i with
    {
        Ranking = e.Ranking,
        Neighbourhood = [.. i.Neighbourhood.Union(e.Ranking.Neighbourhood).Order()],
    });

    public static KernelState Shadow(KernelState state, ShadowDecided e) =>
        Change(state, e.Incident, i => i with { LastShadow = e.Hash + e.Would });

    public static KernelState Weigh(KernelState state, RemediesWeighed e) =>
        Change(state, e.Incident, i => i with { LastWeighing = TextOf(e.Remedies) });

    public static KernelState DoNothing(KernelState state, NothingDone e) =>
        Change(state, e.Incident, i => i with { LastNothing = e.Reason.ToString() });

    public static KernelState Escalate(KernelState state, IncidentEscalated e) =>
        Change(state, e.Incident, i => i with { Escalated = true, LastEscalation = e.Reason.ToString() });

    public static KernelState Change(KernelState state, string id, Func<Incident, Incident> change) =>
        state.Incidents.TryGetValue(id, out var incident)
            ? state with { Incidents = state.Incidents.SetItem(id, change(incident)) }
            : state;

    /// <summary>By what a weighing is told from the one before; a gain that moves a little and changes nothing is no
    /// news.</summary>
    public static string TextOf(IReadOnlyList<WeighedRemedy> remedies) => string.Join("; ", remedies.Select(r =>
        $"{r.Policy} {r.Recipe} {r.Target} {(r.Chosen ? "chosen" : "refused")} "
        + string.Join(", ", r.Reasons.Where(reason => reason.Code != ReasonCodes.ExpectedGain))));
}
