using System.Diagnostics;
using System.Text;

using Prunella.Contracts;
using Prunella.Runtime.Journal;
using Prunella.Runtime.Ports;
using Prunella.Storage.Sqlite;

namespace Prunella.Bench;

/// <summary>Durable appends per second with so many waiting at once; the group commit is what makes more of them
/// cheaper.</summary>
internal static class JournalBench
{
    private static readonly int[] s_inFlight = [1, 8, 64];

    public static async Task RunAsync(BenchOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("prunella-bench-").FullName;
        try
        {
            await using var journal = SqliteJournal.Open(Path.Combine(folder, "journal.db"));
            var figures = s_inFlight.Select(n => new Measured($"{n} in flight", "appends/s")).ToArray();
            var appends = options.Of(512, 64);
            for (var round = -1; round < options.Rounds; round++)
            {
                for (var i = 0; i < s_inFlight.Length; i++)
                {
                    var rate = await RoundAsync(journal, s_inFlight[i], appends);
                    if (round >= 0) figures[i].Add(rate);
                }
            }
            foreach (var figure in figures) figure.Print();
            var kept = 0;
            await foreach (var _ in journal.ReadAsync(FleetId.Default, 1, CancellationToken.None)) kept++;
            if (kept != appends * s_inFlight.Length * (options.Rounds + 1))
                throw new InvalidOperationException($"Only {kept} records were kept: the figures are too good.");
            Measured.Counted(kept, "records read back");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> RoundAsync(SqliteJournal journal, int inFlight, int appends)
    {
        var head = await journal.OpenEpochAsync(FleetId.Default, CancellationToken.None);
        var waiting = new Queue<Task>();
        var watch = Stopwatch.GetTimestamp();
        for (var i = 0; i < appends; i++)
        {
            if (waiting.Count == inFlight) await waiting.Dequeue();
            var record = JournalChain.Seal(FleetId.Default, head, Bytes(head));
            head = JournalChain.After(head, record);
            waiting.Enqueue(journal.AppendAsync([record], CancellationToken.None));
        }
        while (waiting.Count > 0) await waiting.Dequeue();
        return appends / Stopwatch.GetElapsedTime(watch).TotalSeconds;
    }

    /// <summary>A record of about 600 bytes.</summary>
    private static byte[] Bytes(JournalHead head) => Encoding.UTF8.GetBytes(
        $$"""{"journal":"{{head.Birth}}","fleet":"default","sequence":{{head.Sequence + 1}},"epoch":{{head.Epoch}},"at":{{head.Sequence + 1}},"format":1,"text":"{{new string('x', 480)}}"}""");
}
