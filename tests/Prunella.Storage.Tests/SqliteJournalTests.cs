using System.Security.Cryptography;

using Prunella.PortContracts;
using Prunella.Runtime.Ports;
using Prunella.Storage.Sqlite;

namespace Prunella.Storage.Tests;

/// <summary>A file that cannot be used says so once and clearly; one that can is kept durably, by one process at a time.</summary>
public sealed class SqliteJournalTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private sealed class FixedRandom : RandomNumberGenerator
    {
        public override void GetBytes(byte[] data) => data.AsSpan().Fill(0x3f);
    }

    [Fact]
    public async Task The_birth_id_is_drawn_once()
    {
        await using (var journal = SqliteJournal.Open(_folder.Journal, new FixedRandom()))
            Assert.Equal("3f3f3f3f", (await journal.OpenEpochAsync(SomeRecords.Fleet, TestContext.Current.CancellationToken)).Birth);

        await using var again = SqliteJournal.Open(_folder.Journal);
        Assert.Equal("3f3f3f3f", (await again.OpenEpochAsync(SomeRecords.Fleet, TestContext.Current.CancellationToken)).Birth);
    }

    [Fact]
    public async Task A_commit_is_on_the_disk_before_it_is_acknowledged()
    {
        await using var journal = SqliteJournal.Open(_folder.Journal);
        await journal.OpenEpochAsync(SomeRecords.Fleet, TestContext.Current.CancellationToken);

        using var connection = SqliteFile.OpenWriter(_folder.Journal, "FULL");
        Assert.Equal(2, SqliteFile.Scalar<long>(connection, "PRAGMA synchronous"));
        Assert.Equal("wal", SqliteFile.Scalar<string>(connection, "PRAGMA journal_mode"));
    }

    [Fact]
    public async Task A_second_opener_is_told_that_the_first_has_it()
    {
        await using var first = SqliteJournal.Open(_folder.Journal);

        var told = Assert.Throws<StorageUnusableException>(() => SqliteJournal.Open(_folder.Journal));

        Assert.Contains(_folder.Journal, told.Message, StringComparison.Ordinal);
        Assert.Contains("another process has it open", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named_with_the_reason()
    {
        var taken = Path.Combine(_folder.Root, "file");
        File.WriteAllText(taken, "");

        var told = Assert.Throws<StorageUnusableException>(() => SqliteJournal.Open(Path.Combine(taken, "journal.db")));

        Assert.Contains(taken, told.Message, StringComparison.Ordinal);
        Assert.StartsWith("The journal cannot be opened: ", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_the_place_of_the_file_is_named_with_the_reason()
    {
        Directory.CreateDirectory(_folder.Journal);

        var told = Assert.Throws<StorageUnusableException>(() => SqliteJournal.Open(_folder.Journal));

        Assert.Contains("it cannot be opened", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_called_damaged()
    {
        File.WriteAllText(_folder.Journal, new string('z', 8192));

        var told = Assert.Throws<JournalCorruptException>(() => SqliteJournal.Open(_folder.Journal));

        Assert.Contains("Restore it from a backup", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_open_lets_go_of_the_folder()
    {
        File.WriteAllText(_folder.Journal, new string('z', 8192));
        Assert.Throws<JournalCorruptException>(() => SqliteJournal.Open(_folder.Journal));
        File.Delete(_folder.Journal);

        using var after = FolderLock.Take(_folder.Journal);
        Assert.Equal(0, after.HighestEpoch(SomeRecords.Fleet));
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_and_left_alone()
    {
        await SqliteJournal.Open(_folder.Journal).DisposeAsync();
        Alter("INSERT INTO migrations (number) VALUES (99)");

        var told = Assert.Throws<StorageUnusableException>(() => SqliteJournal.Open(_folder.Journal));

        Assert.Contains("version 99, this program knows up to 1", told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.36.9")]
    [InlineData("2.0.0")]
    [InlineData("strange")]
    public void An_old_SQLite_is_refused_with_what_was_found_and_what_is_needed(string found)
    {
        var told = Assert.Throws<InvalidOperationException>(() => SqliteFile.CheckVersion(found));

        Assert.Equal($"SQLite {found} was found, at least 3.37.0 is needed", told.Message);
    }

    [Fact]
    public void The_SQLite_that_we_bring_is_new_enough()
    {
        using var connection = SqliteFile.OpenWriter(_folder.Journal, "FULL");

        SqliteFile.CheckVersion(connection.ServerVersion);
    }

    [Fact]
    public async Task A_restored_backup_goes_on_above_the_epochs_it_has_forgotten()
    {
        await using (var journal = SqliteJournal.Open(_folder.Journal)) await journal.OpenEpochAsync(SomeRecords.Fleet, TestContext.Current.CancellationToken);
        File.Copy(_folder.Journal, _folder.Journal + ".backup");
        await using (var journal = SqliteJournal.Open(_folder.Journal)) Assert.Equal(2, (await journal.OpenEpochAsync(SomeRecords.Fleet, TestContext.Current.CancellationToken)).Epoch);
        File.Move(_folder.Journal + ".backup", _folder.Journal, overwrite: true);

        await using var restored = SqliteJournal.Open(_folder.Journal);

        Assert.Equal(3, (await restored.OpenEpochAsync(SomeRecords.Fleet, TestContext.Current.CancellationToken)).Epoch);
    }

    [Fact]
    public async Task A_broken_record_is_named_when_it_is_read()
    {
        await FillAsync(5);
        Alter("UPDATE records SET bytes = CAST(replace(CAST(bytes AS TEXT), 't3', 't8') AS BLOB) WHERE sequence = 3");

        await using var journal = SqliteJournal.Open(_folder.Journal);
        var told = await Assert.ThrowsAsync<JournalCorruptException>(() => SomeRecords.ReadAsync(journal));

        Assert.StartsWith("Record 3 of fleet 'default' is broken", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_record_is_named_when_the_one_after_it_is_read()
    {
        await FillAsync(5);
        Alter("DELETE FROM records WHERE sequence = 2");

        await using var journal = SqliteJournal.Open(_folder.Journal);
        var told = await Assert.ThrowsAsync<JournalCorruptException>(() => SomeRecords.ReadAsync(journal, 3));

        Assert.StartsWith("Record 2 of fleet 'default' is broken: it is missing", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_snapshot_is_passed_over_for_the_one_before()
    {
        await using var journal = SqliteJournal.Open(_folder.Journal);
        var head = await journal.OpenEpochAsync(SomeRecords.Fleet, TestContext.Current.CancellationToken);
        var records = SomeRecords.Batch(head, 3);
        await journal.AppendAsync(records, TestContext.Current.CancellationToken);
        foreach (var record in records)
            await journal.SaveSnapshotAsync(new JournalSnapshot(record.Fleet, record.Sequence, record.Hash, 1, new byte[] { 7 }), TestContext.Current.CancellationToken);
        Alter("UPDATE snapshots SET bytes = x'08' WHERE sequence = 3");

        Assert.Equal(2, (await journal.LoadSnapshotAsync(SomeRecords.Fleet, TestContext.Current.CancellationToken))!.Sequence);
        Assert.Equal(2L, Ask("SELECT count(*) FROM snapshots"));
    }

    [Fact]
    public async Task Changed_content_is_not_given_out()
    {
        await using var journal = SqliteJournal.Open(_folder.Journal);
        var hash = Convert.ToHexStringLower(SHA256.HashData([1]));
        await journal.SaveContentAsync(hash, new byte[] { 1 }, TestContext.Current.CancellationToken);
        Alter("UPDATE contents SET bytes = x'02'");

        var told = await Assert.ThrowsAsync<JournalCorruptException>(() => journal.LoadContentAsync(hash, TestContext.Current.CancellationToken));

        Assert.Contains("has been changed", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_appends_share_a_transaction()
    {
        await using var journal = SqliteJournal.Open(_folder.Journal);
        var head = await journal.OpenEpochAsync(SomeRecords.Fleet, TestContext.Current.CancellationToken);
        var before = new FileInfo(_folder.Journal + "-wal").Length;
        var records = SomeRecords.Batch(head, 256);

        await Task.WhenAll(records.Select(r => journal.AppendAsync([r], TestContext.Current.CancellationToken)));

        // Alone, each append would log at least the three pages that it changes: row, index, and the file's first.
        var perAppend = (new FileInfo(_folder.Journal + "-wal").Length - before) / records.Count;
        Assert.True(perAppend < 3 * 4096, $"{perAppend} bytes of log per append: they were committed one by one.");
    }

    [Fact]
    public async Task A_fenced_append_does_not_take_its_neighbours_with_it()
    {
        await using var journal = SqliteJournal.Open(_folder.Journal);
        var head = await journal.OpenEpochAsync(SomeRecords.Fleet, TestContext.Current.CancellationToken);
        var records = SomeRecords.Batch(head, 3);

        Task[] sent =
        [
            journal.AppendAsync([records[0]], TestContext.Current.CancellationToken),
            journal.AppendAsync([SomeRecords.After(head, "late")], TestContext.Current.CancellationToken),
            journal.AppendAsync([records[1]], TestContext.Current.CancellationToken),
        ];

        await sent[0];
        await Assert.ThrowsAsync<JournalFencedException>(() => sent[1]);
        await sent[2];
        Assert.Equal(2, (await SomeRecords.ReadAsync(journal)).Count);
    }

    [Fact]
    public async Task After_closing_an_append_is_refused()
    {
        var journal = SqliteJournal.Open(_folder.Journal);
        var head = await journal.OpenEpochAsync(SomeRecords.Fleet, TestContext.Current.CancellationToken);
        await journal.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => journal.AppendAsync([SomeRecords.After(head)], TestContext.Current.CancellationToken));
    }

    private async Task FillAsync(int count)
    {
        await using var journal = SqliteJournal.Open(_folder.Journal);
        await SomeRecords.GrowAsync(journal, await journal.OpenEpochAsync(SomeRecords.Fleet, TestContext.Current.CancellationToken), count);
    }

    private void Alter(string sql)
    {
        using var connection = SqliteFile.OpenWriter(_folder.Journal, "FULL");
        SqliteFile.Run(connection, sql);
    }

    private long Ask(string sql)
    {
        using var connection = SqliteFile.OpenReader(_folder.Journal);
        return SqliteFile.Scalar<long>(connection, sql);
    }
}
