using Prunella.Kernel.Approvals;
using Prunella.Runtime.Configuration.Documents.Declared;

using static Prunella.Runtime.Configuration.Documents.Declared.PolicyFields;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Reads the key <c>approval</c> of a policy's guardrails.</summary>
internal static class ApprovalReader
{
    /// <summary>What the key says; null where it is not there, so that the content of other documents stays as it
    /// was.</summary>
    public static ApprovalRules? Read(Fields guardrails)
    {
        if (guardrails.Read(PolicyFields.Approval) is not { } approval) return null;
        var (quorum, within) = (approval.Read(Quorum), approval.Read(ApprovalWithin));
        return new ApprovalRules(quorum == 0 ? null : (int)quorum, within == 0 ? null : within);
    }
}
