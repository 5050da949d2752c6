using Prunella.PortContracts;
using Prunella.Runtime.Ports;
using Prunella.Storage.Sqlite;

namespace Prunella.Storage.Tests.Crashes;

/// <summary>When the power goes, the log ends anywhere: what was synchronised before is all there, and nothing is half there.</summary>
public sealed class CutLogTests : IDisposable
{
    private const int Seed = 4711;
    private const int Appends = 60;
    private const int Cuts = 150;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_log_cut_at_any_byte_leaves_a_valid_prefix_with_every_synchronised_record()
    {
        var random = new Random(Seed);
        var (log, records, marks) = await RecordAsync(random);
        for (var i = 0; i < Cuts; i++)
        {
            // Every other cut lies near a commit's end, where an error by one would show.
            var cut = i % 2 == 0 ? random.Next(0, log.Length + 1) : Math.Min(log.Length, marks[random.Next(marks.Count)].LogLength + random.Next(-2, 3));
            var found = await ReopenAsync(log[..cut]);

            var synchronised = marks.Where(m => m.LogLength <= cut).Select(m => m.Sequence).DefaultIfEmpty(0).Max();
            Assert.True(found.Count >= synchronised, $"seed {Seed}, cut at {cut}: {found.Count} records, {synchronised} were synchronised");
            Assert.Equal(records.Take(found.Count).Select(r => r.Hash), found.Select(r => r.Hash));
            Assert.Contains(found.Count, marks.Select(m => m.Sequence).Prepend(0));
        }
    }

    [Fact]
    public async Task A_log_with_a_flipped_bit_leaves_a_valid_prefix()
    {
        var random = new Random(Seed);
        var (log, records, _) = await RecordAsync(random);
        for (var i = 0; i < Cuts / 3; i++)
        {
            var flipped = log.ToArray();
            flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));

            var found = await ReopenAsync(flipped);

            Assert.Equal(records.Take(found.Count).Select(r => r.Hash), found.Select(r => r.Hash));
        }
    }

    /// <summary>Appends batches of one to three records and notes after each how long the log was when it was acknowledged.</summary>
    private async Task<(byte[] Log, IReadOnlyList<JournalRecord> Records, List<(int LogLength, int Sequence)> Marks)> RecordAsync(Random random)
    {
        var log = _folder.Journal + "-wal";
        // Closed once, so that the tables are in the file itself and the log holds appends alone.
        await SqliteJournal.Open(_folder.Journal).DisposeAsync();
        await using var journal = SqliteJournal.Open(_folder.Journal);
        var head = await journal.OpenEpochAsync(SomeRecords.Fleet, TestContext.Current.CancellationToken);
        var marks = new List<(int, int)>();
        for (var i = 0; i < Appends; i++)
        {
            head = await SomeRecords.GrowAsync(journal, head, random.Next(1, 4));
            marks.Add(((int)new FileInfo(log).Length, (int)head.Sequence));
        }
        File.Copy(_folder.Journal, _folder.Journal + ".base", overwrite: true);
        using var shared = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[shared.Length];
        await shared.ReadExactlyAsync(bytes);
        return (bytes, await SomeRecords.ReadAsync(journal), marks);
    }

    private async Task<IReadOnlyList<JournalRecord>> ReopenAsync(byte[] log)
    {
        using var folder = new TestFolder();
        File.Copy(_folder.Journal + ".base", folder.Journal);
        await File.WriteAllBytesAsync(folder.Journal + "-wal", log);
        await using var journal = SqliteJournal.Open(folder.Journal);
        return await SomeRecords.ReadAsync(journal);
    }
}
