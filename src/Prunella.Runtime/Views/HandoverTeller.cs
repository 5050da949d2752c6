using Prunella.Kernel.Events;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Remediations;

namespace Prunella.Runtime.Views;

/// <summary>Puts together what is handed over with an incident of which a person was told.</summary>
internal static class HandoverTeller
{
    /// <summary>A screen of each; the story has all.</summary>
    private const int Most = 20;

    /// <summary>Null while nobody has been told.</summary>
    /// <param name="file">The incident.</param>
    /// <param name="policies">Those in force.</param>
    /// <param name="at">Now, for what is in force.</param>
    public static Handover? Tell(IncidentFile file, PolicySet policies, long at)
    {
        if (file.Notes.Select(n => n.Event).OfType<IncidentEscalated>().LastOrDefault() is not { } told) return null;
        return new Handover(
            $"Incident {file.Id} needs a person: {ReasonTexts.Say(told.Reason)}.",
            [.. file.Symptoms.OrderBy(s => s.SinceUnixNanos).Take(Most).Select(s => $"since {Numbers.Time(s.SinceUnixNanos)}: {Words.Symptom(s)}.")],
            [.. (file.Ranking?.Suspects ?? []).Take(Most).Select(s => $"{Words.Name(s.Subject)} ({Words.Fault(s.Fault)}), {Numbers.Share(s.ProbabilityPerMille)} likely: {s.Why.TrimEnd('.')}.")],
            [.. file.Remediations.TakeLast(Most).Select(Tried)],
            [.. file.Weighed.Where(w => !w.Chosen).TakeLast(Most).Select(w => $"{w.Recipe} on {Words.Name(w.Target)} under {w.Policy}: {string.Join("; ", w.Reasons.Select(ReasonTexts.Say))}.")],
            InForce(file, at),
            [.. Concerned(file, policies).Take(Most).Select(p => $"{p.Name}: {(p.Owner.Length > 0 ? p.Owner : "nobody is named as its owner")}{(p.Runbook.Length > 0 ? $", runbook {p.Runbook}" : ", no runbook")}.")]);
    }

    private static string Tried(RemediationFile r)
    {
        var seen = r.Verification is { } v ? " " + Words.Verification(v) : " Nobody saw requests to judge it by.";
        var why = r.Judgement is { } judged ? $" {(IsEnded(r) ? "It ended because" : "It stands because")} {ReasonTexts.Say(judged)}." : "";
        return $"{r.Proposed.Id}, {r.Proposed.Recipe} on {Words.Name(r.Proposed.Target)}: {Words.State(r.State)}.{seen}{why}";
    }

    private static bool IsEnded(RemediationFile r) =>
        r.State == RemediationState.RollingBack || RemediationTransitions.IsFinal(r.State);

    private static string[] InForce(IncidentFile file, long at)
    {
        string[] held =
        [
            .. file.Remediations.Where(r => r.LeaseEndsAt > at && !RemediationTransitions.IsFinal(r.State))
                .Select(r => $"{r.Proposed.Id}, {r.Proposed.Recipe} on {Words.Name(r.Proposed.Target)}, until {Numbers.Time(r.LeaseEndsAt)} unless it is renewed; {r.Proposed.Undo}."),
        ];
        return held.Length > 0 ? held : ["nothing that lapses."];
    }

    /// <summary>Under which something was done or thought of, or which select a service that shows a symptom.</summary>
    private static IEnumerable<Policy> Concerned(IncidentFile file, PolicySet policies)
    {
        var named = file.Remediations.Select(r => r.Proposed.Policy).Concat(file.Weighed.Select(w => w.Policy))
            .ToHashSet(StringComparer.Ordinal);
        var touched = file.Symptoms.Select(s => s.Subject.Service).ToHashSet();
        return policies.Policies.Where(p => named.Contains(p.Name) || p.Services().Any(touched.Contains));
    }
}
