namespace Prunella.Kernel.Remediations;

/// <summary>Where a remediation stands.</summary>
public enum RemediationState
{
    /// <summary>Chosen; waits for approval where its mode asks for one.</summary>
    Proposed,

    /// <summary>Allowed; the first order has not left.</summary>
    Approved,

    /// <summary>Its steps are being carried out.</summary>
    Running,

    /// <summary>Its steps are in effect; whether they help is being judged.</summary>
    Verifying,

    /// <summary>It helps and its temporary change is kept, renewed, until what it protects from is gone.</summary>
    Holding,

    /// <summary>The temporary change is being taken back because it is no longer needed; a relapse
    /// leads back to holding.</summary>
    Returning,

    /// <summary>It is being taken back because it did not help, did harm, or a person said so.</summary>
    RollingBack,

    /// <summary>An order's outcome is not known; the target is being read.</summary>
    Unknown,

    /// <summary>It helped and has left nothing temporary behind.</summary>
    Succeeded,

    /// <summary>An order failed and nothing of it is in effect.</summary>
    Failed,

    /// <summary>It was taken back.</summary>
    RolledBack,
}
