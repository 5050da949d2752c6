using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Remediations;

namespace Prunella.Runtime.Views;

/// <summary>What happened, and when; events are kept as they are and put into words when somebody
/// asks.</summary>
internal sealed record Noted(long At, KernelEvent Event);

/// <summary>All that is kept of one remediation.</summary>
internal sealed class RemediationFile
{
    public required RemediationProposed Proposed { get; init; }

    public RemediationState State { get; set; } = RemediationState.Proposed;

    public long EndedAt { get; set; }

    public long LeaseEndsAt { get; set; }

    public VerificationResult? Verification { get; set; }

    public Reason? Judgement { get; set; }

    public ApprovalAsked? Asked { get; set; }

    public List<string> ApprovedBy { get; init; } = [];

    /// <summary>Leases prolonged; counted, because each by itself tells nothing.</summary>
    public int Renewals { get; set; }

    public int RenewalsFailed { get; set; }

    public long FirstRenewalAt { get; set; }

    public long LastRenewalAt { get; set; }

    public List<ActionView> Actions { get; init; } = [];

    public RemediationView View() => new(
        Proposed.Id,
        Proposed.Incident,
        Proposed.Policy,
        Proposed.Recipe,
        Proposed.Target,
        Proposed.Fault,
        State,
        Proposed.At,
        EndedAt,
        Proposed.LeaseNanos,
        LeaseEndsAt,
        Proposed.Undo,
        Verification,
        Judgement,
        Asked is null ? null : Approval(Asked));

    private ApprovalView Approval(ApprovalAsked asked) => new(
        asked.Plan,
        [.. asked.Steps.Select(s => Words.Order(s.Verb, Proposed.Target))],
        asked.Needed,
        [.. ApprovedBy],
        asked.RequestedBy,
        asked.Until);
}

/// <summary>All that is kept of one incident, in memory or in a snapshot.</summary>
/// <remarks>Bounded: the first and the latest notes are kept, what lies between is counted; the
/// journal has all.</remarks>
internal sealed class IncidentFile
{
    /// <summary>A long incident has some fifty notes; ten times that is for one that flaps all
    /// night.</summary>
    private const int MostNotes = 500;
    private const int FirstNotes = 100;
    private const int MostActions = 200;
    private const int MostSymptoms = 100;
    private const int MostWeighed = 100;
    private const int MostMarks = 100;

    public required string Id { get; init; }

    public string Outcome { get; set; } = "open";

    public long Since { get; set; }

    public long OpenedAt { get; set; }

    public long ClosedAt { get; set; }

    public List<ServiceId> Neighbourhood { get; init; } = [];

    public List<Verdict> Symptoms { get; init; } = [];

    public SuspectRanking? Ranking { get; set; }

    public bool Escalated { get; set; }

    public List<WeighedRemedy> Weighed { get; init; } = [];

    public List<RemediationFile> Remediations { get; init; } = [];

    /// <summary>One per person, the latest.</summary>
    public List<MarkView> Marks { get; init; } = [];

    public List<Noted> Notes { get; init; } = [];

    public int NotesLeftOut { get; set; }

    public RemediationFile? Remediation(string id) => Remediations.Find(r => r.Proposed.Id == id);

    public void Note(long at, KernelEvent e)
    {
        Notes.Add(new Noted(at, e));
        if (Notes.Count <= MostNotes) return;
        Notes.RemoveAt(FirstNotes);
        NotesLeftOut++;
    }

    public void Propose(RemediationProposed e)
    {
        Remediations.Add(new RemediationFile { Proposed = e });
        Note(e.At, e);
    }

    public void Widen(IReadOnlyList<ServiceId> services) =>
        Neighbourhood.AddRange([.. services.Except(Neighbourhood)]);

    public void AddSymptom(Verdict symptom)
    {
        Symptoms.RemoveAll(s =>
            s.Subject == symptom.Subject && s.Signal == symptom.Signal
            && s.Detector == symptom.Detector && s.Objective == symptom.Objective);
        if (Symptoms.Count < MostSymptoms) Symptoms.Add(symptom);
    }

    /// <summary>Keeps of each candidate what was last said of it, and everything that was
    /// chosen.</summary>
    public void Weigh(IReadOnlyList<WeighedRemedy> remedies)
    {
        Weighed.RemoveAll(w =>
            !w.Chosen && remedies.Any(r => (r.Policy, r.Recipe, r.Target) == (w.Policy, w.Recipe, w.Target)));
        Weighed.AddRange(remedies);
        if (Weighed.Count > MostWeighed) Weighed.RemoveRange(0, Weighed.Count - MostWeighed);
    }

    public void Mark(IncidentMarked e)
    {
        Marks.RemoveAll(m => m.By == e.By);
        Marks.Add(new MarkView(e.By, e.Kind, e.Suspect, e.Fault, e.Remediation, e.Note, e.At));
        if (Marks.Count > MostMarks) Marks.RemoveAt(0);
        Note(e.At, e);
    }

    public void Withdraw(MarkWithdrawn e)
    {
        Marks.RemoveAll(m => m.By == e.By);
        Note(e.At, e);
    }

    public void Issue(RemediationFile r, OrderIssued e)
    {
        if (e.Renewal)
        {
            r.Renewals++;
            r.LastRenewalAt = e.At;
            if (r.FirstRenewalAt == 0) r.FirstRenewalAt = e.At;
        }
        else
        {
            Note(e.At, e);
        }
        r.Actions.Add(new ActionView(
            e.Order.Id, e.Remediation, e.Order.Verb, e.Order.Subject, e.At, null, "", e.Renewal, e.Reverts));
        // Renewals go first: what was done stays to be seen.
        if (r.Actions.Count > MostActions) r.Actions.RemoveAt(Math.Max(0, r.Actions.FindIndex(a => a.Renewal)));
    }

    public ActionView? Settle(RemediationFile r, OrderSettled e)
    {
        var index = r.Actions.FindLastIndex(a => a.OrderId == e.Outcome.OrderId);
        if (index < 0) return null;
        var settled = r.Actions[index] with { Outcome = e.Outcome.Kind, Detail = e.Outcome.Detail };
        r.Actions[index] = settled;
        if (!settled.Renewal) Note(e.At, e);
        else if (e.Outcome.Kind != OutcomeKind.Succeeded) r.RenewalsFailed++;
        var granted = e.Outcome.Kind == OutcomeKind.Succeeded
            && settled.Reverts.Length == 0
            && r.Proposed.LeaseNanos > 0
            && settled.Verb.Facts().IsTemporary;
        if (granted) r.LeaseEndsAt = e.At + r.Proposed.LeaseNanos;
        return settled;
    }

    /// <summary>Keeps the last answer; one that says the same as before, with more requests,
    /// replaces it.</summary>
    public void Verify(RemediationFile r, VerificationNoted e)
    {
        r.Verification = e.Result;
        var before = Notes.FindLastIndex(n => n.Event is VerificationNoted v && v.Remediation == e.Remediation);
        var said = before < 0 ? null : ((VerificationNoted)Notes[before].Event).Result;
        if (said?.Verdict == e.Result.Verdict) Notes.RemoveAt(before);
        Note(e.At, e);
    }

    public IncidentSummary Summary()
    {
        var best = Ranking is { Suspects.Count: > 0 } ranking ? ranking.Suspects[0] : null;
        return new IncidentSummary(
            Id,
            Outcome,
            Since,
            OpenedAt,
            ClosedAt,
            best?.Subject,
            best?.Fault ?? FaultKind.Unknown,
            [.. Neighbourhood],
            Escalated,
            [.. Remediations.Select(r => r.Proposed.Id)],
            Marks.Count == 0 ? null : [.. Marks]);
    }
}
