using Prunella.Kernel.Approvals;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Trust;

namespace Prunella.Kernel;

/// <summary>What persons command beside the brake, and what drills report: one line per kind.</summary>
internal static class Commands
{
    public static void Note(Deliberation d)
    {
        switch (d.Input.Body)
        {
            case ApproveCommanded approve: Answering.Approve(d, approve); break;
            case DenyCommanded deny: Answering.Deny(d, deny); break;
            case RemediationRequested request: Answering.Request(d, request); break;
            case DrillReported drill: Earned.Drill(d, drill); break;
            default: throw new InvalidOperationException($"The input {d.Input.Body.GetType().Name} has no rule.");
        }
    }
}
