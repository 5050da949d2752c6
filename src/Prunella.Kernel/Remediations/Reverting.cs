using Prunella.Kernel.Effects;
using Prunella.Kernel.Reasons;

namespace Prunella.Kernel.Remediations;

/// <summary>Takes remediations back: because they did not help, did harm, failed half-way, or because a person says so.</summary>
internal static class Reverting
{
    public static void ByPerson(Deliberation d, string id)
    {
        if (!d.State.Remediations.TryGetValue(id, out var r) || r.State == RemediationState.RollingBack)
        {
            d.Because(Reason.Of(ReasonCodes.NotInFlight, ("remediation", id)));
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
        if (r.State == RemediationState.Running && !r.InForce().Any())
        {
            d.Move(id, reason.Code == ReasonCodes.OrderFailed ? RemediationState.Failed : RemediationState.RollingBack, reason);
            Conclude(d, id);
            return;
        }
        if (r.State != RemediationState.RollingBack) d.Move(id, RemediationState.RollingBack, reason);
        Steps.Revert(d, id);
        Conclude(d, id);
    }

    /// <summary>Ends the rollback or the return when nothing temporary is left.</summary>
    public static void Conclude(Deliberation d, string id)
    {
        if (d.State.Remediations.TryGetValue(id, out var r) && r.State == RemediationState.RollingBack && !r.InForce().Any())
            d.Move(id, RemediationState.RolledBack, Reason.Of(ReasonCodes.TakenBack));
    }
}
