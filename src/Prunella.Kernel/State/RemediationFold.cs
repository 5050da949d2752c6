using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Incidents;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.Remediations;

namespace Prunella.Kernel.State;

/// <summary>Folds what happened to remediations.</summary>
internal static class RemediationFold
{
    private const long Day = 86_400_000_000_000;
    private const long Hour = 3_600_000_000_000;
    private const int MostFlaps = 4;

    public static KernelState Propose(KernelState state, RemediationProposed e)
    {
        var remediation = new Remediation
        {
            Id = e.Id,
            Incident = e.Incident,
            Policy = e.Policy,
            Recipe = state.Policies.Recipe(e.Target.Service, e.Recipe)
                ?? throw new InvalidOperationException($"{e.Id} names the recipe {e.Recipe}, which is not in force."),
            Target = e.Target,
            Fault = e.Fault,
            State = RemediationState.Proposed,
            PolicyHash = state.HashFor(e.Target.Service),
            Epoch = state.Epoch,
            ProposedAt = e.At,
            MovedAt = e.At,
        };
        var proposed = state with
        {
            Remediations = state.Remediations.Add(e.Id, remediation),
            Spent = [.. state.Spent.Where(s => s.At > e.At - Day), new Spent(e.Policy, e.At)],
        };
        return IncidentFold.Change(proposed, e.Incident, i => i with { NextRemediation = i.NextRemediation + 1, LastNothing = "" });
    }

    public static KernelState Move(KernelState state, RemediationMoved e)
    {
        var counted = state.Remediations.TryGetValue(e.Id, out var before)
            ? PolicyFold.Count(state, before, e)
            : state;
        var moved = Change(counted, e.Id, r => r with
        {
            State = e.To,
            MovedAt = e.At,
            Interrupted = e.To == RemediationState.Unknown ? e.From : r.Interrupted,
            HeldSince = e.To == RemediationState.Verifying && r.HeldSince == 0 ? e.At : r.HeldSince,
            Relapses = e.Reason.Code == ReasonCodes.Relapsed ? r.Relapses + 1 : r.Relapses,
            Excused = r.Excused || IsExcuse(e.Reason.Code),
            Harmful = r.Harmful || e.Reason.Code is ReasonCodes.Harmful or ReasonCodes.HarmfulNearby,
            CarriedOut = r.CarriedOut && e.Reason.Code is not (ReasonCodes.NotCarriedOut or ReasonCodes.LeftToOther),
        });
        if (e.To == RemediationState.Approved) moved = ApprovalFold.Begin(moved, e);
        return RemediationTransitions.IsFinal(e.To) && moved.Remediations.TryGetValue(e.Id, out var ended)
            ? End(moved, ended, e)
            : moved;
    }

    public static KernelState Issue(KernelState state, OrderIssued e) => Change(state, e.Remediation, r =>
    {
        var step = e.Reverts.Length > 0 ? -1 : StepOf(r, e);
        return r with
        {
            Orders = [.. StillCounts(r, e, step), new IssuedOrder(e.Order, step, null, e.Reverts, e.Renewal, e.At)],
            NextOrder = r.NextOrder + 1,
            MostDose = step >= 0 && r.Recipe.Steps[step].Dose is not null
                ? Math.Max(r.MostDose, (int)e.Order.Amount)
                : r.MostDose,
        };
    });

    public static KernelState Dose(KernelState state, DoseChanged e) => Change(state, e.Remediation, r => r with
    {
        DosedAt = e.At,
        Relapses = e.Reason.Code == ReasonCodes.DoseRelapsed ? r.Relapses + 1 : r.Relapses,
    });

    public static KernelState Settle(KernelState state, OrderSettled e) => Change(state, e.Remediation, r => r with
    {
        Orders = [.. r.Orders.Select(o => o.Order.Id == e.Outcome.OrderId ? o with { Outcome = e.Outcome.Kind } : o)],
    });

    public static KernelState Ask(KernelState state, VerificationAsked e) =>
        Change(state, e.Remediation, r => r with { Request = e.Request, Result = null });

    public static KernelState Note(KernelState state, VerificationNoted e) =>
        Change(state, e.Remediation, r => r with { Result = e.Result });

    public static KernelState Change(KernelState state, string id, Func<Remediation, Remediation> change) =>
        state.Remediations.TryGetValue(id, out var remediation)
            ? state with { Remediations = state.Remediations.SetItem(id, change(remediation)) }
            : state;

    /// <summary>Whether anything is proposed or done for an incident.</summary>
    public static bool IsUnderWay(KernelState state, string incident)
    {
        foreach (var (_, remediation) in state.Remediations)
        {
            if (remediation.Incident == incident) return true;
        }
        return false;
    }

    /// <summary>
    /// A renewal replaces what it says again, with whatever was to take that back; a revert
    /// replaces an earlier one of the
    /// same order. So the list is as long as the recipe, however long it is held.
    /// </summary>
    private static IEnumerable<IssuedOrder> StillCounts(Remediation r, OrderIssued e, int step)
    {
        if (e.Reverts.Length > 0) return r.Orders.Where(o => o.Reverts != e.Reverts);
        if (!e.Renewal) return r.Orders;
        var replaced = r.Orders.Where(o => o.Step == step).Select(o => o.Order.Id).ToArray();
        return r.Orders.Where(o => o.Step != step && !replaced.Contains(o.Reverts));
    }

    /// <summary>An order names verb and amount; a recipe may hold a step twice, so what was carried
    /// out before decides.</summary>
    private static int StepOf(Remediation r, OrderIssued e)
    {
        var last = e.Renewal ? null : r.LastStep();
        var from = last is null ? 0 : last.Outcome == OutcomeKind.Succeeded ? last.Step + 1 : last.Step;
        for (var i = from; i < r.Recipe.Steps.Count; i++)
        {
            if (Says(r.Recipe.Steps[i], e.Order)) return i;
        }
        return r.Recipe.Steps.Count - 1;
    }

    /// <summary>A step that grows is said with one amount after another.</summary>
    private static bool Says(RecipeStep step, RemediationOrder order) =>
        step.Verb == order.Verb && (step.Amount == order.Amount || step.Dose is not null);

    private static bool IsExcuse(string code) =>
        code is ReasonCodes.RevertedByPerson or ReasonCodes.HeldTooLong or ReasonCodes.Rediagnosed
            or ReasonCodes.NotCarriedOut or ReasonCodes.LeftToOther or ReasonCodes.Undecided;

    private static KernelState End(KernelState state, Remediation ended, RemediationMoved e)
    {
        // Of what was never begun nothing is remembered but a person's no.
        if (e.From == RemediationState.Proposed)
            return state with { Remediations = state.Remediations.Remove(ended.Id) };
        var helped = e.To == RemediationState.Succeeded;
        var target = ended.Target.Text;
        var history = state.Targets.GetValueOrDefault(target);
        var soon = history is not null && history.Recipe == ended.Recipe.Name && e.At - history.EndedAt < Hour;
        var flaps = soon ? Math.Min(history!.Flaps + 1, MostFlaps) : 0;
        var failures = state.Failures.Where(f => f.At > e.At - Hour);
        if (!helped && !ended.Excused) failures = failures.Append(new RecipeFailure(ended.Recipe.Name, target, e.At));
        var next = state with
        {
            Remediations = state.Remediations.Remove(ended.Id),
            Targets = state.Targets
                .RemoveRange(state.Targets.Where(t => t.Value.EndedAt < e.At - Day).Select(t => t.Key))
                .SetItem(target, new TargetHistory(e.At, ended.Recipe.Name, flaps)),
            Failures = [.. failures],
        };
        return IncidentFold.Change(next, ended.Incident, i => i with
        {
            Tried = i.Tried.Add(new Tried(
                ended.Recipe.Name, target, helped, ended.CarriedOut, ended.Id, ended.Fault)),
        });
    }
}
