using System.Security.Cryptography;
using System.Text;

using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Runtime.Loop;
using Prunella.Runtime.Ports;

namespace Prunella.Runtime.Tests.Loop;

/// <summary>A disk that outlives healers: records, contents, snapshots; it can fail, fence and die at a chosen moment.</summary>
internal sealed class MemoryDisk : IJournal, IJournalAttic, IRecordCodec
{
    private readonly Lock _lock = new();
    private readonly List<JournalRecord> _records = [];
    private readonly Dictionary<string, DecodedRecord> _meanings = [];
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _contents = [];
    private readonly List<(Func<DecodedRecord, bool> Is, TaskCompletionSource<DecodedRecord> Seen)> _waits = [];
    private long _epoch;

    public IJournalAttic Attic => this;

    public JournalSnapshot? Snapshot { get; set; }

    /// <summary>Number of records in each append.</summary>
    public List<int> Appends { get; } = [];

    /// <summary>Called before records are stored; throws to fail.</summary>
    public Func<IReadOnlyList<DecodedRecord>, Task> BeforeStore { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called after records are stored; throws as if the process died there.</summary>
    public Action<IReadOnlyList<DecodedRecord>> AfterStore { get; set; } = _ => { };

    public IReadOnlyList<DecodedRecord> Records
    {
        get
        {
            lock (_lock) return [.. _records.Select(r => _meanings[r.Hash])];
        }
    }

    public IEnumerable<KernelEvent> Events => Records.SelectMany(r => r.Events);

    public IEnumerable<KernelInput> Inputs => Records.Select(r => r.Input.Body);

    /// <summary>Completes with the first record, stored already or later, that is meant.</summary>
    public Task<DecodedRecord> WhenStoredAsync(Func<DecodedRecord, bool> isMeant)
    {
        lock (_lock)
        {
            foreach (var record in _records.Select(r => _meanings[r.Hash]))
            {
                if (isMeant(record)) return Task.FromResult(record);
            }
            var seen = new TaskCompletionSource<DecodedRecord>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits.Add((isMeant, seen));
            return seen.Task.Soon();
        }
    }

    public Task<JournalHead> OpenEpochAsync(FleetId fleet, CancellationToken cancellation)
    {
        lock (_lock)
        {
            _epoch++;
            return Task.FromResult(new JournalHead("3f9a01c2", _records.Count, _epoch, _records.Count == 0 ? Zeros : _records[^1].Hash));
        }
    }

    public async Task AppendAsync(IReadOnlyList<JournalRecord> records, CancellationToken cancellation)
    {
        DecodedRecord[] meanings;
        lock (_lock) meanings = [.. records.Select(r => _meanings[r.Hash])];
        await BeforeStore(meanings);
        lock (_lock)
        {
            if (records[0].Epoch != _epoch || records[0].Sequence != _records.Count + 1) throw new JournalFencedException("a newer epoch is open.");
            _records.AddRange(records);
            Appends.Add(records.Count);
            foreach (var wait in _waits.ToArray())
            {
                if (meanings.FirstOrDefault(wait.Is) is not { } meant) continue;
                wait.Seen.TrySetResult(meant);
                _waits.Remove(wait);
            }
        }
        AfterStore(meanings);
    }

    public async IAsyncEnumerable<JournalRecord> ReadAsync(
        FleetId fleet, long fromSequence, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        JournalRecord[] records;
        lock (_lock) records = [.. _records.Where(r => r.Sequence >= fromSequence)];
        foreach (var record in records) yield return record;
        await Task.CompletedTask;
    }

    public Task SaveSnapshotAsync(JournalSnapshot snapshot, CancellationToken cancellation)
    {
        Snapshot = snapshot;
        return Task.CompletedTask;
    }

    public Task<JournalSnapshot?> LoadSnapshotAsync(FleetId fleet, CancellationToken cancellation) => Task.FromResult(Snapshot);

    public Task SaveContentAsync(string hash, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        lock (_lock) _contents[hash] = content;
        return Task.CompletedTask;
    }

    public Task<ReadOnlyMemory<byte>> LoadContentAsync(string hash, CancellationToken cancellation)
    {
        lock (_lock)
            return _contents.TryGetValue(hash, out var found)
                ? Task.FromResult(found)
                : Task.FromException<ReadOnlyMemory<byte>>(new JournalCorruptException($"content {hash} is missing"));
    }

    public KernelInput Clean(KernelInput input) => input;

    public JournalRecord Encode(JournalHead head, FleetId fleet, Stamped input, IReadOnlyList<KernelEvent> events)
    {
        var bytes = Encoding.UTF8.GetBytes($"{head.Sequence + 1} {head.Epoch} {input} {string.Join(' ', events)}");
        var hash = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(head.Hash), .. bytes]));
        lock (_lock) _meanings[hash] = new DecodedRecord(input, events);
        return new JournalRecord(fleet, head.Sequence + 1, head.Epoch, bytes, head.Hash, hash);
    }

    public DecodedRecord Decode(JournalRecord record)
    {
        lock (_lock) return _meanings[record.Hash];
    }

    private static string Zeros => new('0', 64);
}
