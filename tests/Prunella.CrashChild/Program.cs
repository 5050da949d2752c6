using System.Text;

using Prunella.Contracts;
using Prunella.Runtime.Journal;
using Prunella.Runtime.Ports;
using Prunella.Storage.Sqlite;

namespace Prunella.CrashChild;

/// <summary>Appends to a journal as fast as it can until it is killed; says each record only after it was acknowledged.</summary>
/// <remarks>
/// Arguments: the journal's file and a seed. Output: <c>epoch N</c>, then <c>SEQUENCE HASH</c> per acknowledged record.
/// Appends run ahead of their acknowledgement, so a kill meets queued, half-written and committed ones.
/// </remarks>
internal static class Program
{
    private const int InFlight = 8;

    /// <summary>
    /// A pipe that nobody reads holds it up after a thousand lines; one that is broken does not. So a child whose parent has
    /// gone ends here.
    /// </summary>
    private const int MostBatches = 20_000;

    private static async Task<int> Main(string[] arguments)
    {
        var random = new Random(int.Parse(arguments[1], System.Globalization.CultureInfo.InvariantCulture));
        await using var journal = SqliteJournal.Open(arguments[0]);
        await using var output = Console.OpenStandardOutput();
        await using var lines = new StreamWriter(output) { AutoFlush = true };
        var head = await journal.OpenEpochAsync(FleetId.Default, default);
        await lines.WriteLineAsync($"epoch {head.Epoch}");
        var waiting = new Queue<(Task Done, IReadOnlyList<JournalRecord> Records)>();
        for (var batch = 0; batch < MostBatches; batch++)
        {
            var records = new List<JournalRecord>();
            for (var i = random.Next(1, 5); i > 0; i--)
            {
                records.Add(JournalChain.Seal(FleetId.Default, head, BytesAfter(head, random.Next(1, 300))));
                head = JournalChain.After(head, records[^1]);
            }
            waiting.Enqueue((journal.AppendAsync(records, default), records));
            if (waiting.Count < InFlight) continue;
            var (done, oldest) = waiting.Dequeue();
            await done;
            foreach (var record in oldest) await lines.WriteLineAsync($"{record.Sequence} {record.Hash}");
        }
        return 1;
    }

    /// <summary>A record's beginning and some length: what a journal looks at, without the time that a serializer takes to start.</summary>
    private static byte[] BytesAfter(JournalHead head, int length) => Encoding.UTF8.GetBytes(
        $$"""{"journal":"{{head.Birth}}","fleet":"default","sequence":{{head.Sequence + 1}},"epoch":{{head.Epoch}},"at":1,"format":1,"x":"{{new string('x', length)}}"}""");
}
