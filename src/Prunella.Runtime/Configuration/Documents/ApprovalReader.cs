using Prunella.Kernel.Approvals;

using static Prunella.Runtime.Configuration.Documents.Bounds;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Reads the key <c>approval</c> of a policy's guardrails.</summary>
internal static class ApprovalReader
{
    private const int MostPersons = 10;

    /// <summary>What the key says; null where it is not there, so that the content of other documents stays as it
    /// was.</summary>
    public static ApprovalRules? Read(Fields guardrails)
    {
        if (guardrails.Map("approval") is not { } approval) return null;
        var quorum = approval.Count("quorum", 0, 1, MostPersons);
        var within = approval.Duration("within", 0, Minute, Day);
        approval.Done();
        return new ApprovalRules(quorum == 0 ? null : (int)quorum, within == 0 ? null : within);
    }
}
