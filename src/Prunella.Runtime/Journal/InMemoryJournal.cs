using System.Runtime.CompilerServices;

using Prunella.Contracts;
using Prunella.Runtime.Ports;

namespace Prunella.Runtime.Journal;

/// <summary>A journal that lives and dies with its process: for tests and for simulated worlds.</summary>
/// <remarks>
/// It keeps the port's contract but for the death of its own process. Several loops may share one instance; it is
/// then what a disk is to them. Safe for any number of threads.
/// </remarks>
/// <param name="birth">Eight hex digits: given, not drawn, so that a run can be repeated.</param>
public sealed class InMemoryJournal(string birth) : IJournal, IJournalAttic
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Chain> _chains = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, byte[]> _contents = new(StringComparer.Ordinal);
    private bool _failNext;
    private bool _broken;

    private sealed class Chain
    {
        public List<JournalRecord> Records { get; } = [];

        public long Epoch { get; set; }

        public JournalSnapshot? Snapshot { get; set; }
    }

    /// <inheritdoc/>
    public IJournalAttic Attic => this;

    /// <summary>The next append fails as a disk fails; after it every append is refused until
    /// <see cref="Reopen"/>.</summary>
    public void FailNextAppend()
    {
        lock (_lock) _failNext = true;
    }

    /// <summary>As if the process had been started again on the same disk.</summary>
    public void Reopen()
    {
        lock (_lock) _failNext = _broken = false;
    }

    /// <inheritdoc/>
    public Task<JournalHead> OpenEpochAsync(FleetId fleet, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var chain = ChainOf(fleet);
            chain.Epoch++;
            return Task.FromResult(HeadOf(chain));
        }
    }

    /// <inheritdoc/>
    public Task AppendAsync(IReadOnlyList<JournalRecord> records, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (records.Count == 0) return Task.CompletedTask;
        lock (_lock)
        {
            if (_failNext) _broken = true;
            if (_broken)
                return Task.FromException(new StorageUnusableException(
                    "The journal takes no more records", "memory", "a write has failed", "Start the healer again."));
            var chain = ChainOf(records[0].Fleet);
            try
            {
                AppendCheck.Verify(records, HeadOf(chain));
            }
            catch (Exception e) when (e is JournalFencedException or ArgumentException)
            {
                return Task.FromException(e);
            }
            // A caller may reuse its buffer; what is journalled must not change under it.
            chain.Records.AddRange(records.Select(r => r with { Bytes = r.Bytes.ToArray() }));
            return Task.CompletedTask;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalRecord> ReadAsync(
        FleetId fleet, long fromSequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        JournalRecord[] records;
        lock (_lock) records = [.. ChainOf(fleet).Records];
        var start = Math.Max(fromSequence, 1);
        if (start > records.Length) yield break;
        var walk = start == 1
            ? ChainWalk.FromStart(fleet, birth)
            : new ChainWalk(fleet, birth, start - 1, records[start - 2].Hash);
        foreach (var record in records.Skip((int)start - 1))
        {
            cancellation.ThrowIfCancellationRequested();
            walk.Step(record);
            yield return record;
        }
        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task SaveSnapshotAsync(JournalSnapshot snapshot, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var chain = ChainOf(snapshot.Fleet);
            if (chain.Snapshot is null || chain.Snapshot.Sequence <= snapshot.Sequence)
                chain.Snapshot = snapshot with { Bytes = snapshot.Bytes.ToArray() };
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<JournalSnapshot?> LoadSnapshotAsync(FleetId fleet, CancellationToken cancellation)
    {
        lock (_lock) return Task.FromResult(ChainOf(fleet).Snapshot);
    }

    /// <inheritdoc/>
    public Task SaveContentAsync(string hash, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        AppendCheck.VerifyContent(hash, content);
        lock (_lock) _contents[hash] = content.ToArray();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>> LoadContentAsync(string hash, CancellationToken cancellation)
    {
        lock (_lock)
        {
            return _contents.TryGetValue(hash, out var content)
                ? Task.FromResult<ReadOnlyMemory<byte>>(content)
                : Task.FromException<ReadOnlyMemory<byte>>(AppendCheck.ContentMissing(hash));
        }
    }

    private Chain ChainOf(FleetId fleet)
    {
        if (_chains.TryGetValue(fleet.Value, out var chain)) return chain;
        return _chains[fleet.Value] = new Chain();
    }

    private JournalHead HeadOf(Chain chain) => chain.Records.Count == 0
        ? new JournalHead(birth, 0, chain.Epoch, JournalChain.Genesis)
        : new JournalHead(birth, chain.Records.Count, chain.Epoch, chain.Records[^1].Hash);
}
