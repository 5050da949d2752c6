using Prunella.Contracts;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Reasons;

namespace Prunella.Kernel.Remediations;

/// <summary>Sees to every remediation in flight: overdue orders, judgement, renewal, return.</summary>
internal static class Progress
{
    private const long Second = 1_000_000_000;

    /// <summary>Six probes at the demo's half second: a lucky answer of a sick instance is not enough.</summary>
    private const long WellFor = 3 * Second;

    /// <summary>The gateway's slow start takes three seconds; two more show whether full traffic is borne.</summary>
    private const long WatchAfterReturn = 5 * Second;

    public static void Review(Deliberation d)
    {
        foreach (var id in d.State.Remediations.Keys.ToArray())
        {
            Orders.Expire(d, id);
            if (d.State.Remediations.ContainsKey(id)) Orders.ReadAgain(d, id);
            if (d.State.Remediations.ContainsKey(id)) Steps.IssueNext(d, id);
            if (d.State.Remediations.ContainsKey(id)) Judging.Conclude(d, id);
            if (!d.State.Remediations.TryGetValue(id, out var r)) continue;
            if (r.State is RemediationState.Verifying or RemediationState.Holding) KeepLease(d, r);
            if (r.State == RemediationState.Holding) ConsiderReturn(d, r.Id);
            if (r.State == RemediationState.Returning) WatchReturn(d, r.Id);
        }
    }

    private static void KeepLease(Deliberation d, Remediation r)
    {
        if (!r.InForce().Any()) return;
        var due = r.InForce().Min(o => o.IssuedAt) + r.Recipe.LeaseNanos / 2;
        if (due <= d.At)
        {
            Steps.Renew(d, r.Id);
            due = d.At + r.Recipe.LeaseNanos / 2;
        }
        d.Wake(due, "renew/" + r.Id);
    }

    private static void ConsiderReturn(Deliberation d, string id)
    {
        if (!d.State.Remediations.TryGetValue(id, out var r) || r.State != RemediationState.Holding) return;
        if (Fleet.WellSince(d.State, r.Target) is { } since)
        {
            if (since > d.At - WellFor)
            {
                d.Wake(since + WellFor, "return/" + id);
                return;
            }
            d.Move(id, RemediationState.Returning, Reason.Of(ReasonCodes.TargetWell, ("seconds", $"{(d.At - since) / Second}")));
            Steps.Revert(d, id);
            d.Wake(d.At + WatchAfterReturn, "return/" + id);
        }
        else if (r.Recipe.MaxHoldNanos > 0 && d.At - r.HeldSince >= r.Recipe.MaxHoldNanos)
        {
            Reverting.Begin(d, id, Reason.Of(ReasonCodes.HeldTooLong, ("seconds", $"{(d.At - r.HeldSince) / Second}")));
        }
    }

    private static void WatchReturn(Deliberation d, string id)
    {
        if (!d.State.Remediations.TryGetValue(id, out var r) || r.State != RemediationState.Returning) return;
        var relapsed = Fleet.UnhealthyOn(d.State, r.Target).Any()
            || r.Target.Kind == SubjectKind.Dependency && Fleet.UnhealthyOn(d.State, Subject.Of(r.Target.Service)).Any();
        if (relapsed && d.State.Freezes.IsEmpty)
        {
            d.Move(id, RemediationState.Holding, Reason.Of(ReasonCodes.Relapsed));
            Steps.Again(d, id);
            return;
        }
        if (r.InForce().Any() || relapsed) return;
        var quietAt = r.MovedAt + WatchAfterReturn;
        if (d.At >= quietAt) d.Move(id, RemediationState.Succeeded, Reason.Of(ReasonCodes.StayedQuiet, ("seconds", $"{WatchAfterReturn / Second}")));
        else d.Wake(quietAt, "return/" + id);
    }
}
