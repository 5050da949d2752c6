using Prunella.Contracts;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Remediations;

/// <summary>From a proposal to orders: the reservation, one step after another, said again and taken back.</summary>
internal static class Steps
{
    private const long Second = 1_000_000_000;

    /// <summary>An overlay is answered in a second or never; the margin is for a gateway that reconnects.</summary>
    private const long OverlayExpiry = 15 * Second;

    /// <summary>A process may take its whole stop deadline, and then has to start.</summary>
    private const long ProcessExpiry = 30 * Second;

    /// <summary>Proposes it and begins: nobody need be asked.</summary>
    public static void Propose(Deliberation d, Proposal proposal)
    {
        var id = Reserve(d, proposal);
        d.Move(id, RemediationState.Approved, Reason.Of(ReasonCodes.Allowed, ("policy", proposal.Policy.Name)));
        Start(d, id);
    }

    /// <summary>Writes the proposal down, which reserves budget and neighbourhood; gives its id.</summary>
    public static string Reserve(Deliberation d, Proposal proposal)
    {
        var id = $"{proposal.Incident.Id}.r{d.State.Incidents[proposal.Incident.Id].NextRemediation}";
        var recipe = proposal.Recipe;
        d.Emit(new RemediationProposed(
            id, proposal.Incident.Id, proposal.Policy.Name, recipe.Name, proposal.Target, proposal.Suspect.Fault,
            recipe.Disruption, recipe.LeaseNanos, UndoOf(id, recipe), d.At));
        return id;
    }

    /// <summary>The first order leaves.</summary>
    public static void Start(Deliberation d, string id)
    {
        d.Move(id, RemediationState.Running, Reason.Of(ReasonCodes.Started));
        IssueStep(d, id, 0);
    }

    /// <summary>A brake that holds back what is new on a target, or null.</summary>
    public static Reason? StoppedBy(KernelState state, Subject target) =>
        FreezeGuardrail.Brake(state) ?? HandsOffGuardrail.Brake(state, target.Service)
        ?? DebugGuardrail.Brake(state, target);

    /// <summary>Issues the step after the last one that took effect; while a brake is on it waits.</summary>
    public static void IssueNext(Deliberation d, string id)
    {
        var r = d.State.Remediations[id];
        if (r.State != RemediationState.Running || r.LastStep() is not { Outcome: OutcomeKind.Succeeded } last) return;
        if (last.Step + 1 >= r.Recipe.Steps.Count) return;
        if (StoppedBy(d.State, r.Target) is { } brake) d.Because(brake);
        else IssueStep(d, id, last.Step + 1);
    }

    /// <summary>Issues one step under a fresh id; a page is told at once and counts as done.</summary>
    public static void IssueStep(Deliberation d, string id, int step)
    {
        var r = d.State.Remediations[id];
        var order = NewOrder(d, r, r.Recipe.Steps[step].Verb, r.Recipe.Steps[step].Amount);
        d.Emit(new OrderIssued(id, order, Renewal: false, Reverts: "", d.At));
        if (order.Verb == Verb.Page)
        {
            d.TellPerson(r.Incident, Reason.Of(ReasonCodes.Paged, ("remediation", id)), $"{r.Incident}: the policy {r.Policy} asks for a person: {r.Fault} on {r.Target}.");
            Orders.Answer(d, new OrderOutcome(order.Id, OutcomeKind.Succeeded, "told"));
            return;
        }
        Send(d, order);
    }

    /// <summary>Prolongs what is in force: the same change under a new id. Leaves while a brake is on, too.</summary>
    public static void Renew(Deliberation d, string id, IReadOnlyList<IssuedOrder> held)
    {
        foreach (var one in held) Say(d, id, one.Order.Verb, one.Order.Amount);
    }

    /// <summary>Says every temporary step again, because trouble came back when it was taken away;
    /// earlier words no longer count.</summary>
    public static void Again(Deliberation d, string id)
    {
        foreach (var step in d.State.Remediations[id].Recipe.Steps.Where(s => s.Verb.Facts().IsTemporary))
            Say(d, id, step.Verb, step.Dose is null ? step.Amount : d.State.Remediations[id].MostDose);
    }

    /// <summary>Takes back everything temporary, newest first.</summary>
    public static void Revert(Deliberation d, string id)
    {
        foreach (var held in d.State.Remediations[id].InForce().Reverse().ToArray()) Revert(d, id, held);
    }

    /// <summary>Takes one change back.</summary>
    public static void Revert(Deliberation d, string id, IssuedOrder held)
    {
        var order = NewOrder(d, d.State.Remediations[id], held.Order.Verb, held.Order.Amount);
        d.Emit(new OrderIssued(id, order, Renewal: false, Reverts: held.Order.Id, d.At));
        d.Want(new RevertOrder(held.Order, order.Id));
        d.Wake(order.ExpiresUnixNanos, "order/" + order.Id);
    }

    /// <summary>Says a temporary step again, perhaps with another amount: the last word counts.</summary>
    public static void Say(Deliberation d, string id, Verb verb, long amount)
    {
        var order = NewOrder(d, d.State.Remediations[id], verb, amount);
        d.Emit(new OrderIssued(id, order, Renewal: true, Reverts: "", d.At));
        Send(d, order);
    }

    private static void Send(Deliberation d, RemediationOrder order)
    {
        d.Want(new SendOrder(order));
        d.Wake(order.ExpiresUnixNanos, "order/" + order.Id);
    }

    private static RemediationOrder NewOrder(Deliberation d, Remediation r, Verb verb, long amount)
    {
        var facts = verb.Facts();
        return new RemediationOrder(
            $"{d.State.JournalBirth}.e{d.State.Epoch}.{r.Id}.s{r.NextOrder}",
            d.State.Policies.Set.Fleet.Id,
            d.State.Epoch,
            verb,
            r.Target,
            facts.Actuator,
            amount,
            facts.IsTemporary ? r.Recipe.LeaseNanos : 0,
            d.At + (facts.IsTemporary ? OverlayExpiry : ProcessExpiry));
    }

    private static string UndoOf(string id, Recipe recipe) =>
        recipe.LivesByLease() ? $"lapses with its lease; prunella revert {id}"
        : recipe.Rollback == Rollback.Restore ? $"prunella revert {id}"
        : recipe.Rollback == Rollback.Person ? "only a person can take it back"
        : "nothing to take back: the process runs again";
}
