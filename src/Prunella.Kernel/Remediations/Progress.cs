using Prunella.Contracts;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Reasons;

namespace Prunella.Kernel.Remediations;

/// <summary>Sees to every remediation in flight: overdue orders, judgement, renewal, return.</summary>
/// <remarks>
/// While a brake is on, traffic stays as it stands: leases are renewed, nothing is returned and no relapse is met. What
/// has done harm is taken back all the same, because that only leads to the baseline.
/// </remarks>
internal static class Progress
{
    private const long Second = 1_000_000_000;

    /// <summary>Six probes at the demo's half second: a lucky answer of a sick instance is not enough.</summary>
    private const long WellFor = 3 * Second;

    /// <summary>The gateway's slow start takes three seconds; two more show whether full traffic is borne.</summary>
    private const long WatchAfterReturn = 5 * Second;

    /// <summary>Sixteen times three seconds: chosen by feel, as for the other waits that flapping doubles.</summary>
    private const int MostDoublings = 4;

    public static void Review(Deliberation d)
    {
        foreach (var (id, under) in d.State.Remediations)
        {
            if (!d.Attention.Begin(under.Incident)) continue;
            foreach (var care in Cares)
            {
                if (d.State.Remediations.ContainsKey(id)) care(d, id);
            }
            if (d.State.Remediations.TryGetValue(id, out var now)) NameTimes(d, now);
        }
    }

    /// <summary>What only waits or is held has its times; what is being carried out is looked at with every
    /// input.</summary>
    private static void NameTimes(Deliberation d, Remediation r)
    {
        if (r.State is not (RemediationState.Holding or RemediationState.Proposed)) d.LookAgain(0);
        if (r.State != RemediationState.Holding) return;
        if (r.Recipe.MaxHoldNanos > 0) d.LookAgain(r.HeldSince + r.Recipe.MaxHoldNanos);
        foreach (var order in r.Orders)
        {
            if (order.Outcome is null) d.LookAgain(order.Order.ExpiresUnixNanos);
        }
    }

    private static readonly Action<Deliberation, string>[] Cares =
        [Orders.Expire, Reading.Again, Reverting.TryAgain, Steps.IssueNext, Judging.Conclude, KeepLease, ConsiderReturn,
            WatchReturn];

    /// <summary>Renews at half the lease; a renewal that failed or got no answer is tried again
    /// after an eighth of it.</summary>
    private static void KeepLease(Deliberation d, string id)
    {
        var r = d.State.Remediations[id];
        var lease = r.Recipe.LeaseNanos;
        if (lease <= 0
            || r.Pursued() is not (RemediationState.Running
                or RemediationState.Verifying or RemediationState.Holding)) return;
        // What has not been heard of since it was first said is not said again blindly.
        var held = r.InForce().Where(o => o.Renewal || o.Outcome == OutcomeKind.Succeeded).ToArray();
        if (held.Length == 0) return;
        var due = held.Where(o => DueAt(o, lease) <= d.At).ToArray();
        Steps.Renew(d, id, due);
        d.Wake(held.Except(due).Select(o => DueAt(o, lease)).Append(d.At + lease / 2).Min(), "renew/" + id);
    }

    private static long DueAt(IssuedOrder o, long lease) =>
        o.IssuedAt + (o.Outcome is OutcomeKind.Failed or OutcomeKind.Unknown ? lease / 8 : lease / 2);

    private static void ConsiderReturn(Deliberation d, string id)
    {
        var r = d.State.Remediations[id];
        if (r.State != RemediationState.Holding || Steps.StoppedBy(d.State, r.Target) is not null) return;
        if (Dosing.Relapsed(d, r)) return;
        if (Fleet.WellSince(d.State, r.Target) is { } well)
        {
            // After a relapse the probes' word of before counts for nothing: the wait begins anew,
            // and is twice as long.
            var since = r.Relapses == 0 ? well : Math.Max(well, Math.Max(r.MovedAt, r.DosedAt));
            var due = since + (WellFor << Math.Min(r.Relapses, MostDoublings));
            if (due > d.At)
            {
                d.Wake(due, "return/" + id);
                return;
            }
            if (Dosing.Wait(d, r) || Dosing.Lessen(d, r)) return;
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
        var r = d.State.Remediations[id];
        if (r.State != RemediationState.Returning) return;
        if (Fleet.InTrouble(d.State, r.Target))
        {
            if (Steps.StoppedBy(d.State, r.Target) is { } brake)
            {
                d.Because(brake);
                return;
            }
            d.Move(id, RemediationState.Holding, Reason.Of(ReasonCodes.Relapsed));
            Steps.Again(d, id);
            return;
        }
        if (r.InForce().Any()) return;
        var quietAt = r.MovedAt + WatchAfterReturn;
        if (d.At >= quietAt) d.Move(id, RemediationState.Succeeded, Reason.Of(ReasonCodes.StayedQuiet, ("seconds", $"{WatchAfterReturn / Second}")));
        else d.Wake(quietAt, "return/" + id);
    }
}
