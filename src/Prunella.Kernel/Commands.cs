using Prunella.Kernel.Approvals;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.Silences;
using Prunella.Kernel.Trust;

namespace Prunella.Kernel;

/// <summary>What persons command beside the brake, what is found of their doing, and what drills and rehearsals
/// report: one line per input.</summary>
internal static class Commands
{
    public static void Note(Deliberation d)
    {
        switch (d.Input.Body)
        {
            case ApproveCommanded approve: Answering.Approve(d, approve); break;
            case DenyCommanded deny: Answering.Deny(d, deny); break;
            case RemediationRequested request: Answering.Request(d, request); break;
            case MarkCommanded mark: Marking.Mark(d, mark); break;
            case MarkWithdrawalCommanded withdrawal: Marking.Withdraw(d, withdrawal.Incident); break;
            case PolicyRollbackCommanded: Staging.RollBack(d); break;
            case SilenceCommanded silence: Silencing.Begin(d, silence); break;
            case UnsilenceCommanded unsilence: Silencing.End(d, unsilence); break;
            case TargetChanged changed: Silencing.LeaveToOther(d, changed); break;
            case RehearsalReported rehearsal: Rehearsals.Note(d, rehearsal); break;
            case DrillReported drill: Earned.Drill(d, drill); break;
            default: throw new InvalidOperationException($"The input {d.Input.Body.GetType().Name} has no rule.");
        }
    }
}
