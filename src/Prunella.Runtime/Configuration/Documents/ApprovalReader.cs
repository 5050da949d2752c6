using Prunella.Kernel.Approvals;

using static Prunella.Runtime.Configuration.Documents.Declared.PolicyFields;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Reads the key <c>approval</c> of a policy's guardrails.</summary>
internal static class ApprovalReader
{
    /// <summary>What the key says; null where it is not there, so that the content of other documents stays as it
    /// was.</summary>
    public static ApprovalRules? Read(Fields? approval)
    {
        if (approval is null) return null;
        var (quorum, within) = ((int)approval.Read(Quorum), approval.Read(Within));
        return new ApprovalRules(approval.Has(Quorum) ? quorum : null, approval.Has(Within) ? within : null);
    }
}
