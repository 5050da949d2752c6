using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Reasons;

namespace Prunella.Kernel.Remediations;

/// <summary>What became of orders: answers, missing answers, and what reading the target said.</summary>
/// <remarks>
/// Unknown is an outcome. It is never met by sending the same again blindly: the target is read first, and a second try
/// has an id of its own. A temporary change that is held already is state, not an act: there,
/// saying it again is safe and
/// is how leases live. Several orders of one remediation may be unknown at once (a breaker and a fallback taken back
/// together); it goes on when the last of them is known.
/// </remarks>
internal static class Orders
{
    public static void Answer(Deliberation d, OrderOutcome outcome)
    {
        if (Find(d, outcome.OrderId) is { } found && MaySettle(found.Order.Outcome, outcome.Kind))
            Settle(d, found.Remediation.Id, found.Order, outcome, read: false);
        else
            d.Because(Reason.Of(ReasonCodes.AnswerIgnored, ("order", outcome.OrderId)));
    }

    public static void Observed(Deliberation d, TargetObserved observed)
    {
        if (Find(d, observed.OrderId) is not { Order.Outcome: OutcomeKind.Unknown } found)
        {
            d.Because(Reason.Of(ReasonCodes.AnswerIgnored, ("order", observed.OrderId)));
            return;
        }
        // A target that cannot be read is read again at the wake-up that was asked for, not at once.
        if (observed.InEffect is not { } inEffect) return;
        var asWanted = inEffect != found.Order.Reverts.Length > 0;
        var kind = asWanted ? OutcomeKind.Succeeded : OutcomeKind.Failed;
        Settle(d, found.Remediation.Id, found.Order, new OrderOutcome(observed.OrderId, kind, observed.Detail),
            read: true);
    }

    /// <summary>Orders whose time is over without an answer: their outcome is unknown.</summary>
    public static void Expire(Deliberation d, string id)
    {
        foreach (var overdue in d.State.Remediations[id].Orders.Where(o => IsOverdue(o, d.At)))
        {
            var unknown = new OrderOutcome(overdue.Order.Id, OutcomeKind.Unknown, "no answer in time");
            Settle(d, id, overdue, unknown, read: false);
        }
    }

    /// <summary>Notes an outcome and goes on from there.</summary>
    /// <param name="d">The decision.</param>
    /// <param name="id">The remediation.</param>
    /// <param name="issued">The order.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="read">The target was read: one more try may follow, because nobody refused.</param>
    public static void Settle(Deliberation d, string id, IssuedOrder issued, OrderOutcome outcome, bool read)
    {
        d.Emit(new OrderSettled(id, outcome, d.At));
        if (outcome.Kind == OutcomeKind.Unknown)
        {
            if (Matters(d.State.Remediations[id], issued)) Reading.Begin(d, id, issued);
            return;
        }
        if (d.State.Remediations[id] is { State: RemediationState.Unknown } r)
        {
            if (r.Orders.Any(o => o.Outcome == OutcomeKind.Unknown && Matters(r, o))) return;
            var inEffect = outcome.Kind == OutcomeKind.Succeeded != issued.Reverts.Length > 0;
            d.Move(id, r.Interrupted, Reason.Of(ReasonCodes.TargetRead, ("order", issued.Order.Id), ("inEffect", inEffect ? "yes" : "no")));
        }
        GoOn(d, id, issued, outcome, read);
    }

    /// <summary>
    /// Whether not knowing an order's outcome stops the remediation. Not for a temporary change
    /// that is only said again, nor for what is being taken back: there the last word counts, and
    /// that is the revert.
    /// </summary>
    public static bool Matters(Remediation r, IssuedOrder issued)
    {
        if (issued.Reverts.Length > 0) return true;
        if (!issued.IsTemporary()) return r.Pursued() != RemediationState.RollingBack;
        return r.Pursued() == RemediationState.Running && issued.Step == r.LastStep()?.Step;
    }

    private static void GoOn(Deliberation d, string id, IssuedOrder issued, OrderOutcome outcome, bool read)
    {
        var r = d.State.Remediations[id];
        if (r.State == RemediationState.RollingBack) Reverting.Conclude(d, id);
        if (r.State != RemediationState.Running || issued.Step != r.LastStep()?.Step) return;
        if (outcome.Kind == OutcomeKind.Failed)
            AfterFailure(d, r, issued, read);
        else if (issued.Step + 1 < r.Recipe.Steps.Count)
            Steps.IssueNext(d, id);
        else
            Judging.Begin(d, id);
    }

    private static void AfterFailure(Deliberation d, Remediation r, IssuedOrder issued, bool read)
    {
        var tries = r.Orders.Count(o => o.Step == issued.Step);
        if (read && tries < 2 && Steps.StoppedBy(d.State, r.Target) is null)
            Steps.IssueStep(d, r.Id, issued.Step);
        else
            Reverting.Begin(d, r.Id, Reason.Of(
                read ? ReasonCodes.NotCarriedOut : ReasonCodes.OrderFailed, ("order", issued.Order.Id)));
    }

    /// <summary>What is known for sure is not changed by a later word.</summary>
    private static bool MaySettle(OutcomeKind? known, OutcomeKind said) =>
        known is null || known == OutcomeKind.Unknown && said != OutcomeKind.Unknown;

    private static bool IsOverdue(IssuedOrder o, long at) =>
        o.Outcome is null && o.Order.ExpiresUnixNanos <= at;

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
