using Prunella.Contracts;
using Prunella.Runtime.Ports;

namespace Prunella.Runtime.Journal;

/// <summary>Walks along a fleet's chain and stops at the first record that does not follow from the one
/// before.</summary>
/// <remarks>
/// Checks per record: no gap in the sequence, the previous hash is the one before's, the hash is that of the bytes, the
/// bytes say the same journal, fleet, sequence and epoch as the columns around them, and the epoch never falls.
/// One thread.
/// </remarks>
/// <param name="fleet">Whose chain.</param>
/// <param name="birth">The journal's birth id.</param>
/// <param name="sequence">Sequence of the record before the first to check; 0 for the start.</param>
/// <param name="hash">Its hash.</param>
public sealed class ChainWalk(FleetId fleet, string birth, long sequence, string hash)
{
    private long _epoch;

    /// <summary>Sequence of the last record checked.</summary>
    public long Sequence { get; private set; } = sequence;

    /// <summary>Its hash.</summary>
    public string Hash { get; private set; } = hash;

    /// <summary>A walk from the first record.</summary>
    public static ChainWalk FromStart(FleetId fleet, string birth) => new(fleet, birth, 0, JournalChain.Genesis);

    /// <summary>Checks the next record.</summary>
    /// <exception cref="JournalCorruptException">It does not follow; the message names it and what to do.</exception>
    public void Step(JournalRecord record)
    {
        if (Fault(record) is { } fault) throw Broken(fleet, Sequence + 1, fault);
        Sequence = record.Sequence;
        Hash = record.Hash;
        _epoch = record.Epoch;
    }

    /// <summary>The exception for a broken record: which, why and what to do.</summary>
    public static JournalCorruptException Broken(FleetId fleet, long sequence, string why, Exception? inner = null) =>
        new(
        $"Record {sequence} of fleet '{fleet}' is broken: {why}. Everything before it is intact. "
        + "Restore journal.db from a backup, or keep the file for inquiry and start with a new data folder.", inner);

    private string? Fault(JournalRecord record)
    {
        if (record.Fleet != fleet) return $"it belongs to fleet '{record.Fleet}'";
        if (record.Sequence != Sequence + 1) return $"expected sequence {Sequence + 1}, found {record.Sequence}";
        if (record.PreviousHash != Hash) return "its previous hash is not the hash of the record before";
        if (JournalChain.HashOf(Hash, record.Bytes.Span) != record.Hash) return "its hash is not that of its bytes";
        return FaultInside(record);
    }

    private string? FaultInside(JournalRecord record)
    {
        if (JournalHeader.Read(record.Bytes.Span) is not { } header) return "its bytes do not start as a record does";
        if (header.Birth != birth) return $"it was written for journal {header.Birth}, this is journal {birth}";
        if (header.Fleet != fleet.Value) return $"its bytes belong to fleet '{header.Fleet}'";
        if (header.Sequence != record.Sequence) return $"its bytes say sequence {header.Sequence}";
        if (header.Epoch != record.Epoch) return $"its bytes say epoch {header.Epoch}, its row {record.Epoch}";
        if (record.Epoch < _epoch) return $"its epoch {record.Epoch} is lower than {_epoch} before it";
        return null;
    }
}
