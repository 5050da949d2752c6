using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Runtime.Ports;

namespace Prunella.Runtime.Loop;

/// <summary>A record's meaning.</summary>
/// <param name="Input">The input as stamped; a policy set offered may come back with its hash
/// alone.</param>
/// <param name="Events">The events it caused.</param>
public sealed record DecodedRecord(Stamped Input, IReadOnlyList<KernelEvent> Events);

/// <summary>Between what the loop decides and what the journal stores.</summary>
public interface IRecordCodec
{
    /// <summary>The input as the journal will keep it: the loop decides on this one, so that a
    /// replay decides on the same.</summary>
    KernelInput Clean(KernelInput input);

    /// <summary>The record that follows the head.</summary>
    JournalRecord Encode(JournalHead head, FleetId fleet, Stamped input, IReadOnlyList<KernelEvent> events);

    /// <summary>Reads a record back; throws <see cref="JournalCorruptException"/> that names
    /// it.</summary>
    DecodedRecord Decode(JournalRecord record);
}
