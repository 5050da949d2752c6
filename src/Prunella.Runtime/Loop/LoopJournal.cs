using System.Collections.Concurrent;
using System.Text.Json;

using Microsoft.Extensions.Logging;

using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Kernel.State;
using Prunella.Runtime.Ports;
using Prunella.Runtime.Views;

namespace Prunella.Runtime.Loop;

/// <summary>The loop's side of the journal: opens, folds, appends, keeps snapshots and policy
/// sets.</summary>
/// <remarks>One caller at a time: the loop.</remarks>
internal sealed class LoopJournal(LoopSetup setup, IJournal journal, IRecordCodec codec, ILogger log)
{
    private readonly ConcurrentDictionary<string, PolicySet> _policySets = new(StringComparer.Ordinal)
    {
        [setup.PolicyHash] = setup.Policies,
    };

    private long _snapshotAt;

    public JournalHead Head { get; private set; } = new("", 0, 0, "");

    /// <summary>Stamp of the last record; 0 when there is none.</summary>
    public long LastAt { get; private set; }

    public PolicySet PolicySet(string hash) => _policySets.TryGetValue(hash, out var set)
        ? set
        : throw new InvalidOperationException($"The policy set {hash} was not loaded.");

    /// <summary>The input as it will stand in the journal.</summary>
    public KernelInput Clean(KernelInput input) => codec.Clean(input);

    /// <summary>Opens an epoch and folds what is there into a loop and the views.</summary>
    public async Task<ControlLoop> OpenAsync(KernelRules rules, FleetViews views, CancellationToken cancellation)
    {
        Head = await journal.OpenEpochAsync(setup.Fleet, cancellation);
        await journal.Attic.SaveContentAsync(setup.PolicyHash, setup.PolicyContent, cancellation);
        var snapshot = await LoadSnapshotAsync(cancellation);
        var loop = new ControlLoop(rules, snapshot?.State ?? KernelState.Empty, PolicySet);
        views.Begin(snapshot?.Views ?? new FleetBook(), PolicySet);
        LastAt = snapshot?.At ?? 0;
        var folded = 0L;
        await foreach (var record in journal.ReadAsync(setup.Fleet, _snapshotAt + 1, cancellation))
        {
            var decoded = codec.Decode(record);
            await LoadPoliciesAsync(decoded.Events, cancellation);
            foreach (var e in decoded.Events) loop.Recover(e);
            views.Fold(record.Sequence, decoded.Input, decoded.Events);
            LastAt = Math.Max(LastAt, decoded.Input.At);
            folded++;
        }
        log.LoopOpened(setup.Fleet.Value, Head.Epoch, Head.Sequence, folded);
        return loop;
    }

    /// <summary>Makes readies durable in one append.</summary>
    public async Task AppendAsync(IReadOnlyList<Ready> readies, CancellationToken cancellation)
    {
        var records = new List<JournalRecord>(readies.Count);
        var head = Head;
        foreach (var ready in readies)
        {
            // Views ask for what is in force by its hash as soon as they have folded it.
            if (ready.Input.Body is PolicySetOffered offered) _policySets[offered.Hash] = offered.Set;
            var record = codec.Encode(head, setup.Fleet, ready.Input, ready.Events);
            records.Add(record);
            head = head with { Sequence = record.Sequence, Hash = record.Hash };
        }
        await journal.AppendAsync(records, cancellation);
        Head = head;
        LastAt = readies[^1].Input.At;
    }

    public bool IsSnapshotDue => Head.Sequence - _snapshotAt >= setup.SnapshotEvery;

    /// <summary>Keeps a snapshot after the last record; one that cannot be kept costs only time at
    /// the next start.</summary>
    public async Task SnapshotAsync(KernelState state, FleetViews views, CancellationToken cancellation)
    {
        if (Head.Sequence == _snapshotAt) return;
        try
        {
            var bytes = views.Snapshot(book => SnapshotJson.Write(new LoopSnapshot(LastAt, state, book)));
            var snapshot = new JournalSnapshot(setup.Fleet, Head.Sequence, Head.Hash, SnapshotJson.Format, bytes);
            await journal.Attic.SaveSnapshotAsync(snapshot, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.SnapshotNotKept(Head.Sequence, e.Message);
        }
        _snapshotAt = Head.Sequence;
    }

    private async Task<LoopSnapshot?> LoadSnapshotAsync(CancellationToken cancellation)
    {
        var stored = await journal.Attic.LoadSnapshotAsync(setup.Fleet, cancellation);
        if (stored is null) return null;
        try
        {
            if (stored.Format != SnapshotJson.Format) throw new JsonException($"format {stored.Format}, not {SnapshotJson.Format}");
            if (!await IsOfThisChainAsync(stored, cancellation)) throw new JsonException("it is of another chain of records");
            var read = SnapshotJson.Read(stored.Bytes);
            foreach (var hash in Hashes(read.State)) await LoadPolicyAsync(hash, cancellation);
            _snapshotAt = stored.Sequence;
            return read with { State = read.State.WithPolicies(PolicySet) };
        }
        catch (JsonException e)
        {
            log.SnapshotNotUsed(stored.Sequence, e.Message);
            return null;
        }
    }

    private static IEnumerable<string> Hashes(KernelState state) =>
        [state.PolicyHash, state.Staged?.Hash ?? "", state.Previous?.Hash ?? ""];

    private async Task<bool> IsOfThisChainAsync(JournalSnapshot stored, CancellationToken cancellation)
    {
        if (stored.Sequence > Head.Sequence) return false;
        await foreach (var record in journal.ReadAsync(setup.Fleet, stored.Sequence, cancellation))
            return record.Sequence == stored.Sequence && record.Hash == stored.Hash;
        return false;
    }

    private async Task LoadPoliciesAsync(IReadOnlyList<KernelEvent> events, CancellationToken cancellation)
    {
        foreach (var e in events)
        {
            if (e is PolicySetActivated activated) await LoadPolicyAsync(activated.Hash, cancellation);
            if (e is PolicySetStaged staged) await LoadPolicyAsync(staged.Hash, cancellation);
        }
    }

    private async Task LoadPolicyAsync(string hash, CancellationToken cancellation)
    {
        if (hash.Length == 0 || _policySets.ContainsKey(hash)) return;
        try
        {
            _policySets[hash] = LoopSetup.ReadPolicies(await journal.Attic.LoadContentAsync(hash, cancellation));
        }
        catch (JsonException e)
        {
            throw new JournalCorruptException(
                $"The policy set {hash} beside the journal cannot be read ({e.Message}). Restore the data folder from a backup.", e);
        }
    }
}
