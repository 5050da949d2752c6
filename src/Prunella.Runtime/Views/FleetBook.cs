using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.State;
using Prunella.Kernel.Trust;
using Prunella.Runtime.Tuning;

namespace Prunella.Runtime.Views;

/// <summary>A reflex that holds an instance out of the traffic.</summary>
internal sealed record ReflexNote(string Gateway, ReflexEjected Event);

/// <summary>What people can ask about a fleet, folded from its events and from nothing
/// else.</summary>
/// <remarks>Not safe for more than one thread; <see cref="FleetViews"/> guards it. Every list is
/// bounded.</remarks>
internal sealed class FleetBook
{
    /// <summary>Closed incidents kept in memory: whatever can still be marked. Older ones are folded from the journal
    /// when asked for.</summary>
    public const int MostClosed = MarkFold.MostClosed;

    private const int MostActions = 2000;
    private const int MostVerdicts = 20_000;

    public long Sequence { get; set; }

    public long At { get; set; }

    public long Epoch { get; set; }

    public string PolicyHash => Policies.Hash;

    public PoliciesView Policies { get; set; } = PoliciesView.None;

    public long ActionsTotal { get; set; }

    public long IncidentsTotal { get; set; }

    public GuardBook Guards { get; init; } = new();

    public Dictionary<string, FreezeView> Freezes { get; init; } = [];

    public Dictionary<string, Verdict> Verdicts { get; init; } = [];

    public Dictionary<string, ReflexNote> Reflexes { get; init; } = [];

    public List<ActionView> Actions { get; init; } = [];

    public Dictionary<string, IncidentFile> Open { get; init; } = [];

    public List<IncidentFile> Closed { get; init; } = [];

    public IncidentFile? Find(string id) =>
        Open.TryGetValue(id, out var open) ? open : Closed.Find(i => i.Id == id);

    public TuningBook Tuning { get; init; } = new();

    public ImmutableSortedDictionary<string, EfficacyRecord> Records { get; set; } =
        ImmutableSortedDictionary.Create<string, EfficacyRecord>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, TrustRecord> Trust { get; set; } =
        ImmutableSortedDictionary.Create<string, TrustRecord>(StringComparer.Ordinal);

    public void Apply(KernelEvent e)
    {
        Tuning.Apply(e);
        if (e is OutcomeLearned learned) Records = Learned.Fold(Records, learned);
        if (e is TrustEvidenceNoted evidence) Trust = Learned.Fold(Trust, evidence);
        switch (e)
        {
            case EpochOpened opened: Epoch = opened.Epoch; break;
            case PolicySetActivated or PolicySetStaged or PolicySetWithdrawn: ApplyPolicies(e); break;
            case VerdictNoted noted: Note(noted.Verdict); break;
            case Silenced or Unsilenced or StormNoted or CanariesChecked: Guards.Apply(e); break;
            case Frozen or Unfrozen or ReflexEjected or ReflexRestored or InvariantBroken: ApplyFleetWide(e); break;
            case IncidentOpened opened: OpenIncident(opened); break;
            case IncidentMarked marked: Find(marked.Incident)?.Mark(marked); break;
            case MarkWithdrawn withdrawn: Find(withdrawn.Incident)?.Withdraw(withdrawn); break;
            default: ApplyToIncident(e); break;
        }
    }

    private void Note(Verdict verdict)
    {
        var key = $"{verdict.Subject.Text}|{verdict.Signal}|{verdict.Detector}|{verdict.Objective}";
        if (Verdicts.Count >= MostVerdicts && verdict.Health != Health.Unhealthy) Verdicts.Remove(key);
        else Verdicts[key] = verdict;
    }

    private void ApplyPolicies(KernelEvent e)
    {
        switch (e)
        {
            case PolicySetActivated a:
                var staged = Policies.Staged?.Hash == a.Hash ? null : Policies.Staged;
                Policies = Policies with { Hash = a.Hash, By = a.By, SinceUnixNanos = a.At, Staged = staged };
                NoteEverywhere(a.At, a);
                break;
            case PolicySetStaged s:
                Policies = Policies with
                {
                    Staged = new StagedView(s.Hash, s.Stage, s.SharePerMille, s.Services, s.By, s.At),
                };
                NoteEverywhere(s.At, s);
                break;
            case PolicySetWithdrawn w:
                var left = Policies.Staged?.Hash == w.Hash ? null : Policies.Staged;
                Policies = Policies with { Staged = left, Withdrawn = new WithdrawnView(w.Hash, w.Reason, w.By, w.At) };
                NoteEverywhere(w.At, w);
                break;
        }
    }

    private void ApplyFleetWide(KernelEvent e)
    {
        switch (e)
        {
            case Frozen f:
                Freezes[f.Source] = new FreezeView(f.Source, f.By, f.Why, f.At);
                NoteEverywhere(f.At, f);
                break;
            case Unfrozen u:
                Freezes.Remove(u.Source);
                NoteEverywhere(u.At, u);
                break;
            case InvariantBroken b: NoteEverywhere(b.At, b); break;
            case ReflexEjected r:
                Reflexes[r.Instance.ToString()] = new ReflexNote(r.Gateway, r);
                NoteAround(r.Instance.Service, r.At, r);
                break;
            case ReflexRestored r:
                Reflexes.Remove(r.Instance.ToString());
                NoteAround(r.Instance.Service, r.At, r);
                break;
        }
    }

    private void NoteEverywhere(long at, KernelEvent e)
    {
        foreach (var incident in Open.Values) incident.Note(at, e);
    }

    private void NoteAround(ServiceId service, long at, KernelEvent e)
    {
        foreach (var incident in Open.Values.Where(i => i.Neighbourhood.Contains(service))) incident.Note(at, e);
    }

    private void OpenIncident(IncidentOpened e)
    {
        IncidentsTotal++;
        var incident = new IncidentFile
        {
            Id = e.Id,
            Since = e.SinceUnixNanos,
            OpenedAt = e.At,
            Neighbourhood = [.. e.Neighbourhood],
        };
        foreach (var symptom in e.Symptoms) incident.AddSymptom(symptom);
        Open[e.Id] = incident;
        // A reflex is quicker than a judgement: what it did before belongs to the story.
        var before = Reflexes.Values.Where(r => e.Neighbourhood.Contains(r.Event.Instance.Service));
        foreach (var reflex in before.OrderBy(r => r.Event.At)) incident.Note(reflex.Event.At, reflex.Event);
        incident.Note(e.At, e);
    }

    private void ApplyToIncident(KernelEvent e)
    {
        if (IncidentOf(e) is not { } id || !Open.TryGetValue(id, out var incident)) return;
        switch (e)
        {
            case SymptomJoined j: Join(incident, j); break;
            case SymptomCleared c: incident.Note(c.At, c); break;
            case IncidentDiagnosed d: Diagnose(incident, d); break;
            case RemediesWeighed w: incident.Weigh(w.Remedies); incident.Note(w.At, w); break;
            case NothingDone or ShadowDecided: incident.Note(TimeOf(e), e); break;
            case IncidentEscalated t: incident.Escalated = true; incident.Note(t.At, t); break;
            case IncidentClosed c: Close(incident, c); break;
            case RemediationProposed p: incident.Propose(p); break;
            default: ApplyToRemediation(incident, e); break;
        }
    }

    private static void Join(IncidentFile incident, SymptomJoined e)
    {
        incident.AddSymptom(e.Symptom);
        incident.Widen([e.Symptom.Subject.Service]);
        incident.Note(e.At, e);
    }

    private static void Diagnose(IncidentFile incident, IncidentDiagnosed e)
    {
        incident.Ranking = e.Ranking;
        incident.Widen(e.Ranking.Neighbourhood);
        incident.Note(e.At, e);
    }

    private void Close(IncidentFile incident, IncidentClosed e)
    {
        incident.Outcome = e.Outcome;
        incident.ClosedAt = e.At;
        incident.Note(e.At, e);
        Open.Remove(incident.Id);
        Closed.Add(incident);
        if (Closed.Count > MostClosed) Closed.RemoveAt(0);
    }

    private void ApplyToRemediation(IncidentFile incident, KernelEvent e)
    {
        if (RemediationOf(e) is not { } id || incident.Remediation(id) is not { } r) return;
        switch (e)
        {
            case RemediationMoved m: Move(incident, r, m); break;
            case ApprovalAsked a: r.Asked = a; incident.Note(a.At, a); break;
            case ApprovalGiven g: r.ApprovedBy.Add(g.By); incident.Note(g.At, g); break;
            case ApprovalDenied n: incident.Note(n.At, n); break;
            case OrderIssued o: incident.Issue(r, o); Act(o); break;
            case OrderSettled s when incident.Settle(r, s) is { } settled: Replace(settled); break;
            case VerificationAsked a: incident.Note(a.At, a); break;
            case VerificationNoted v: incident.Verify(r, v); break;
            default: Learn(incident, e); break;
        }
    }

    private static void Learn(IncidentFile incident, KernelEvent e)
    {
        if (e is OutcomeLearned learned) incident.Note(learned.At, learned);
        if (e is TrustEvidenceNoted evidence) incident.Note(evidence.At, evidence);
    }

    private static void Move(IncidentFile incident, RemediationFile r, RemediationMoved e)
    {
        r.State = e.To;
        if (IsJudgement(e)) r.Judgement = e.Reason;
        if (RemediationTransitions.IsFinal(e.To))
        {
            r.EndedAt = e.At;
            r.LeaseEndsAt = 0;
        }
        incident.Note(e.At, e);
    }

    /// <summary>What follows a judgement (the return, the end of the taking back) says nothing of it.</summary>
    private static bool IsJudgement(RemediationMoved e) =>
        e.From == RemediationState.Verifying && e.To is RemediationState.Holding or RemediationState.Succeeded
        || e.To is RemediationState.RollingBack or RemediationState.Failed
        || e.From == RemediationState.Proposed && e.To == RemediationState.RolledBack;

    private void Act(OrderIssued e)
    {
        if (!e.Renewal) ActionsTotal++;
        Actions.Add(new ActionView(e.Order.Id, e.Remediation, e.Order.Verb, e.Order.Subject, e.At, null, "", e.Renewal, e.Reverts));
        if (Actions.Count > MostActions) Actions.RemoveAt(0);
    }

    private void Replace(ActionView settled)
    {
        var index = Actions.FindLastIndex(a => a.OrderId == settled.OrderId);
        if (index >= 0) Actions[index] = settled;
    }

    private static long TimeOf(KernelEvent e) => e is NothingDone n ? n.At : e is ShadowDecided s ? s.At : 0;

    private static string? RemediationOf(KernelEvent e) => e switch
    {
        RemediationMoved m => m.Id,
        ApprovalAsked a => a.Remediation,
        ApprovalGiven g => g.Remediation,
        ApprovalDenied n => n.Remediation,
        OrderIssued o => o.Remediation,
        OrderSettled s => s.Remediation,
        VerificationAsked a => a.Remediation,
        VerificationNoted v => v.Remediation,
        OutcomeLearned l => l.Remediation,
        TrustEvidenceNoted t => t.Source,
        _ => null,
    };

    private static string? IncidentOf(KernelEvent e) => e switch
    {
        SymptomJoined j => j.Incident,
        SymptomCleared c => c.Incident,
        IncidentDiagnosed d => d.Incident,
        RemediesWeighed w => w.Incident,
        NothingDone n => n.Incident,
        ShadowDecided s => s.Incident,
        IncidentEscalated t => t.Incident,
        IncidentClosed c => c.Incident,
        RemediationProposed p => p.Incident,
        _ => RemediationOf(e) is { } id && id.LastIndexOf(".r", StringComparison.Ordinal) is > 0 and var dot ? id[..dot] : null,
    };
}
