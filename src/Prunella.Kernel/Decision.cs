using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Reasons;

namespace Prunella.Kernel;

/// <summary>What one input led to: the events that became true, the effects wanted, and the reasons for both.</summary>
/// <param name="Events">In the order in which they fold; never empty of meaning, often empty.</param>
/// <param name="Effects">To leave after the events are durable.</param>
/// <param name="Reasons">Also for doing nothing.</param>
public sealed record Decision(
    IReadOnlyList<KernelEvent> Events,
    IReadOnlyList<KernelEffect> Effects,
    IReadOnlyList<Reason> Reasons)
{
    /// <summary>The state after the events, so that nobody need fold them again; null where a decision was not made by
    /// <see cref="Kernel.Decide"/>. It equals the fold, and knows besides what is to be looked at next.</summary>
    public State.KernelState? Next { get; init; }
}
