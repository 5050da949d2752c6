using System.Globalization;

using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Remediations;

namespace Prunella.Runtime.Tuning;

/// <summary>For whom and by which objective something was unhealthy.</summary>
internal sealed record Complaint(ServiceId Service, string Objective);

/// <summary>An incident that is over, as far as tuning needs it.</summary>
internal sealed record EndedIncident(
    IReadOnlyList<Complaint> Complaints, long LastedNanos, string Outcome, int Remedies, long At);

/// <summary>A remedy that has ended, as far as tuning needs it.</summary>
/// <param name="Recipe">Which.</param>
/// <param name="Probability">Of the suspect when it was chosen, in per mille; 0 when that is not known.</param>
/// <param name="HeldNanos">How long its temporary changes were held; 0 when they were not.</param>
/// <param name="Renewals">How often its lease was renewed.</param>
/// <param name="Outcome">What became of it, or null.</param>
/// <param name="At">When it ended.</param>
internal sealed record EndedRemedy(
    string Recipe, int Probability, long HeldNanos, int Renewals, Outcome? Outcome, long At);

/// <summary>An open incident or a remedy in flight, until it has ended.</summary>
internal sealed class OpenCase
{
    public long Since { get; init; }

    public List<Complaint> Complaints { get; init; } = [];

    public Dictionary<string, int> Probabilities { get; init; } = [];

    public int Remedies { get; set; }
}

/// <summary>A remedy in flight.</summary>
internal sealed class OpenRemedy
{
    public required string Recipe { get; init; }

    public int Probability { get; init; }

    public long HeldFrom { get; set; }

    public int Renewals { get; set; }

    public Outcome? Outcome { get; set; }
}

/// <summary>What tuning rests on, folded from the same events as all views.</summary>
/// <remarks>Bounded: the last 500 of each. Not safe for more than one thread; the views' book guards it.</remarks>
internal sealed class TuningBook
{
    private const int Most = 500;

    public Dictionary<string, OpenCase> Open { get; init; } = [];

    public Dictionary<string, OpenRemedy> InFlight { get; init; } = [];

    public List<EndedIncident> Incidents { get; init; } = [];

    public List<EndedRemedy> Remedies { get; init; } = [];

    public void Apply(KernelEvent e)
    {
        switch (e)
        {
            case IncidentOpened o: Begin(o); break;
            case SymptomJoined j when Open.TryGetValue(j.Incident, out var open): Complain(open, j.Symptom); break;
            case RemediesWeighed w when Open.TryGetValue(w.Incident, out var open): Weigh(open, w); break;
            case RemediationProposed p: Propose(p); break;
            case OrderIssued { Renewal: true } r when InFlight.TryGetValue(r.Remediation, out var remedy):
                remedy.Renewals++;
                break;
            case OutcomeLearned l when InFlight.TryGetValue(l.Remediation, out var remedy):
                remedy.Outcome = l.Outcome;
                break;
            case RemediationMoved m when InFlight.TryGetValue(m.Id, out var remedy): Move(remedy, m); break;
            case IncidentClosed c when Open.Remove(c.Incident, out var open):
                Keep(Incidents, new EndedIncident(
                    [.. open.Complaints], c.At - open.Since, c.Outcome, open.Remedies, c.At));
                break;
        }
    }

    private void Begin(IncidentOpened e)
    {
        var open = new OpenCase { Since = e.SinceUnixNanos };
        foreach (var symptom in e.Symptoms) Complain(open, symptom);
        Open[e.Id] = open;
    }

    private static void Complain(OpenCase open, Verdict symptom)
    {
        var complaint = new Complaint(symptom.Subject.Service, symptom.Objective);
        if (!open.Complaints.Contains(complaint)) open.Complaints.Add(complaint);
    }

    private static void Weigh(OpenCase open, RemediesWeighed e)
    {
        foreach (var chosen in e.Remedies.Where(r => r.Chosen))
        {
            var said = chosen.Reasons.FirstOrDefault(r => r.Code == ReasonCodes.Chosen)?.Parameters
                .FirstOrDefault(p => p.Name == "probability")?.Value;
            if (int.TryParse(said, CultureInfo.InvariantCulture, out var probability))
                open.Probabilities[Key(chosen.Recipe, chosen.Target)] = probability;
        }
    }

    private void Propose(RemediationProposed e)
    {
        var probability = 0;
        if (Open.TryGetValue(e.Incident, out var open))
        {
            open.Remedies++;
            probability = open.Probabilities.GetValueOrDefault(Key(e.Recipe, e.Target));
        }
        InFlight[e.Id] = new OpenRemedy { Recipe = e.Recipe, Probability = probability };
    }

    private void Move(OpenRemedy remedy, RemediationMoved e)
    {
        if (e.To == RemediationState.Holding && remedy.HeldFrom == 0) remedy.HeldFrom = e.At;
        if (!RemediationTransitions.IsFinal(e.To)) return;
        InFlight.Remove(e.Id);
        var held = remedy.HeldFrom == 0 ? 0 : e.At - remedy.HeldFrom;
        Keep(Remedies, new EndedRemedy(remedy.Recipe, remedy.Probability, held, remedy.Renewals, remedy.Outcome, e.At));
    }

    private static string Key(string recipe, Subject target) => recipe + "|" + target.Text;

    private static void Keep<T>(List<T> list, T item)
    {
        list.Add(item);
        if (list.Count > Most) list.RemoveAt(0);
    }
}
