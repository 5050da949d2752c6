using System.Diagnostics;
using System.Globalization;

using Prunella.PortContracts;
using Prunella.Storage.Audit;
using Prunella.Storage.Sqlite;

namespace Prunella.Storage.Tests.Crashes;

/// <summary>A process killed at any instant loses nothing that was acknowledged, and leaves a whole chain.</summary>
/// <remarks>
/// 200 lives in four folders at once. Each child appends and prints what was acknowledged; it is killed after a number of
/// lines and a spin that the seed draws. The page cache survives a kill, so this says nothing about lost power: that is
/// what the cut logs of <see cref="CutLogTests"/> are for.
/// </remarks>
public sealed class KilledProcessTests
{
    private const int Seed = 20260;
    private const int Lanes = 4;
    private const int LivesPerLane = 50;

    [Fact]
    public async Task No_kill_loses_an_acknowledged_record()
    {
        var lanes = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(() => RunLaneAsync(lane))));

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"seed {Seed}: {Lanes * LivesPerLane} kills, {lanes.Sum(l => l.Acknowledged)} records acknowledged, {lanes.Sum(l => l.Stored)} stored");
        // Lives that never got to an acknowledged record would prove nothing.
        Assert.True(lanes.Sum(l => l.Acknowledged) > Lanes * LivesPerLane);
    }

    private static async Task<(long Acknowledged, long Stored)> RunLaneAsync(int lane)
    {
        using var folder = new TestFolder();
        var random = new Random(Seed + lane);
        var (acknowledged, stored, epoch) = (0L, 0L, 0L);
        for (var life = 0; life < LivesPerLane; life++)
        {
            var name = $"seed {Seed}, lane {lane}, life {life}";
            var lines = await LiveAsync(folder.Journal, random);
            epoch = CheckEpoch(lines, epoch, name);
            stored = await CheckRecordsAsync(folder.Journal, lines, stored, name);
            acknowledged += lines.Count(l => !l.StartsWith("epoch", StringComparison.Ordinal));
        }
        var report = await JournalAuditor.VerifyAsync(folder.Journal, TestContext.Current.CancellationToken);
        Assert.True(report.Intact, $"seed {Seed}, lane {lane}: {report.Message}");
        Assert.Equal(stored, report.Records);
        return (acknowledged, stored);
    }

    /// <summary>One life: started, killed after some lines and a spin; gives every line that reached the pipe.</summary>
    private static async Task<List<string>> LiveAsync(string journal, Random random)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Prunella.CrashChild"))
        {
            RedirectStandardOutput = true,
            ArgumentList = { journal, random.Next().ToString(CultureInfo.InvariantCulture) },
        };
        using var child = Process.Start(start)!;
        var killAfter = random.Next(0, 60);
        var spin = random.Next(0, 200_000);
        var lines = new List<string>();
        try
        {
            while (lines.Count <= killAfter && await child.StandardOutput.ReadLineAsync() is { } line) lines.Add(line);
            Thread.SpinWait(spin);
        }
        finally
        {
            child.Kill();
        }
        while (await child.StandardOutput.ReadLineAsync() is { } line) lines.Add(line);
        await child.WaitForExitAsync();
        Assert.Equal(137, child.ExitCode);
        // A line without its end may be cut in the middle: it was not said.
        return [.. lines.Where(l => l.StartsWith("epoch ", StringComparison.Ordinal) || l.Split(' ') is [_, { Length: 64 }])];
    }

    private static long CheckEpoch(List<string> lines, long before, string name)
    {
        var epoch = long.Parse(lines[0]["epoch ".Length..], CultureInfo.InvariantCulture);
        Assert.True(epoch > before, $"{name}: epoch {epoch} after {before}");
        return epoch;
    }

    private static async Task<long> CheckRecordsAsync(string path, List<string> lines, long before, string name)
    {
        await using var journal = SqliteJournal.Open(path);
        var records = await SomeRecords.ReadAsync(journal);
        Assert.Equal(Enumerable.Range(1, records.Count).Select(i => (long)i), records.Select(r => r.Sequence));
        Assert.True(records.Count >= before, $"{name}: {records.Count} records, {before} were there before");
        foreach (var line in lines.Skip(1))
        {
            var (sequence, hash) = (int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture), line.Split(' ')[1]);
            Assert.True(sequence <= records.Count, $"{name}: acknowledged record {sequence} is lost, {records.Count} are there");
            Assert.True(records[sequence - 1].Hash == hash, $"{name}: record {sequence} is not the one acknowledged");
        }
        return records.Count;
    }
}
