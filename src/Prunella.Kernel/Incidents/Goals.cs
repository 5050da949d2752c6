using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;

namespace Prunella.Kernel.Incidents;

/// <summary>What has not recovered by the time that its policy sets is told to a person, once.</summary>
internal static class Goals
{
    public static void Review(Deliberation d)
    {
        d.Attention.Each(d, Review);
    }

    private static void Review(Deliberation d, string id)
    {
        var incident = d.State.Incidents[id];
        // Whoever has been told of it already need not hear that it takes long.
        if (incident.Escalated || Of(d, incident) is not { } policy) return;
        var due = incident.Since + policy.Goal!.WithinNanos;
        if (due > d.At)
        {
            d.Wake(due, "goal/" + incident.Id);
            return;
        }
        var reason = Reason.Of(ReasonCodes.GoalMissed, ("policy", policy.Name), ("seconds", $"{policy.Goal.WithinNanos / 1_000_000_000}"));
        d.TellPerson(incident.Id, reason, $"Incident {incident.Id} has not recovered in the time that {policy.Name} sets: {policy.Owner} {policy.Runbook}".TrimEnd());
    }

    /// <summary>The policy with the nearest goal among those of the services that show symptoms.</summary>
    private static Policy? Of(Deliberation d, Incident incident)
    {
        Policy? nearest = null;
        foreach (var (_, symptom) in incident.Symptoms)
        {
            foreach (var policy in d.State.Policies.PoliciesFor(symptom.Subject.Service))
            {
                if (policy.Goal is not null && (nearest is null || IsNearer(policy, nearest))) nearest = policy;
            }
        }
        return nearest;
    }

    private static bool IsNearer(Policy one, Policy other) => one.Goal!.WithinNanos != other.Goal!.WithinNanos
        ? one.Goal.WithinNanos < other.Goal.WithinNanos
        : string.CompareOrdinal(one.Name, other.Name) < 0;
}
