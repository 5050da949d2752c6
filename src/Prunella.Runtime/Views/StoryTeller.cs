using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Remediations;
using Prunella.Runtime.Perception;

namespace Prunella.Runtime.Views;

/// <summary>Tells an incident in sentences with their numbers, for somebody who was not
/// there.</summary>
internal static class StoryTeller
{
    public static IncidentStory Tell(IncidentFile file, PerceptionPicture seen)
    {
        var summary = file.Summary();
        return new IncidentStory(
            1,
            summary,
            [.. file.Symptoms.OrderBy(s => s.SinceUnixNanos)],
            file.Ranking,
            [.. file.Weighed],
            [.. file.Remediations.Select(r => r.View())],
            [.. file.Remediations.SelectMany(r => r.Actions).OrderBy(a => a.IssuedUnixNanos)],
            Timeline(file),
            LinesOf(file, summary.Suspect, seen, l => l.Severity >= LogSeverity.Error))
        {
            WarningLines = LinesOf(file, summary.Suspect, seen, l => l.Severity == LogSeverity.Warning),
        };
    }

    private static StoryLine[] Timeline(IncidentFile file)
    {
        var actions = file.Remediations.SelectMany(r => r.Actions);
        var firstOrder = actions.Select(a => a.IssuedUnixNanos).DefaultIfEmpty(0).Min();
        var lines = file.Notes
            .SelectMany(n => Lines(file, n, firstOrder))
            .Concat(file.Remediations.SelectMany(Renewals));
        if (file.NotesLeftOut > 0)
            lines = lines.Append(new StoryLine(file.Notes[^1].At, "seen", $"{file.NotesLeftOut} further notes are left out here; the journal has them."));
        // Ordered by time and otherwise as they came.
        return [.. lines.OrderBy(l => l.AtUnixNanos)];
    }

    private static IEnumerable<StoryLine> Lines(IncidentFile file, Noted noted, long firstOrder) => noted.Event switch
    {
        IncidentOpened e => e.Symptoms.Select(s => Line(e.At, "seen", Upper(Words.Symptom(s)) + $". It began {Numbers.Span(e.At - s.SinceUnixNanos)} before, and incident {file.Id} was opened.")),
        SymptomJoined e => [Line(e.At, "seen", Upper(Words.Symptom(e.Symptom)) + ".")],
        SymptomCleared e => [Line(e.At, "seen", $"The symptom on {Words.Name(e.Subject)} ({Words.Lower(e.Signal.ToString())}, {e.Detector}) is gone.")],
        ReflexEjected e => [Line(e.At, "reflex", Reflex(e, firstOrder))],
        ReflexRestored e => [Line(e.At, "reflex", $"The gateway {e.Gateway} let {e.Instance} back in by itself.")],
        IncidentDiagnosed e => [Line(e.At, "diagnosed", Diagnosis(e.Ranking))],
        RemediesWeighed e => Weighed(e),
        NothingDone e => [Line(e.At, "refused", $"Nothing was done for now: {ReasonTexts.Say(e.Reason)}.")],
        IncidentEscalated e => [Line(e.At, "told", $"A person was told: {ReasonTexts.Say(e.Reason)}.")],
        IncidentClosed e => [Line(e.At, "closed", $"Closed: {Words.Outcome(e.Outcome)}, {Numbers.Span(e.At - file.Since)} after the first symptom.")],
        Frozen e => [Line(e.At, "person", $"{e.By} froze acting ({e.Source}): {e.Why}".TrimEnd(' ', ':') + ".")],
        Unfrozen e => [Line(e.At, "person", $"{e.By} let acting go on ({e.Source}).")],
        IncidentMarked e => [Line(e.At, "person", $"{e.By} marked it {Words.Mark(e.Kind, e.Suspect, e.Fault, e.Remediation)}{(e.Note.Length > 0 ? ": " + e.Note.TrimEnd('.') : "")}.")],
        MarkWithdrawn e => [Line(e.At, "person", $"{e.By} took that mark back.")],
        PolicySetActivated or PolicySetStaged or PolicySetWithdrawn =>
            [Line(noted.At, "policies", PoliciesText.Say(noted.Event))],
        ShadowDecided e => [Line(e.At, "shadow", PoliciesText.Say(e))],
        InvariantBroken e => [Line(e.At, "refused", Upper(ReasonTexts.Say(e.Reason)) + ".")],
        var other => RemediationLines(file, noted.At, other),
    };

    private static IEnumerable<StoryLine> RemediationLines(IncidentFile file, long at, KernelEvent e) => e switch
    {
        RemediationProposed p => [Line(at, "done", Proposal(p, file.Remediation(p.Id)?.Asked is not null))],
        ApprovalAsked a => [Line(at, "asked", Asked(file, a))],
        ApprovalGiven g => [Line(at, "person", $"{g.By} approved {g.Remediation} (plan {g.Plan}).")],
        ApprovalDenied n => [Line(at, "person", $"{n.By} denied {n.Remediation}: {n.Because}".TrimEnd(' ', ':', '.') + ".")],
        DoseChanged c => [Line(at, "judged", $"{c.Remediation}: {(c.ToPerMille > c.FromPerMille ? "more" : "less")} of it, {Numbers.Share(c.FromPerMille)} becomes {Numbers.Share(c.ToPerMille)}, because {ReasonTexts.Say(c.Reason)}.")],
        OrderIssued o => [Line(at, "done", Order(o))],
        OrderSettled s => Settled(file, s),
        VerificationAsked a => [Line(at, "judged", $"{a.Remediation} is judged on {Words.Name(a.Request.Subject)} by {What(a.Request)}{Against(a.Request)}, until {Numbers.Span(a.Request.DeadlineUnixNanos - at)} later at most.")],
        VerificationNoted v => [Line(at, "judged", $"{v.Remediation}: {Words.Verification(v.Result)}")],
        RemediationMoved m => Moved(m),
        OutcomeLearned l => [Line(at, "judged", Words.Learned(l))],
        TrustEvidenceNoted t => [Line(at, "judged", Words.Evidence(t))],
        _ => [],
    };

    private static string Reflex(ReflexEjected e, long firstOrder)
    {
        var what = $"The gateway {e.Gateway} took {e.Instance} out of the traffic by itself";
        var since = e.SinceUnixNanos > 0 ? e.SinceUnixNanos : e.At;
        if (firstOrder == 0) return what + "; no order has been given.";
        return since <= firstOrder
            ? $"{what}, {Numbers.Span(firstOrder - since)} before the first order: the reflex acted first."
            : $"{what}, {Numbers.Span(since - firstOrder)} after the first order: the order came first.";
    }

    private static string Diagnosis(SuspectRanking ranking)
    {
        var suspects = "Suspects: " + string.Join(" ", ranking.Suspects.Select(s =>
            $"{Words.Name(s.Subject)} ({Words.Fault(s.Fault)}) is {Numbers.Share(s.ProbabilityPerMille)} likely: {s.Why.TrimEnd('.')}."));
        if (ranking.Suspects.Count == 0) suspects = "Nothing stands out as the cause.";
        if (ranking.Abstained) suspects += " The best of them tie, so none is blamed.";
        return ranking.Victims.Count == 0
            ? suspects
            : $"{suspects} Victims, not causes: {string.Join(", ", ranking.Victims.Select(Words.Name))}.";
    }

    private static IEnumerable<StoryLine> Weighed(RemediesWeighed e)
    {
        foreach (var r in e.Remedies) yield return Line(e.At, r.Chosen ? "weighed" : "refused", Candidate(r));
        if (e.Alternatives.Count > 0)
            yield return Line(e.At, "weighed", $"The alternatives: {string.Join("; ", e.Alternatives.Select(ReasonTexts.Say))}.");
    }

    private static string Candidate(WeighedRemedy r)
    {
        var why = string.Join("; ", r.Reasons.Select(ReasonTexts.Say));
        var verdict = r.Chosen ? "chosen" : r.Reasons.Any(x => x.Code == ReasonCodes.NotFirst) ? "not needed yet"
            : r.Reasons.Any(x => x.Code == ReasonCodes.Waits) ? "not yet" : "refused";
        return $"{r.Recipe} on {Words.Name(r.Target)}: {verdict}, because {why}.";
    }

    private static string Proposal(RemediationProposed p, bool waits)
    {
        var lease = p.LeaseNanos > 0 ? $" for {Numbers.Span(p.LeaseNanos)} at a time" : "";
        return $"{p.Id} {(waits ? "is proposed" : "begins")}: {p.Recipe} on {Words.Name(p.Target)} against {Words.Fault(p.Fault)}, under the policy {p.Policy}{lease} ({Words.Lower(p.Disruption.ToString())} disruption). What would undo it: {p.Undo}.";
    }

    private static string Asked(IncidentFile file, ApprovalAsked a)
    {
        var target = file.Remediation(a.Remediation)?.Proposed.Target;
        var steps = target is { } t ? string.Join(", then ", a.Steps.Select(s => Words.Order(s.Verb, t))) : "";
        var asker = a.RequestedBy.Length > 0 ? $", asked for by {a.RequestedBy}," : "";
        var persons = a.Needed == 1 ? "one person's approval" : $"the approval of {a.Needed} persons";
        return $"{a.Remediation}{asker} waits for {persons}, {Numbers.Span(a.Until - a.At)} at most (plan {a.Plan}): {steps}.";
    }

    private static string Order(OrderIssued o) => o.Reverts.Length > 0
        ? $"Order to {o.Order.Actuator}: take back \"{Words.Order(o.Order.Verb, o.Order.Subject)}\"."
        : $"Order to {o.Order.Actuator}: {Words.Order(o.Order.Verb, o.Order.Subject)}{Share(o.Order)}.";

    private static string Share(RemediationOrder order) =>
        order.Verb == Verb.Shift ? $", {Numbers.Share((int)order.Amount)} of it" : "";

    private static IEnumerable<StoryLine> Settled(IncidentFile file, OrderSettled s)
    {
        var action = file.Remediation(s.Remediation)?.Actions.Find(a => a.OrderId == s.Outcome.OrderId);
        if (action is null) return [];
        var after = Numbers.Span(s.At - action.IssuedUnixNanos);
        var detail = s.Outcome.Detail.Length > 0 ? $" ({s.Outcome.Detail.TrimEnd('.')})" : "";
        var what = (action.Reverts.Length > 0 ? "take back: " : "") + Words.Order(action.Verb, action.Subject);
        return s.Outcome.Kind switch
        {
            OutcomeKind.Succeeded => [Line(s.At, "done", $"In effect after {after}: {what}{detail}.")],
            OutcomeKind.Failed => [Line(s.At, "done", $"Failed after {after}: {what}{detail}. Nothing of it is in effect.")],
            _ => [Line(s.At, "done", $"No answer after {after}: {what}{detail}. Whether it took effect is found out by reading the target.")],
        };
    }

    private static StoryLine[] Moved(RemediationMoved m) => m.To switch
    {
        RemediationState.Holding => [Line(m.At, "judged", $"{m.Id} is held: {ReasonTexts.Say(m.Reason)}.")],
        RemediationState.Returning => [Line(m.At, "returned", $"{m.Id} is given back: {ReasonTexts.Say(m.Reason)}.")],
        RemediationState.Succeeded => [Line(m.At, m.From == RemediationState.Returning ? "returned" : "judged", $"{m.Id} succeeded: {ReasonTexts.Say(m.Reason)}.")],
        RemediationState.RollingBack => [Line(m.At, m.Reason.Code == ReasonCodes.RevertedByPerson ? "person" : "judged", $"{m.Id} is taken back: {ReasonTexts.Say(m.Reason)}.")],
        RemediationState.RolledBack when m.From == RemediationState.Proposed => [Line(m.At, "withdrawn", $"{m.Id} is withdrawn, and nothing of it was done: {ReasonTexts.Say(m.Reason)}.")],
        RemediationState.RolledBack => [Line(m.At, "returned", $"{m.Id} has been taken back: {ReasonTexts.Say(m.Reason)}.")],
        RemediationState.Failed => [Line(m.At, "judged", $"{m.Id} failed: {ReasonTexts.Say(m.Reason)}.")],
        RemediationState.Unknown => [Line(m.At, "judged", $"{m.Id} waits: {ReasonTexts.Say(m.Reason)}.")],
        // Approved, running and verifying are told by the orders and the judgement themselves.
        _ => [],
    };

    private static IEnumerable<StoryLine> Renewals(RemediationFile r)
    {
        if (r.Renewals == 0) return [];
        var times = r.Renewals == 1 ? "once" : $"{r.Renewals} times";
        var failed = r.RenewalsFailed == 0 ? "" : $"; {r.RenewalsFailed} of them failed";
        var span = r.Renewals == 1 ? "" : $" over {Numbers.Span(r.LastRenewalAt - r.FirstRenewalAt)}";
        return [Line(r.LastRenewalAt, "done", $"The lease of {r.Proposed.Id} was renewed {times}{span}{failed}.")];
    }

    private static string Against(VerificationRequest request) => request.Controls is { Count: > 0 } controls
        ? $", against {string.Join(", ", controls.Select(Words.Name))}, who {(controls.Count == 1 ? "is" : "are")} not treated"
        : "";

    private static string What(VerificationRequest request) =>
        request is { Signal: SignalKind.Latency, BoundMilli: > 0 }
            ? $"requests that fail or take longer than {request.BoundMilli} ms"
            : "requests that fail";

    private static LogLine[] LinesOf(
        IncidentFile file, Subject? suspect, PerceptionPicture seen, Func<LogLine, bool> isMeant)
    {
        if (suspect is not { } subject) return [];
        var until = file.ClosedAt == 0 ? long.MaxValue : file.ClosedAt;
        return
        [
            .. seen.ErrorLines.Values.SelectMany(l => l)
                .Where(l => isMeant(l) && l.TimeUnixNanos <= until && Concerns(l.Instance, subject))
                .OrderBy(l => l.TimeUnixNanos)
                .TakeLast(100),
        ];
    }

    private static bool Concerns(InstanceId instance, Subject suspect) =>
        suspect.Kind == SubjectKind.Instance ? suspect.Instance == instance : suspect.Service == instance.Service;

    private static StoryLine Line(long at, string kind, string text) => new(at, kind, text);

    /// <summary>Begins a sentence; a name such as <c>checkout/checkout-2</c> keeps its own
    /// spelling.</summary>
    private static string Upper(string text)
    {
        var word = text.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space ? text[..space] : text;
        return word.Length == 0 || word.Contains('/', StringComparison.Ordinal)
            ? text
            : char.ToUpperInvariant(text[0]) + text[1..];
    }
}
