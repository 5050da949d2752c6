using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;

namespace Prunella.Runtime.Journal;

/// <summary>What a record says: one input with the events that it caused.</summary>
/// <param name="Birth">The journal's birth id.</param>
/// <param name="Fleet">Whose.</param>
/// <param name="Sequence">1, 2, 3 … within the fleet.</param>
/// <param name="Epoch">Epoch of the loop that wrote it.</param>
/// <param name="Input">The input with its stamp and actor.</param>
/// <param name="Events">In the order in which they fold; may be empty.</param>
public sealed record JournalEntry(
    string Birth, FleetId Fleet, long Sequence, long Epoch, Stamped Input, IReadOnlyList<KernelEvent> Events);
