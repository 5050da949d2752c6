using Prunella.Contracts;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Reasons;

namespace Prunella.Kernel.Remediations;

/// <summary>What became of orders: answers, missing answers, and what reading the target said.</summary>
/// <remarks>
/// Unknown is an outcome. It is never met by sending the same again blindly: the target is read first, and a second try
/// has an id of its own. A temporary change is state, not an act: there, saying it again is safe and is how leases live.
/// </remarks>
internal static class Orders
{
    private const long Second = 1_000_000_000;
    private const int MostReads = 5;

    public static void Answer(Deliberation d, OrderOutcome outcome)
    {
        if (Find(d, outcome.OrderId) is not { } found || found.Order.Outcome is not null and not OutcomeKind.Unknown)
        {
            d.Because(Reason.Of(ReasonCodes.AnswerIgnored, ("order", outcome.OrderId)));
            return;
        }
        var (r, issued) = found;
        if (r.State == RemediationState.Unknown)
        {
            // It is being read already: a late answer settles it as a reading would, another "unknown" says nothing new.
            if (outcome.Kind == OutcomeKind.Unknown) d.Because(Reason.Of(ReasonCodes.AnswerIgnored, ("order", outcome.OrderId)));
            else Resolve(d, r, issued, (outcome.Kind == OutcomeKind.Succeeded) != issued.Reverts.Length > 0, outcome.Detail);
            return;
        }
        d.Emit(new OrderSettled(r.Id, outcome, d.At));
        // A renewal that fails is not a failed remedy: the lease still runs, and the next renewal comes before it ends.
        if (issued.Superseded || r.State is RemediationState.Holding or RemediationState.Verifying && issued.Reverts.Length == 0) return;
        if (issued.Reverts.Length > 0) AfterRevert(d, r.Id, outcome);
        else AfterStep(d, r.Id, issued.Step, outcome);
    }

    public static void Observed(Deliberation d, TargetObserved observed)
    {
        if (Find(d, observed.OrderId) is not { } found || found.Remediation.State != RemediationState.Unknown)
        {
            d.Because(Reason.Of(ReasonCodes.AnswerIgnored, ("order", observed.OrderId)));
            return;
        }
        var (r, issued) = found;
        if (observed.InEffect is not { } inEffect)
        {
            AskAgain(d, r, issued);
            return;
        }
        Resolve(d, r, issued, inEffect, observed.Detail);
    }

    /// <summary>Goes on from where the unknown outcome interrupted it.</summary>
    private static void Resolve(Deliberation d, Remediation r, IssuedOrder issued, bool inEffect, string detail)
    {
        var isRevert = issued.Reverts.Length > 0;
        var outcome = new OrderOutcome(issued.Order.Id, inEffect != isRevert ? OutcomeKind.Succeeded : OutcomeKind.Failed, detail);
        d.Emit(new OrderSettled(r.Id, outcome, d.At));
        d.Move(r.Id, r.Interrupted, Reason.Of(ReasonCodes.TargetRead, ("order", issued.Order.Id), ("inEffect", inEffect ? "yes" : "no")));
        if (isRevert) AfterRevert(d, r.Id, outcome);
        else if (inEffect) AfterStep(d, r.Id, issued.Step, outcome);
        else RetryOnce(d, r.Id, issued);
    }

    /// <summary>Orders whose time is over without an answer: their outcome is unknown.</summary>
    public static void Expire(Deliberation d, string id)
    {
        var r = d.State.Remediations[id];
        if (r.State == RemediationState.Unknown || r.Orders.FirstOrDefault(o => IsOverdue(r, o, d.At)) is not { } overdue) return;
        if (IsHeld(r, overdue))
        {
            d.Emit(new OrderSettled(id, new OrderOutcome(overdue.Order.Id, OutcomeKind.Unknown, "no answer in time"), d.At));
            Steps.Renew(d, id);
            return;
        }
        BecomeUnknown(d, r, overdue);
    }

    /// <summary>A change that is held is said again; its state in the target is whatever was said last.</summary>
    private static bool IsHeld(Remediation r, IssuedOrder o) =>
        o.Reverts.Length == 0 && Remediation.IsTemporary(o.Order.Verb)
        && r.State is RemediationState.Verifying or RemediationState.Holding;

    public static void BecomeUnknown(Deliberation d, Remediation r, IssuedOrder issued)
    {
        if (issued.Outcome is null) d.Emit(new OrderSettled(r.Id, new OrderOutcome(issued.Order.Id, OutcomeKind.Unknown, "no answer in time"), d.At));
        d.Move(r.Id, RemediationState.Unknown, Reason.Of(ReasonCodes.OrderUnknown, ("order", issued.Order.Id)));
        AskAgain(d, d.State.Remediations[r.Id], issued);
    }

    /// <summary>A revert of what has been said again since is nobody's concern any more.</summary>
    private static bool IsOverdue(Remediation r, IssuedOrder o, long at) =>
        o.Outcome is null && !o.Superseded && o.Order.ExpiresUnixNanos <= at && o.IssuedAt < at
        && (o.Reverts.Length == 0 || r.Orders.Any(x => x.Order.Id == o.Reverts && !x.Superseded));

    private static void AskAgain(Deliberation d, Remediation r, IssuedOrder issued)
    {
        var order = issued.Reverts.Length > 0 ? r.Orders.FirstOrDefault(o => o.Order.Id == issued.Reverts)?.Order ?? issued.Order : issued.Order;
        d.Want(new ObserveTarget(order with { Id = issued.Order.Id }));
        // Back-off: 1, 2, 4, 8 s ... from when it became unknown; the wake-up only makes the kernel look at the clock.
        var waited = (d.At - r.MovedAt) / Second;
        d.Wake(d.At + Math.Clamp(waited, 1, 30) * Second, "read/" + issued.Order.Id);
        if (waited >= (1 << MostReads))
        {
            var reason = Reason.Of(ReasonCodes.TargetUnreadable, ("order", issued.Order.Id), ("reads", $"{MostReads}"));
            d.TellPerson(r.Incident, reason, $"{r.Id}: nobody knows whether {order.Verb} on {order.Subject} took effect, and the target cannot be read.");
        }
    }

    /// <summary>Reads again what is still unknown.</summary>
    public static void ReadAgain(Deliberation d, string id)
    {
        var r = d.State.Remediations[id];
        if (d.Input.Body is not WokeUp woke || r.State != RemediationState.Unknown) return;
        if (r.Orders.FirstOrDefault(o => o.Outcome == OutcomeKind.Unknown && woke.Key == "read/" + o.Order.Id) is { } unknown) AskAgain(d, r, unknown);
    }

    private static void AfterStep(Deliberation d, string id, int step, OrderOutcome outcome)
    {
        var r = d.State.Remediations[id];
        switch (outcome.Kind)
        {
            case OutcomeKind.Unknown:
                BecomeUnknown(d, r, r.Orders.First(o => o.Order.Id == outcome.OrderId));
                break;
            case OutcomeKind.Failed:
                Reverting.Begin(d, id, Reason.Of(ReasonCodes.OrderFailed, ("order", outcome.OrderId)));
                break;
            case OutcomeKind.Succeeded when r.State == RemediationState.Running && step + 1 < r.Recipe.Steps.Count:
                Steps.IssueNext(d, id);
                break;
            case OutcomeKind.Succeeded when r.State == RemediationState.Running:
                Judging.Begin(d, id);
                break;
        }
    }

    private static void AfterRevert(Deliberation d, string id, OrderOutcome outcome)
    {
        var r = d.State.Remediations[id];
        if (outcome.Kind == OutcomeKind.Unknown) BecomeUnknown(d, r, r.Orders.First(o => o.Order.Id == outcome.OrderId));
        else if (outcome.Kind == OutcomeKind.Failed) Steps.Revert(d, id);
        Reverting.Conclude(d, id);
    }

    private static void RetryOnce(Deliberation d, string id, IssuedOrder issued)
    {
        var tries = d.State.Remediations[id].Orders.Count(o => o.Step == issued.Step && o.Reverts.Length == 0);
        if (tries < 2 && d.State.Freezes.IsEmpty && d.State.Remediations[id].State == RemediationState.Running) Steps.IssueStep(d, id, issued.Step);
        else Reverting.Begin(d, id, Reason.Of(ReasonCodes.OrderFailed, ("order", issued.Order.Id)));
    }

    private static Found? Find(Deliberation d, string orderId)
    {
        foreach (var r in d.State.Remediations.Values)
        {
            if (r.Orders.FirstOrDefault(o => o.Order.Id == orderId) is { } order) return new Found(r, order);
        }
        return null;
    }

    private sealed record Found(Remediation Remediation, IssuedOrder Order);
}
