using System.Text.Json;

using Prunella.Contracts;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Reasons;

namespace Prunella.Kernel.Tests.Transcripts;

/// <summary>Events and effects in one line each; what only repeats an input has none.</summary>
internal static class Lines
{
    public static string? Of(KernelEvent e) => e switch
    {
        VerdictNoted or CoverageNoted or RankingsNoted or VerificationNoted or CanariesChecked { Admitted.Count: 0 } or EpochOpened { Epoch: 1 } or PolicySetActivated { By: "loop" } => null,
        Silenced s => $"silenced {s.Subject} by {s.By}{(s.Debug ? " under debug" : "")}: {s.Because}",
        Unsilenced u => $"unsilenced {u.Subject} by {u.By}",
        StormNoted n => $"storm-{Word(n.Phase)} {n.Incidents} incidents over {n.Services} services",
        PolicySetActivated a => $"policies-activated {a.Hash[..4]} by {a.By}",
        PolicySetStaged s => $"policies-staged {s.Hash[..4]} {Word(s.Stage)}{(s.Services.Count > 0 ? " for " + string.Join(",", s.Services) : "")} by {s.By}",
        PolicySetWithdrawn w => $"policies-withdrawn {w.Hash[..4]} by {w.By} {w.Reason}",
        ShadowDecided s => $"shadow-decided {s.Incident} by {s.Hash[..4]} {(s.Would.Length > 0 ? s.Would : "nothing")} {string.Join("; ", s.Reasons)}".TrimEnd(),
        EpochOpened o => $"epoch-opened {o.Epoch}",
        Frozen f => $"frozen by {f.By} ({f.Source})",
        Unfrozen f => $"unfrozen by {f.By} ({f.Source})",
        ReflexEjected r => $"reflex-ejected {r.Instance}",
        ReflexRestored r => $"reflex-restored {r.Instance}",
        IncidentOpened i => $"incident-opened {i.Id} {string.Join(",", i.Symptoms.Select(s => $"{s.Subject} {Word(s.Fault)} by {s.Detector}"))} around {string.Join(",", i.Neighbourhood)}",
        SymptomJoined s => $"symptom-joined {s.Incident} {s.Symptom.Subject} {Word(s.Symptom.Fault)} by {s.Symptom.Detector}",
        SymptomCleared s => $"symptom-cleared {s.Incident} {s.Subject} by {s.Detector}",
        IncidentDiagnosed d => $"incident-diagnosed {d.Incident} {string.Join(" or ", d.Ranking.Suspects.Select(s => $"{s.Subject} {Word(s.Fault)} {s.ProbabilityPerMille}"))}",
        RemediesWeighed w => $"remedies-weighed {w.Incident}" + string.Concat(w.Remedies.Select(r => $"\n    {(r.Chosen ? "choose" : "refuse")} {r.Recipe} on {r.Target} under {r.Policy}: {string.Join("; ", r.Reasons)}")) + string.Concat(w.Alternatives.Select(a => $"\n    instead {a}")),
        NothingDone n => $"nothing-done {n.Incident} {n.Reason}",
        IncidentEscalated i => $"incident-escalated {i.Incident} {i.Reason}",
        IncidentClosed c => $"incident-closed {c.Incident} {c.Outcome}",
        RemediationProposed p => $"remediation-proposed {p.Id} {p.Recipe} on {p.Target} against {Word(p.Fault)}",
        ApprovalAsked a => $"approval-asked {a.Remediation} plan {a.Plan} of {a.Needed}{(a.RequestedBy.Length > 0 ? $" requested by {a.RequestedBy}" : "")}",
        ApprovalGiven g => $"approval-given {g.Remediation} by {g.By}",
        ApprovalDenied n => $"approval-denied {n.Remediation} by {n.By}: {n.Because}",
        RemediationMoved m => $"remediation-moved {m.Id} {Word(m.From)} -> {Word(m.To)} {m.Reason}",
        DoseChanged c => $"dose-changed {c.Remediation} {c.FromPerMille} -> {c.ToPerMille} {c.Reason}",
        OrderIssued o => Issued(o),
        OrderSettled s => $"order-settled {Short(s.Outcome.OrderId)} {Word(s.Outcome.Kind)}",
        VerificationAsked v => $"verification-asked {v.Remediation} on {v.Request.Subject} {Word(v.Request.Signal)}{Against(v.Request)}",
        RehearsalAsked a => $"rehearsal-asked {Word(a.Kind)} of {a.Subject}",
        RehearsalNoted n => $"rehearsal-noted {Word(n.Kind)} of {n.Subject} {Passed(n)}",
        OutcomeLearned o => $"outcome-learned {o.Remediation} {Word(o.Outcome)}: {o.Recipe} against {Word(o.Fault)} on {o.ServiceClass}",
        TrustEvidenceNoted t => $"trust-evidence-noted {t.Recipe} under {t.Policy} against {Word(t.Fault)}: {Word(t.Evidence)} in {t.Source}",
        IncidentMarked m => $"incident-marked {m.Incident} {m.Kind.Word()} by {m.By}{(m.Suspect is { } right ? $" rather {right}" : "")}{(m.Fault is { } fault ? $" {Word(fault)}" : "")}{(m.Remediation.Length > 0 ? $" {m.Remediation}" : "")}",
        MarkWithdrawn w => $"mark-withdrawn {w.Incident} by {w.By}",
        InvariantBroken b => $"invariant-broken {b.Reason}",
        _ => e.ToString(),
    };

    private static string Issued(OrderIssued o)
    {
        var amount = o.Order.Verb == Verb.Shift && o.Reverts.Length == 0 ? $" {o.Order.Amount}" : "";
        var back = o.Reverts.Length > 0 ? $" (takes back {Short(o.Reverts)})" : "";
        return $"order-issued {Short(o.Order.Id)} {Word(o.Order.Verb)} {o.Order.Subject}{amount}{(o.Renewal ? " (renewal)" : "")}{back}";
    }

    private static string Passed(RehearsalNoted n) => n.Passed ? "passed" : "failed: " + n.Detail;

    public static string? Of(KernelEffect e) => e switch
    {
        SendOrder s => $"effect send {Short(s.Order.Id)} to {s.Order.Actuator}",
        RevertOrder r => $"effect revert {Short(r.Order.Id)} as {Short(r.RevertId)}",
        ObserveTarget o => $"effect observe {Short(o.Order.Id)}",
        Rehearse r => $"effect rehearse {Word(r.Kind)} of {r.Subject} with {r.Requests} requests",
        LearnMarks l => $"effect learn {(l.Alarms.Count == 0 ? "nothing" : string.Join(", ", l.Alarms.Select(a => $"{a.Detector} {a.Surprise} real {a.Real}/{a.Of}")))}",
        TellPerson t => $"effect tell a person about {t.Incident}",
        _ => null,
    };

    public static IEnumerable<Reason> ReasonsOf(KernelEvent e) => e switch
    {
        RemediesWeighed w => w.Remedies.SelectMany(r => r.Reasons).Concat(w.Alternatives),
        NothingDone n => [n.Reason],
        IncidentEscalated i => [i.Reason],
        RemediationMoved m => [m.Reason],
        InvariantBroken b => [b.Reason],
        PolicySetWithdrawn w => [w.Reason],
        ShadowDecided s => s.Reasons,
        _ => [],
    };

    private static string Against(VerificationRequest request) =>
        request.Controls is { } controls ? $" against {Word(request.ControlledBy)} {string.Join(",", controls)}" : "";

    private static string Short(string orderId) => orderId[(orderId.IndexOf('.', StringComparison.Ordinal) + 1)..];

    private static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
