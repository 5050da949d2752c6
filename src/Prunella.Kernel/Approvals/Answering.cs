using Prunella.Kernel.Events;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Remediations;

namespace Prunella.Kernel.Approvals;

/// <summary>A person's word on what waits, and a person's own request.</summary>
/// <remarks>
/// Whoever proposed never approves: the healer is no person, and who asked for something by hand needs another one. On
/// a protected service that goes for whoever put the policies in force as well. Guardrails are asked again with the yes
/// in hand, just before the first order leaves; what forbids then is told, and the proposal goes on waiting.
/// </remarks>
internal static class Answering
{
    public static void Approve(Deliberation d, ApproveCommanded command)
    {
        if (Waiting(d, command.Remediation) is not { } r) return;
        if (WhyNot(d, command, r) is { } refusal)
        {
            d.Because(refusal);
            return;
        }
        d.Emit(new ApprovalGiven(r.Id, d.Input.Actor.Name, command.Plan, d.At));
        var approval = d.State.Remediations[r.Id].Approval!;
        if (approval.By.Length < approval.Needed)
        {
            d.Because(Reason.Of(ReasonCodes.ApprovalMore, ("have", $"{approval.By.Length}"), ("need", $"{approval.Needed}")));
            return;
        }
        d.Move(r.Id, RemediationState.Approved, Reason.Of(ReasonCodes.Approved, ("by", string.Join(", ", approval.By))));
        Steps.Start(d, r.Id);
    }

    public static void Deny(Deliberation d, DenyCommanded command)
    {
        if (Waiting(d, command.Remediation) is { } r) Deny(d, r, command.Because);
    }

    /// <summary>A no by whatever word.</summary>
    public static void Deny(Deliberation d, Remediation r, string because)
    {
        d.Emit(new ApprovalDenied(r.Id, d.Input.Actor.Name, because, d.At));
        Asking.Withdraw(d, r, Reason.Of(ReasonCodes.Denied, ("by", d.Input.Actor.Name)));
    }

    /// <summary>A person wants a remedy that the healer thought of and did not carry out; another person must
    /// agree.</summary>
    public static void Request(Deliberation d, RemediationRequested request)
    {
        var under = d.State.Remediations.Values.FirstOrDefault(r => r.Incident == request.Incident);
        if (under is not null)
        {
            d.Because(Reason.Of(ReasonCodes.RequestUnderWay, ("remediation", under.Id)));
            return;
        }
        var wanted = d.State.Incidents.TryGetValue(request.Incident, out var incident)
            ? Asking.JudgedNow(d, incident).Cast<Asking.Judged?>().FirstOrDefault(j =>
                j!.Value.Proposal.Recipe.Name == request.Recipe
                && (request.Target.Length == 0 || j.Value.Proposal.Target.Text == request.Target))
            : null;
        if (wanted is not { } found)
        {
            d.Because(Reason.Of(ReasonCodes.RequestUnknown, ("recipe", request.Recipe), ("incident", request.Incident)));
            return;
        }
        var vetoes = found.Vetoes
            .Where(v => !Asking.IsOfMode(v) && !Asking.Lifts(v, found.Proposal, d.State, d.At)).ToArray();
        foreach (var veto in vetoes) d.Because(veto);
        if (vetoes.Length == 0) Asking.Ask(d, found.Proposal, d.Input.Actor.Name);
    }

    /// <summary>What waits under an id, after what is stale has been withdrawn.</summary>
    private static Remediation? Waiting(Deliberation d, string id)
    {
        if (d.State.Remediations.TryGetValue(id, out var r) && r.Waits()) Asking.Review(d, r.Incident);
        if (d.State.Remediations.TryGetValue(id, out r) && r.Waits()) return r;
        d.Because(Reason.Of(ReasonCodes.NothingWaits, ("remediation", id)));
        return null;
    }

    private static Reason? WhyNot(Deliberation d, ApproveCommanded command, Remediation r)
    {
        var (who, approval) = (d.Input.Actor.Name, r.Approval!);
        if (command.Plan != approval.Plan) return Reason.Of(ReasonCodes.OtherPlan, ("plan", approval.Plan));
        if (d.Input.Actor.Kind != ActorKind.Person) return Reason.Of(ReasonCodes.NotAPerson, ("by", who));
        if (approval.RequestedBy == who) return Reason.Of(ReasonCodes.OwnRequest, ("by", who));
        if (d.State.ByFor(r.Target.Service) == who && Asking.IsProtected(d.State, r.Target))
            return Reason.Of(ReasonCodes.OwnPolicies, ("by", who));
        return approval.By.Contains(who) ? Reason.Of(ReasonCodes.ApprovedAlready, ("by", who)) : WhyForbidden(d, r);
    }

    private static Reason? WhyForbidden(Deliberation d, Remediation r)
    {
        var incident = d.State.Incidents[r.Incident];
        if (incident.Ranking is { Abstained: true, Suspects: [var first, var second, ..] })
            return Reason.Of(ReasonCodes.Abstained, ("first", first.Subject.Text), ("second", second.Subject.Text));
        foreach (var judged in Asking.JudgedNow(d, incident).Where(j => Asking.IsOf(j.Proposal, r)))
        {
            var byHand = r.Approval!.RequestedBy.Length > 0;
            // The gateway that holds it out has seen it fail and lets nobody else see it: to a person who says yes that
            // is enough, to the healer it never is.
            var isHeld = Fleet.IsHeldByReflex(d.State, judged.Proposal.Suspect.Subject);
            return judged.Vetoes.FirstOrDefault(v =>
                !Asking.Lifts(v, judged.Proposal, d.State, d.At) && !(byHand && Asking.IsOfMode(v))
                && !(isHeld && v.Code == ReasonCodes.Coverage));
        }
        // Nobody knows any more what it would be for.
        return Reason.Of(ReasonCodes.NoSuspect);
    }
}
