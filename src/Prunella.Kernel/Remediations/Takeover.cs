using Prunella.Contracts;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;

namespace Prunella.Kernel.Remediations;

/// <summary>A loop begins, perhaps where another one died: what was begun is read and finished,
/// what is held is held on.</summary>
/// <remarks>
/// Temporary changes are said again first, under the new epoch: targets count their leases from the
/// last word, and the new
/// overlay hub knows nothing until it is told. Orders to processes are acts, so there the target is read. So is a first
/// word that may never have left, while a brake is on: saying it again would be acting.
/// </remarks>
internal static class Takeover
{
    private const long Second = 1_000_000_000;

    /// <summary>Chosen by feel: new detectors have said their first word after two or three seconds.</summary>
    private const long LookAgain = 10 * Second;

    public static void Begin(Deliberation d, LoopStarted started)
    {
        d.Emit(new EpochOpened(started.JournalBirth, started.Epoch, d.At));
        Learning.Marking.Remind(d);
        foreach (var id in d.State.Remediations.Keys.ToArray()) Resume(d, id);
    }

    private static void Resume(Deliberation d, string id)
    {
        var r = d.State.Remediations[id];
        if (r.State is RemediationState.RollingBack or RemediationState.Returning)
        {
            Steps.Revert(d, id);
            Reverting.Conclude(d, id);
            d.Wake(d.At + Second, "return/" + id);
            return;
        }
        if (r.Pursued() is RemediationState.Running or RemediationState.Verifying
            or RemediationState.Holding) Hold(d, id);
        foreach (var unknown in r.Orders.Where(o =>
            o.Outcome == OutcomeKind.Unknown && Orders.Matters(r, o))) Reading.Ask(d, id, unknown);
        if (d.State.Remediations[id] is { State: RemediationState.Verifying, Request: { } request })
            WatchOn(d, id, request);
    }

    /// <summary>Nobody has watched in between: a judgement gets the time to see before it must conclude.</summary>
    private static void WatchOn(Deliberation d, string id, VerificationRequest request)
    {
        var deadline = Math.Max(request.DeadlineUnixNanos, d.At + request.SettleNanos + LookAgain);
        var again = request with { DeadlineUnixNanos = deadline };
        if (again != request) d.Emit(new VerificationAsked(id, again, d.At));
        d.Want(new Verify(again));
        d.Wake(deadline + Second, "verify/" + id);
    }

    private static void Hold(Deliberation d, string id)
    {
        var r = d.State.Remediations[id];
        var braked = Steps.StoppedBy(d.State, r.Target) is not null;
        bool MustBeRead(IssuedOrder o) => o.Outcome is null && (!o.IsTemporary() || braked && !o.Renewal);
        Steps.Renew(d, id,
            [.. r.InForce().Where(o => o.Outcome != OutcomeKind.Unknown || o.Renewal).Where(o => !MustBeRead(o))]);
        foreach (var open in r.Orders.Where(MustBeRead))
            Orders.Settle(d, id, open, new OrderOutcome(open.Order.Id, OutcomeKind.Unknown, "the healer was restarted"), read: false);
    }
}
