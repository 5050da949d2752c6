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
    IReadOnlyList<Reason> Reasons);
