using System.Security.Cryptography;

using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.PortContracts;
using Prunella.Runtime.Journal;
using Prunella.Runtime.Ports;
using Prunella.Runtime.Views;
using Prunella.Storage.Audit;
using Prunella.Storage.Sqlite;

namespace Prunella.Storage.Tests;

/// <summary>Whoever changes the file is found out, whatever field he changes; a healthy file is never accused.</summary>
public sealed class JournalAuditorTests : IDisposable
{
    private static readonly byte[] Policies = "{}"u8.ToArray();

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_untouched_journal_is_intact_and_the_report_says_what_it_cannot_see()
    {
        var head = await FillAsync();

        var report = await AuditAsync();

        Assert.Equal((true, 7L, head.Hash), (report.Intact, report.Records, report.Head));
        Assert.Contains("cannot see: records cut off at the end", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_journal_is_intact()
    {
        await SqliteJournal.Open(_folder.Journal).DisposeAsync();

        Assert.Equal((true, 0L), ((await AuditAsync()).Intact, (await AuditAsync()).Records));
    }

    [Fact]
    public async Task A_journal_is_checked_while_a_healer_writes_it()
    {
        await using var journal = SqliteJournal.Open(_folder.Journal);
        var head = await journal.OpenEpochAsync(SomeRecords.Fleet, TestContext.Current.CancellationToken);
        head = await SomeRecords.GrowAsync(journal, head, 20);

        Assert.Equal((true, 20L), ((await AuditAsync()).Intact, (await AuditAsync()).Records));

        await SomeRecords.GrowAsync(journal, head, 1);
        Assert.Equal(21, (await AuditAsync()).Records);
    }

    [Theory]
    [InlineData("UPDATE records SET fleet = 'other' WHERE sequence = 4", "Record 4 of fleet 'default'")]
    [InlineData("UPDATE records SET sequence = 40 WHERE sequence = 4", "Record 4 of fleet 'default'")]
    [InlineData("UPDATE records SET epoch = 2 WHERE sequence = 4", "Record 4 of fleet 'default'")]
    [InlineData("UPDATE records SET previous_hash = upper(previous_hash) WHERE sequence = 4", "Record 4 of fleet 'default'")]
    [InlineData("UPDATE records SET previous_hash = hash WHERE sequence = 4", "Record 4 of fleet 'default'")]
    [InlineData("UPDATE records SET hash = previous_hash WHERE sequence = 4", "Record 4 of fleet 'default'")]
    [InlineData("UPDATE records SET bytes = CAST(bytes || ' ' AS BLOB) WHERE sequence = 4", "Record 4 of fleet 'default'")]
    [InlineData("UPDATE records SET bytes = x'' WHERE sequence = 4", "Record 4 of fleet 'default'")]
    [InlineData("DELETE FROM records WHERE sequence = 4", "Record 4 of fleet 'default'")]
    [InlineData("DELETE FROM records WHERE sequence = 1", "Record 1 of fleet 'default'")]
    [InlineData("DELETE FROM records WHERE sequence = 1; UPDATE records SET sequence = sequence + 1000; UPDATE records SET sequence = sequence - 1001", "Record 1 of fleet 'default'")]
    [InlineData("UPDATE records SET sequence = CASE sequence WHEN 3 THEN 1004 WHEN 4 THEN 1003 END WHERE sequence IN (3, 4); UPDATE records SET sequence = sequence - 1000 WHERE sequence > 1000", "Record 3 of fleet 'default'")]
    [InlineData("INSERT INTO records SELECT fleet, 8, epoch, previous_hash, hash, bytes FROM records WHERE sequence = 7", "Record 8 of fleet 'default'")]
    [InlineData("INSERT INTO records SELECT 'forged', 1, epoch, previous_hash, hash, bytes FROM records WHERE sequence = 1", "Record 1 of fleet 'forged'")]
    [InlineData("UPDATE epochs SET epoch = 9", "Record 1 of fleet 'default'")]
    [InlineData("DELETE FROM epochs", "Record 1 of fleet 'default'")]
    [InlineData("UPDATE epochs SET fleet = 'other'", "Record 1 of fleet 'default'")]
    [InlineData("UPDATE journal SET birth = '00000000'", "Record 1 of fleet 'default'")]
    [InlineData("DELETE FROM journal", "birth id is missing")]
    [InlineData("UPDATE contents SET bytes = x'00'", "has been changed")]
    [InlineData("UPDATE contents SET hash = upper(hash)", "has been changed")]
    [InlineData("DELETE FROM contents", "Record 2 of fleet 'default'")]
    [InlineData("UPDATE snapshots SET bytes = x'00'", "has been changed")]
    [InlineData("UPDATE snapshots SET hash = digest", "has been changed")]
    [InlineData("UPDATE snapshots SET format = 9", "has been changed")]
    [InlineData("UPDATE snapshots SET digest = hash", "has been changed")]
    [InlineData("UPDATE snapshots SET sequence = 3", "has been changed")]
    [InlineData("UPDATE snapshots SET fleet = 'other'", "of fleet 'other'")]
    [InlineData("DELETE FROM records WHERE sequence > 4", "cut off")]
    public async Task A_change_is_found_and_named(string sql, string named)
    {
        await FillAsync();
        Alter(sql);

        var report = await AuditAsync();

        Assert.False(report.Intact);
        Assert.Contains(named, report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_with_the_hashes_of_its_record_made_anew_is_found_at_the_next()
    {
        await FillAsync();
        var records = await RecordsAsync();
        var forged = JournalChain.Seal(
            SomeRecords.Fleet,
            new JournalHead("", 3, 1, records[2].Hash),
            System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(records[3].Bytes.Span).Replace("\"by\":\"t4\"", "\"by\":\"me\"", StringComparison.Ordinal)));
        Assert.NotEqual(records[3].Hash, forged.Hash);
        Alter($"UPDATE records SET hash = '{forged.Hash}', bytes = x'{Convert.ToHexString(forged.Bytes.Span)}' WHERE sequence = 4");

        var report = await AuditAsync();

        Assert.Equal((false, 4L), (report.Intact, report.Records));
        Assert.StartsWith("Record 5 of fleet 'default' is broken", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_byte_of_a_record_counts()
    {
        await FillAsync();
        var bytes = (await RecordsAsync())[4].Bytes.ToArray();
        for (var i = 0; i < bytes.Length; i += 7)
        {
            bytes[i] ^= 1;
            Alter($"UPDATE records SET bytes = x'{Convert.ToHexString(bytes)}' WHERE sequence = 5");
            Assert.False((await AuditAsync()).Intact, $"byte {i} was changed unseen");
            bytes[i] ^= 1;
        }
        Alter($"UPDATE records SET bytes = x'{Convert.ToHexString(bytes)}' WHERE sequence = 5");
        Assert.True((await AuditAsync()).Intact);
    }

    [Fact]
    public async Task A_cut_off_tail_that_no_snapshot_remembers_is_not_seen_as_the_report_admits()
    {
        await FillAsync();
        Alter("DELETE FROM records WHERE sequence = 7");

        var report = await AuditAsync();

        Assert.Equal((true, 6L), (report.Intact, report.Records));
    }

    [Fact]
    public async Task A_byte_changed_in_the_file_itself_is_found()
    {
        await FillAsync();
        var file = await File.ReadAllBytesAsync(_folder.Journal, TestContext.Current.CancellationToken);
        file[file.AsSpan().IndexOf("\"by\":\"t5\""u8) + 7] ^= 1;
        await File.WriteAllBytesAsync(_folder.Journal, file, TestContext.Current.CancellationToken);

        var report = await AuditAsync();

        Assert.False(report.Intact);
        Assert.StartsWith("Record 5 of fleet 'default' is broken", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_in_a_folder_without_room_for_shared_memory_is_checked_as_it_stands()
    {
        await FillAsync();
        // What a folder without write access does to any other user, this does to root, too.
        Directory.CreateDirectory(_folder.Journal + "-shm");

        Assert.Equal((true, 7L), ((await AuditAsync()).Intact, (await AuditAsync()).Records));
    }

    [Fact]
    public async Task A_file_that_is_no_journal_is_broken_and_not_an_exception()
    {
        await File.WriteAllTextAsync(_folder.Journal, new string('z', 8192), TestContext.Current.CancellationToken);

        Assert.False((await AuditAsync()).Intact);
    }

    [Fact]
    public async Task A_missing_file_is_said_to_be_missing()
    {
        var told = await Assert.ThrowsAsync<StorageUnusableException>(AuditAsync);

        Assert.Contains("there is no such file", told.Message, StringComparison.Ordinal);
    }

    /// <summary>Seven records, the second of which offers policies; a snapshot after the sixth.</summary>
    private async Task<JournalHead> FillAsync()
    {
        await using var journal = SqliteJournal.Open(_folder.Journal);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Policies));
        await journal.SaveContentAsync(hash, Policies, TestContext.Current.CancellationToken);
        var head = await SomeRecords.GrowAsync(journal, await journal.OpenEpochAsync(SomeRecords.Fleet, TestContext.Current.CancellationToken), 1);
        var offered = JournalCodec.Seal(
            SomeRecords.Fleet, head, new Stamped(SomeRecords.Start, Actor.System("documents"), new PolicySetOffered(hash, PolicySet.Empty)), []);
        await journal.AppendAsync([offered], TestContext.Current.CancellationToken);
        head = await SomeRecords.GrowAsync(journal, JournalChain.After(head, offered), 4);
        await journal.SaveSnapshotAsync(new JournalSnapshot(SomeRecords.Fleet, head.Sequence, head.Hash, 1, new byte[] { 1, 2, 3 }), TestContext.Current.CancellationToken);
        return await SomeRecords.GrowAsync(journal, head, 1);
    }

    private async Task<IReadOnlyList<JournalRecord>> RecordsAsync()
    {
        await using var journal = SqliteJournal.Open(_folder.Journal);
        return await SomeRecords.ReadAsync(journal);
    }

    private Task<AuditReport> AuditAsync() => JournalAuditor.VerifyAsync(_folder.Journal, TestContext.Current.CancellationToken);

    private void Alter(string sql)
    {
        using var connection = SqliteFile.OpenWriter(_folder.Journal, "FULL");
        SqliteFile.Run(connection, sql);
    }
}
