using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Runtime.Journal;
using Prunella.Runtime.Ports;

namespace Prunella.Runtime.Loop;

/// <summary>The journal's own codec, as the loop uses it.</summary>
/// <remarks>
/// A policy set offered comes back empty beside its hash: folding needs only the event, and the loop finds the
/// content by the hash where it needs it.
/// </remarks>
public sealed class JournalRecordCodec : IRecordCodec
{
    private readonly JournalCodec _codec = new(_ => PolicySet.Empty);

    /// <inheritdoc/>
    public KernelInput Clean(KernelInput input) => JournalCodec.Clean(input);

    /// <inheritdoc/>
    public JournalRecord Encode(JournalHead head, FleetId fleet, Stamped input, IReadOnlyList<KernelEvent> events) =>
        JournalCodec.Seal(fleet, head, input, events);

    /// <inheritdoc/>
    public DecodedRecord Decode(JournalRecord record)
    {
        try
        {
            var entry = _codec.Decode(record.Bytes, $"{record.Fleet}/{record.Sequence}");
            return new DecodedRecord(entry.Input, entry.Events);
        }
        catch (JournalFormatException e)
        {
            throw new JournalCorruptException(e.Message, e);
        }
    }
}
