using Prunella.Contracts;
using Prunella.Kernel.Approvals;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;

namespace Prunella.Kernel.Remediations;

/// <summary>Takes remediations back: because they did not help, did harm, failed half-way, or
/// because a person says so.</summary>
internal static class Reverting
{
    private const long Second = 1_000_000_000;
    private const long LongestPause = 30 * Second;

    public static void ByPerson(Deliberation d, string id)
    {
        if (!d.State.Remediations.TryGetValue(id, out var r) || r.Pursued() == RemediationState.RollingBack)
        {
            d.Because(Reason.Of(ReasonCodes.NotInFlight, ("remediation", id)));
            return;
        }
        if (r.Waits())
        {
            Answering.Deny(d, r, "taken back");
            return;
        }
        Begin(d, id, Reason.Of(ReasonCodes.RevertedByPerson, ("by", d.Input.Actor.Name)));
    }

    public static void Begin(Deliberation d, string id, Reason reason)
    {
        var r = d.State.Remediations[id];
        d.Want(new StopVerifying(id));
        if (r.State is RemediationState.Proposed or RemediationState.Approved)
        {
            d.Move(id, RemediationState.RolledBack, reason);
            return;
        }
        var cameToNothing = reason.Code is ReasonCodes.OrderFailed or ReasonCodes.NotCarriedOut
            or ReasonCodes.LeftToOther;
        if (r.State == RemediationState.Running && cameToNothing && !r.ToTakeBack().Any())
        {
            d.Move(id, RemediationState.Failed, reason);
            return;
        }
        d.Move(id, RemediationState.RollingBack, reason);
        TakeBack(d, id);
        Conclude(d, id);
    }

    /// <summary>Takes back whatever nobody has been asked to take back yet, newest first; what lasts before what
    /// lapses, so that no traffic goes to a process before it is there again.</summary>
    private static void TakeBack(Deliberation d, string id)
    {
        var r = d.State.Remediations[id];
        IssuedOrder[] all = [.. r.ToTakeBack().Reverse()];
        IssuedOrder[] lasting = [.. all.Where(o => !o.IsTemporary())];
        foreach (var left in lasting.Length > 0 ? lasting : all)
        {
            if (!r.Orders.Any(o => o.Reverts == left.Order.Id)) Steps.Revert(d, id, left);
        }
    }

    /// <summary>
    /// Ends the rollback when nothing temporary is left and no act is on its way: another remedy
    /// must not meet it halfway.
    /// An act whose outcome is unknown does not hold a person up, who has decided with that before his eyes.
    /// </summary>
    public static void Conclude(Deliberation d, string id)
    {
        if (!d.State.Remediations.TryGetValue(id, out var r) || r.State != RemediationState.RollingBack) return;
        TakeBack(d, id);
        if (d.State.Remediations[id].ToTakeBack().Any() || r.Orders.Any(o => IsUnderWay(o))) return;
        if (r.Recipe.Rollback == Rollback.Person && r.Orders.FirstOrDefault(r.Lasts) is { } lasting)
            TellOfWhatStays(d, r, lasting);
        d.Move(id, RemediationState.RolledBack, Reason.Of(ReasonCodes.TakenBack));
    }

    /// <summary>What could not be taken back is tried again, after 1, 1, 2, 4, 8, 16, 30, 30 ... s,
    /// until its lease is over.</summary>
    public static void TryAgain(Deliberation d, string id)
    {
        var r = d.State.Remediations[id];
        if (r.State is not (RemediationState.RollingBack or RemediationState.Returning)) return;
        foreach (var held in r.ToTakeBack().Reverse().ToArray())
        {
            if (r.Orders.FirstOrDefault(o =>
                o.Reverts == held.Order.Id) is not { Outcome: OutcomeKind.Failed } failed) continue;
            var due = failed.IssuedAt + Math.Clamp(failed.IssuedAt - r.MovedAt, Second, LongestPause);
            if (Reading.HasLapsed(r, failed, d.At))
                d.Emit(new Events.OrderSettled(id, new OrderOutcome(failed.Order.Id, OutcomeKind.Succeeded, "its lease is over"), d.At));
            else if (due > d.At)
                d.Wake(due, "revert/" + held.Order.Id);
            else
                Steps.Revert(d, id, held);
            if (failed.IssuedAt - r.MovedAt >= LongestPause) Tell(d, r, held);
        }
        Conclude(d, id);
    }

    private static bool IsUnderWay(IssuedOrder o) => o.Outcome is null && o.Reverts.Length == 0 && !o.IsTemporary();

    private static void TellOfWhatStays(Deliberation d, Remediation r, IssuedOrder lasting) => d.TellPerson(
        r.Incident,
        Reason.Of(ReasonCodes.OnlyPerson, ("remediation", r.Id)),
        $"{r.Id}: {lasting.Order.Verb} on {lasting.Order.Subject} stays as it is: only a person can take it back.");

    private static void Tell(Deliberation d, Remediation r, IssuedOrder held) => d.TellPerson(
        r.Incident,
        Reason.Of(ReasonCodes.OrderFailed, ("order", held.Order.Id)),
        $"{r.Id}: {held.Order.Verb} on {held.Order.Subject} cannot be taken back; it is tried again.");
}
