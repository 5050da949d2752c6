using Prunella.Contracts;

namespace Prunella.Runtime.Ports;

/// <summary>One record: an input with the events that it caused, as stored.</summary>
/// <param name="Fleet">Whose.</param>
/// <param name="Sequence">1, 2, 3 … without a gap within a fleet.</param>
/// <param name="Epoch">Epoch of the loop that wrote it.</param>
/// <param name="Bytes">The canonical bytes; never re-serialised to verify.</param>
/// <param name="PreviousHash">Hash of the record before; 64 zeros for the first. Hex, lower case.</param>
/// <param name="Hash">SHA-256 over the previous hash's bytes followed by <paramref name="Bytes"/>. Hex, lower
/// case.</param>
public sealed record JournalRecord(
    FleetId Fleet, long Sequence, long Epoch, ReadOnlyMemory<byte> Bytes, string PreviousHash, string Hash);

/// <summary>Where a fleet's journal ends.</summary>
/// <param name="Birth">Eight hex digits drawn when the journal was created.</param>
/// <param name="Sequence">Of the last record; 0 when empty.</param>
/// <param name="Epoch">Highest epoch opened.</param>
/// <param name="Hash">Of the last record; 64 zeros when empty.</param>
public sealed record JournalHead(string Birth, long Sequence, long Epoch, string Hash);

/// <summary>A snapshot of the state after a record; only ever a short cut for folding.</summary>
public sealed record JournalSnapshot(FleetId Fleet, long Sequence, string Hash, int Format, ReadOnlyMemory<byte> Bytes);

/// <summary>Another loop has written, or opened a higher epoch: this one must stop at once.</summary>
public sealed class JournalFencedException(string message) : Exception(message);

/// <summary>The journal cannot be trusted or used: which record, and what to do.</summary>
public sealed class JournalCorruptException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Appends records durably, reads them back in order, keeps snapshots and the content of policy
/// sets.</summary>
/// <remarks>
/// Contract, checked for every implementation by the suite in tests/Prunella.PortContracts:
/// <list type="bullet">
/// <item>When Append returns, the records survive the death of the process and, where the disk keeps its word,
/// of the machine.</item>
/// <item>Append is compare-and-set on (fleet, sequence, epoch): a wrong sequence or a stale epoch throws
/// <see cref="JournalFencedException"/> and stores nothing.</item>
/// <item>A batch is stored whole or not at all.</item>
/// <item>Read gives exactly what was appended, byte for byte, in order, and checks the chain as it goes
/// (<see cref="JournalCorruptException"/> names the record).</item>
/// <item>After an I/O error in Append the instance refuses further appends: an fsync is never retried.</item>
/// </list>
/// </remarks>
public interface IJournal
{
    /// <summary>Opens the next epoch for a fleet and gives the head to append after.</summary>
    Task<JournalHead> OpenEpochAsync(FleetId fleet, CancellationToken cancellation);

    /// <summary>Appends a batch that follows the head.</summary>
    Task AppendAsync(IReadOnlyList<JournalRecord> records, CancellationToken cancellation);

    /// <summary>Reads from a sequence (inclusive) to the end, checking the chain.</summary>
    IAsyncEnumerable<JournalRecord> ReadAsync(FleetId fleet, long fromSequence, CancellationToken cancellation);

    /// <summary>Snapshots and contents.</summary>
    IJournalAttic Attic { get; }
}

/// <summary>What lies beside the records: snapshots, and content by hash.</summary>
public interface IJournalAttic
{
    /// <summary>Keeps a snapshot; older ones may go.</summary>
    Task SaveSnapshotAsync(JournalSnapshot snapshot, CancellationToken cancellation);

    /// <summary>The newest snapshot, or null.</summary>
    Task<JournalSnapshot?> LoadSnapshotAsync(FleetId fleet, CancellationToken cancellation);

    /// <summary>Keeps content under its SHA-256 (hex); the same content twice is one.</summary>
    Task SaveContentAsync(string hash, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>The content under a hash; throws <see cref="JournalCorruptException"/> when missing or not
    /// matching.</summary>
    Task<ReadOnlyMemory<byte>> LoadContentAsync(string hash, CancellationToken cancellation);
}
