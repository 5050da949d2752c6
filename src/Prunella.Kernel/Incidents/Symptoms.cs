using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Approvals;
using Prunella.Kernel.Events;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Incidents;

/// <summary>From verdicts to incidents: what has persisted is gathered, what is gone is cleared,
/// what is over is closed.</summary>
/// <remarks>
/// A symptom is transient until it has lasted the hold-down of the policies that govern its service (a second when none
/// does); positive evidence of death needs no hold-down, because waiting cannot make a dead process live. Trouble that
/// comes back soon after a remedy waits twice as long each time.
/// </remarks>
internal static class Symptoms
{
    /// <summary>Chosen by feel: long enough for a burst of a garbage collection, short against a
    /// person's patience.</summary>
    private const long DefaultHoldDown = 1_000_000_000;

    /// <summary>Twenty probes at the demo's half second.</summary>
    private const long WellInstead = 10_000_000_000;

    /// <summary>Chosen by feel: a person was told long before, and no detector is that slow.</summary>
    private const long LostSight = 600_000_000_000;

    /// <summary>A change of less than fifteen percent points is no news, unless a recipe waits for
    /// it; chosen by feel.</summary>
    private const int Notable = 150;

    /// <summary>What has persisted opens an incident or joins one; before anything under way is judged by it.</summary>
    public static void Gather(Deliberation d)
    {
        if (!d.Attention.Transients) return;
        d.Attention.BeginTransients();
        foreach (var (_, verdict) in d.State.Transient) Consider(d, verdict);
    }

    /// <summary>What is gone is cleared, what is over is closed; after what is under way may have ended.</summary>
    public static void Clear(Deliberation d)
    {
        d.Attention.Each(d, Update);
    }

    private static void Consider(Deliberation d, Verdict verdict)
    {
        var due = verdict.Positive ? verdict.SinceUnixNanos : verdict.SinceUnixNanos + HoldDown(d.State, verdict);
        if (due > d.At)
        {
            d.Wake(due, "symptom/" + VerdictKey.Whole(verdict));
            return;
        }
        var around = NeighbourhoodOf(d.State, verdict);
        var home = d.State.Incidents.Values.FirstOrDefault(i => i.Neighbourhood.Intersect(around).Any());
        if (home is not null) d.Emit(new SymptomJoined(home.Id, verdict, d.At));
        else d.Emit(new IncidentOpened($"i{d.State.NextIncident}", [verdict], around, verdict.SinceUnixNanos, d.At));
    }

    private static void Update(Deliberation d, string id)
    {
        foreach (var (_, symptom) in d.State.Incidents[id].Symptoms)
        {
            if (IsGone(d, symptom) || IsLost(d, id, symptom))
                d.Emit(new SymptomCleared(id, symptom.Subject, symptom.Signal, symptom.Detector,
                    symptom.Objective, d.At));
        }
        var incident = d.State.Incidents[id];
        if (RankingOf(d.State, incident) is { } ranking && !IsSame(d.State, ranking, incident.Ranking))
            d.Emit(new IncidentDiagnosed(id, ranking, d.At));
        Asking.Review(d, id);
        if (incident.Symptoms.IsEmpty && !RemediationFold.IsUnderWay(d.State, id))
            d.Emit(new IncidentClosed(id, Outcome(incident), d.At));
    }

    /// <summary>
    /// Nobody has said anything of it for so long that nobody will: its detector went with a restart, its edge carries
    /// no calls any more, its instance left the documents. A remedy in flight may itself be why nothing is seen.
    /// </summary>
    private static bool IsLost(Deliberation d, string id, Verdict symptom)
    {
        if (Current(d.State, symptom) is not { Health: Health.Unknown } now
            || RemediationFold.IsUnderWay(d.State, id)) return false;
        var due = now.SinceUnixNanos + LostSight;
        if (due <= d.At) return true;
        d.Wake(due, "lost/" + VerdictKey.Whole(symptom));
        return false;
    }

    /// <summary>
    /// Healthy by the same detector; or, where that one sees nothing any more, well by the probes of the instance (of a
    /// service: of all its instances) for ten seconds: unknown alone is not gone.
    /// </summary>
    private static bool IsGone(Deliberation d, Verdict symptom)
    {
        var now = Current(d.State, symptom);
        if (now is null or { Health: Health.Unhealthy }) return false;
        if (now.Health == Health.Healthy) return true;
        if (symptom.Subject.Kind == SubjectKind.Dependency
            || Fleet.WellSince(d.State, symptom.Subject) is not { } since) return false;
        var sure = Math.Max(since, now.SinceUnixNanos) + WellInstead;
        if (sure <= d.At) return true;
        d.Wake(sure, "symptom/" + VerdictKey.Whole(symptom));
        return false;
    }

    private static string Outcome(Incident incident) =>
        incident.Tried.Any(t => t.Helped) ? "healed"
        : incident.Escalated ? "left-to-person"
        : "cleared-by-itself";

    private static long HoldDown(KernelState state, Verdict verdict)
    {
        long? least = null;
        foreach (var policy in state.Policies.PoliciesFor(verdict.Subject.Service))
        {
            if (verdict.Objective.Length == 0 || policy.Name == verdict.Objective)
                least = Math.Min(least ?? long.MaxValue, policy.Guardrails.HoldDownNanos);
        }
        return (least ?? DefaultHoldDown)
            << (state.Targets.TryGetValue(verdict.Subject.Text, out var history) ? history.Flaps : 0);
    }

    private static Verdict? Current(KernelState state, Verdict symptom) =>
        state.VerdictsOn(symptom.Subject).Like(symptom);

    private static ImmutableArray<ServiceId> NeighbourhoodOf(KernelState state, Verdict verdict)
    {
        var service = verdict.Subject.Service;
        var ranking = state.Rankings.FirstOrDefault(r => r.Neighbourhood.Contains(service));
        return ranking is null ? [service] : [.. ranking.Neighbourhood.Append(service).Distinct().Order()];
    }

    private static SuspectRanking? RankingOf(KernelState state, Incident incident)
    {
        foreach (var ranking in state.Rankings)
        {
            foreach (var (_, symptom) in incident.Symptoms)
            {
                if (ranking.Neighbourhood.Contains(symptom.Subject.Service)) return ranking;
            }
        }
        return null;
    }

    private static bool IsSame(KernelState state, SuspectRanking a, SuspectRanking? b) =>
        ReferenceEquals(a, b) || b is not null && a.Abstained == b.Abstained
        && a.Suspects.Select(s => (s.Subject, s.Fault)).SequenceEqual(b.Suspects.Select(s => (s.Subject, s.Fault)))
        && a.Suspects.Zip(b.Suspects).All(p => IsAsLikely(state, p.First, p.Second))
        && a.Victims.SequenceEqual(b.Victims);

    private static bool IsAsLikely(KernelState state, Suspect a, Suspect b)
    {
        var (low, high) = (Math.Min(a.ProbabilityPerMille, b.ProbabilityPerMille),
            Math.Max(a.ProbabilityPerMille, b.ProbabilityPerMille));
        return high - low < Notable && !state.Policies.PoliciesFor(a.Subject.Service)
            .SelectMany(p => p.Remedies)
            .Any(name =>
                state.Policies.Recipe(a.Subject.Service, name) is { } recipe && low < recipe.ConfidencePerMille
                && recipe.ConfidencePerMille <= high);
    }
}
