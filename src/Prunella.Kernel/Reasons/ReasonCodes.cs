namespace Prunella.Kernel.Reasons;

/// <summary>Every reason code there is. A code once shipped keeps its meaning for ever.</summary>
public static class ReasonCodes
{
    /// <summary>The healer is frozen. <c>by</c>, <c>source</c>.</summary>
    public const string Frozen = "freeze.on";
}
