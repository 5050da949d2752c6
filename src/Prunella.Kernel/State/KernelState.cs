using Prunella.Kernel.Policies;

namespace Prunella.Kernel.State;

/// <summary>All that the kernel knows: the fold of the journal's events, immutable.</summary>
/// <param name="JournalBirth">Eight hex digits of the journal.</param>
/// <param name="Epoch">The current loop's epoch; 0 before the first.</param>
/// <param name="Policies">What is in force.</param>
/// <param name="PolicyHash">Its hash, or empty.</param>
public sealed record KernelState(string JournalBirth, long Epoch, PolicySet Policies, string PolicyHash)
{
    /// <summary>Before the first event.</summary>
    public static readonly KernelState Empty = new("", 0, PolicySet.Empty, "");
}
