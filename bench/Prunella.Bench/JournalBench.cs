using System.Diagnostics;
using System.Text;

using Prunella.Contracts;
using Prunella.Runtime.Journal;
using Prunella.Runtime.Ports;
using Prunella.Storage.Sqlite;

namespace Prunella.Bench;

/// <summary>Durable appends per second with so many waiting at once; the group commit is what makes more of them cheaper.</summary>
internal static class JournalBench
{
    private const int Appends = 512;
    private static readonly int[] s_inFlight = [1, 8, 64];

    public static async Task RunAsync(int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("prunella-bench-").FullName;
        try
        {
            await using var journal = SqliteJournal.Open(Path.Combine(folder, "journal.db"));
            var figures = s_inFlight.Select(n => new Measured($"{n} in flight", "appends/s")).ToArray();
            for (var round = -1; round < rounds; round++)
            {
                for (var i = 0; i < s_inFlight.Length; i++)
                {
                    var rate = await RoundAsync(journal, s_inFlight[i]);
                    if (round >= 0) figures[i].Add(rate);
                }
            }
            foreach (var figure in figures) figure.Print();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> RoundAsync(SqliteJournal journal, int inFlight)
    {
        var head = await journal.OpenEpochAsync(FleetId.Default, CancellationToken.None);
        var waiting = new Queue<Task>();
        var watch = Stopwatch.GetTimestamp();
        for (var i = 0; i < Appends; i++)
        {
            if (waiting.Count == inFlight) await waiting.Dequeue();
            var record = JournalChain.Seal(FleetId.Default, head, Bytes(head));
            head = JournalChain.After(head, record);
            waiting.Enqueue(journal.AppendAsync([record], CancellationToken.None));
        }
        while (waiting.Count > 0) await waiting.Dequeue();
        return Appends / Stopwatch.GetElapsedTime(watch).TotalSeconds;
    }

    /// <summary>A record of about 600 bytes.</summary>
    private static byte[] Bytes(JournalHead head) => Encoding.UTF8.GetBytes(
        $$"""{"journal":"{{head.Birth}}","fleet":"default","sequence":{{head.Sequence + 1}},"epoch":{{head.Epoch}},"at":{{head.Sequence + 1}},"format":1,"text":"{{new string('x', 480)}}"}""");
}
