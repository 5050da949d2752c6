using Prunella.Kernel.Approvals;
using Prunella.Kernel.Inputs;

namespace Prunella.Kernel;

/// <summary>What persons command beside the brake: one line per command.</summary>
internal static class Commands
{
    public static void Note(Deliberation d)
    {
        switch (d.Input.Body)
        {
            case ApproveCommanded approve: Answering.Approve(d, approve); break;
            case DenyCommanded deny: Answering.Deny(d, deny); break;
            case RemediationRequested request: Answering.Request(d, request); break;
            default: throw new InvalidOperationException($"The input {d.Input.Body.GetType().Name} has no rule.");
        }
    }
}
