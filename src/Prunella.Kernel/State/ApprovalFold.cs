using Prunella.Kernel.Approvals;
using Prunella.Kernel.Events;

namespace Prunella.Kernel.State;

/// <summary>Folds what persons said to proposals.</summary>
internal static class ApprovalFold
{
    /// <summary>What waits spends nothing: it is reserved when it begins, in the record of the first order.</summary>
    public static KernelState Ask(KernelState state, ApprovalAsked e)
    {
        if (!state.Remediations.TryGetValue(e.Remediation, out var r)) return state;
        var reserved = state.Spent.LastIndexOf(new Spent(r.Policy, r.ProposedAt));
        var asked = reserved < 0 ? state : state with { Spent = state.Spent.RemoveAt(reserved) };
        return RemediationFold.Change(asked, e.Remediation, x => x with
        {
            Approval = new Approval(e.Plan, e.Needed, e.RequestedBy, e.Until, []),
        });
    }

    public static KernelState Give(KernelState state, ApprovalGiven e) =>
        RemediationFold.Change(state, e.Remediation, r => r with
        {
            Approval = r.Approval is { } asked ? asked with { By = asked.By.Add(e.By) } : null,
        });

    public static KernelState Deny(KernelState state, ApprovalDenied e) =>
        state.Remediations.TryGetValue(e.Remediation, out var r)
            ? IncidentFold.Change(state, r.Incident, i => i with
            {
                Denied = i.Denied.Add(new Denial(r.Recipe.Name, r.Target.Text, e.By)),
            })
            : state;

    public static KernelState Begin(KernelState state, RemediationMoved e) =>
        state.Remediations.TryGetValue(e.Id, out var r) && r.Approval is not null
            ? state with { Spent = state.Spent.Add(new Spent(r.Policy, e.At)) }
            : state;
}
