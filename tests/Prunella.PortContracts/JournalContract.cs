using System.Security.Cryptography;

using Prunella.Contracts;
using Prunella.Runtime.Journal;
using Prunella.Runtime.Ports;

namespace Prunella.PortContracts;

/// <summary>The remarks of <see cref="IJournal"/> as tests: every implementation inherits them.</summary>
public abstract class JournalContract : IAsyncLifetime
{
    /// <summary>The journal under test; replaced by <see cref="RestartAsync"/>.</summary>
    protected IJournal Journal { get; private set; } = null!;

    /// <summary>Opens the store; the second call sees what the first one kept.</summary>
    protected abstract Task<IJournal> OpenAsync();

    /// <summary>Ends the process that has the journal open, as far as it can be played.</summary>
    protected abstract Task CloseAsync();

    /// <summary>From here on the disk refuses to take an append.</summary>
    protected abstract Task FailDiskAsync();

    /// <summary>Removes what a test has made.</summary>
    protected virtual void CleanUp()
    {
    }

    public async ValueTask InitializeAsync() => Journal = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        CleanUp();
        GC.SuppressFinalize(this);
    }

    protected async Task RestartAsync()
    {
        await CloseAsync();
        Journal = await OpenAsync();
    }

    [Fact]
    public async Task A_new_journal_is_empty_and_has_a_birth_id()
    {
        var head = await Journal.OpenEpochAsync(SomeRecords.Fleet, default);

        Assert.Matches("^[0-9a-f]{8}$", head.Birth);
        Assert.Equal((0, 1, JournalChain.Genesis), (head.Sequence, head.Epoch, head.Hash));
        Assert.Empty(await SomeRecords.ReadAsync(Journal));
    }

    [Fact]
    public async Task What_was_appended_is_read_byte_for_byte_in_order()
    {
        var head = await Journal.OpenEpochAsync(SomeRecords.Fleet, default);
        var records = SomeRecords.Batch(head, 700);
        await Journal.AppendAsync([.. records.Take(1)], default);
        await Journal.AppendAsync([.. records.Skip(1)], default);

        AssertSame(records, await SomeRecords.ReadAsync(Journal));
        AssertSame(records.Skip(650), await SomeRecords.ReadAsync(Journal, 651));
        Assert.Empty(await SomeRecords.ReadAsync(Journal, 701));
        Assert.Empty(await SomeRecords.ReadAsync(Journal, 900));
    }

    [Fact]
    public async Task What_was_appended_survives_a_restart_and_the_epoch_grows()
    {
        var first = await Journal.OpenEpochAsync(SomeRecords.Fleet, default);
        var records = SomeRecords.Batch(first, 3);
        await Journal.AppendAsync(records, default);

        await RestartAsync();
        var second = await Journal.OpenEpochAsync(SomeRecords.Fleet, default);

        Assert.Equal(new JournalHead(first.Birth, 3, first.Epoch + 1, records[^1].Hash), second);
        AssertSame(records, await SomeRecords.ReadAsync(Journal));
    }

    [Fact]
    public async Task A_stale_epoch_is_fenced_and_stores_nothing()
    {
        var old = await Journal.OpenEpochAsync(SomeRecords.Fleet, default);
        await Journal.OpenEpochAsync(SomeRecords.Fleet, default);

        await Assert.ThrowsAsync<JournalFencedException>(() => Journal.AppendAsync(SomeRecords.Batch(old, 2), default));
        Assert.Empty(await SomeRecords.ReadAsync(Journal));
    }

    [Fact]
    public async Task An_epoch_that_nobody_opened_is_fenced()
    {
        var head = await Journal.OpenEpochAsync(SomeRecords.Fleet, default);

        await Assert.ThrowsAsync<JournalFencedException>(
            () => Journal.AppendAsync(SomeRecords.Batch(head with { Epoch = head.Epoch + 1 }, 1), default));
    }

    [Fact]
    public async Task A_sequence_that_is_taken_or_leaves_a_gap_is_fenced()
    {
        var head = await Journal.OpenEpochAsync(SomeRecords.Fleet, default);
        var records = SomeRecords.Batch(head, 3);
        await Journal.AppendAsync([records[0]], default);

        await Assert.ThrowsAsync<JournalFencedException>(() => Journal.AppendAsync([SomeRecords.After(head, "other")], default));
        await Assert.ThrowsAsync<JournalFencedException>(() => Journal.AppendAsync([records[2]], default));
        AssertSame(records.Take(1), await SomeRecords.ReadAsync(Journal));
    }

    [Fact]
    public async Task Of_many_that_race_for_one_sequence_exactly_one_wins()
    {
        var head = await Journal.OpenEpochAsync(SomeRecords.Fleet, default);
        var rivals = Enumerable.Range(0, 16).Select(i => SomeRecords.After(head, $"rival{i}")).ToArray();

        var won = await Task.WhenAll(rivals.Select(r => Task.Run(() => WinsAsync(r))));

        Assert.Equal(1, won.Count(w => w));
        Assert.Equal(rivals[Array.IndexOf(won, true)].Hash, Assert.Single(await SomeRecords.ReadAsync(Journal)).Hash);
    }

    [Fact]
    public async Task Appends_sent_one_behind_the_other_all_arrive()
    {
        var head = await Journal.OpenEpochAsync(SomeRecords.Fleet, default);
        var records = SomeRecords.Batch(head, 200);

        await Task.WhenAll(records.Select(r => Journal.AppendAsync([r], default)));

        AssertSame(records, await SomeRecords.ReadAsync(Journal));
    }

    [Fact]
    public async Task A_batch_with_a_broken_link_is_refused_whole()
    {
        var head = await Journal.OpenEpochAsync(SomeRecords.Fleet, default);
        var records = SomeRecords.Batch(head, 3);
        JournalRecord[] broken = [records[0], records[1], records[2] with { PreviousHash = records[0].Hash }];
        JournalRecord[] wrongHash = [records[0], records[1] with { Hash = records[0].Hash }];

        await Assert.ThrowsAsync<ArgumentException>(() => Journal.AppendAsync(broken, default));
        await Assert.ThrowsAsync<ArgumentException>(() => Journal.AppendAsync(wrongHash, default));
        Assert.Empty(await SomeRecords.ReadAsync(Journal));
    }

    [Fact]
    public async Task Fleets_do_not_meet()
    {
        var other = new FleetId("other");
        var head = await Journal.OpenEpochAsync(SomeRecords.Fleet, default);
        var otherHead = await Journal.OpenEpochAsync(other, default);

        await SomeRecords.GrowAsync(Journal, head, 2);
        await SomeRecords.GrowAsync(Journal, otherHead, 1, other);

        Assert.Equal(1, otherHead.Epoch);
        Assert.Equal(2, (await SomeRecords.ReadAsync(Journal)).Count);
        Assert.Single(await SomeRecords.ReadAsync(Journal, fleet: other));
    }

    [Fact]
    public async Task After_a_failed_append_everything_is_refused_until_a_restart()
    {
        var head = await Journal.OpenEpochAsync(SomeRecords.Fleet, default);
        head = await SomeRecords.GrowAsync(Journal, head, 2);
        await FailDiskAsync();

        await Assert.ThrowsAsync<StorageUnusableException>(() => Journal.AppendAsync(SomeRecords.Batch(head, 500), default));
        await Assert.ThrowsAsync<StorageUnusableException>(() => Journal.AppendAsync([SomeRecords.After(head)], default));

        await RestartAsync();
        Assert.Equal(2, (await Journal.OpenEpochAsync(SomeRecords.Fleet, default)).Sequence);
    }

    [Fact]
    public async Task The_newest_snapshot_is_given_back()
    {
        var head = await Journal.OpenEpochAsync(SomeRecords.Fleet, default);
        Assert.Null(await Journal.Attic.LoadSnapshotAsync(SomeRecords.Fleet, default));
        var records = SomeRecords.Batch(head, 4);
        await Journal.AppendAsync(records, default);
        foreach (var record in records)
            await Journal.Attic.SaveSnapshotAsync(new JournalSnapshot(record.Fleet, record.Sequence, record.Hash, 3, new byte[] { 1, 2, (byte)record.Sequence }), default);

        await RestartAsync();
        var snapshot = await Journal.Attic.LoadSnapshotAsync(SomeRecords.Fleet, default);

        Assert.Equal((4, records[3].Hash, 3), (snapshot!.Sequence, snapshot.Hash, snapshot.Format));
        Assert.Equal([1, 2, 4], snapshot.Bytes.ToArray());
        Assert.Null(await Journal.Attic.LoadSnapshotAsync(new FleetId("other"), default));
    }

    [Fact]
    public async Task Content_is_kept_under_its_own_hash_alone()
    {
        byte[] content = [9, 8, 7];
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        await Journal.Attic.SaveContentAsync(hash, content, default);
        await Journal.Attic.SaveContentAsync(hash, content, default);

        await RestartAsync();

        Assert.Equal(content, (await Journal.Attic.LoadContentAsync(hash, default)).ToArray());
        await Assert.ThrowsAsync<ArgumentException>(() => Journal.Attic.SaveContentAsync(hash, new byte[] { 1 }, default));
        var missing = await Assert.ThrowsAsync<JournalCorruptException>(
            () => Journal.Attic.LoadContentAsync(JournalChain.Genesis, default));
        Assert.Contains(JournalChain.Genesis, missing.Message, StringComparison.Ordinal);
    }

    private async Task<bool> WinsAsync(JournalRecord record)
    {
        try
        {
            await Journal.AppendAsync([record], default);
            return true;
        }
        catch (JournalFencedException)
        {
            return false;
        }
    }

    private static void AssertSame(IEnumerable<JournalRecord> expected, IReadOnlyList<JournalRecord> found)
    {
        static (FleetId, long, long, string, string, string) Flat(JournalRecord r) =>
            (r.Fleet, r.Sequence, r.Epoch, Convert.ToHexString(r.Bytes.Span), r.PreviousHash, r.Hash);

        Assert.Equal(expected.Select(Flat), found.Select(Flat));
    }
}
