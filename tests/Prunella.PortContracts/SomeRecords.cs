using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Runtime.Journal;
using Prunella.Runtime.Ports;

namespace Prunella.PortContracts;

/// <summary>Small true records for suites and tests.</summary>
public static class SomeRecords
{
    public static readonly FleetId Fleet = FleetId.Default;

    /// <summary>An instant in 2026; records stamp it plus their sequence.</summary>
    public const long Start = 1_790_000_000_000_000_000;

    /// <summary>A record behind a head; the text makes its bytes its own.</summary>
    public static JournalRecord After(JournalHead head, string text = "x", FleetId? fleet = null)
    {
        var at = Start + head.Sequence;
        return JournalCodec.Seal(
            fleet ?? Fleet, head, new Stamped(at, Actor.System("timer"), new WokeUp(text)), [new Unfrozen("api", text, at)]);
    }

    /// <summary>A batch of records behind a head, chained.</summary>
    public static IReadOnlyList<JournalRecord> Batch(JournalHead head, int count, FleetId? fleet = null)
    {
        var records = new List<JournalRecord>();
        for (var i = 0; i < count; i++)
        {
            var record = After(head, $"t{head.Sequence + 1}", fleet);
            records.Add(record);
            head = JournalChain.After(head, record);
        }
        return records;
    }

    /// <summary>Appends a batch and gives the new head.</summary>
    public static async Task<JournalHead> GrowAsync(IJournal journal, JournalHead head, int count, FleetId? fleet = null)
    {
        var records = Batch(head, count, fleet);
        await journal.AppendAsync(records, CancellationToken.None);
        return JournalChain.After(head, records[^1]);
    }

    /// <summary>Everything from a sequence on.</summary>
    public static async Task<IReadOnlyList<JournalRecord>> ReadAsync(IJournal journal, long from = 1, FleetId? fleet = null)
    {
        var records = new List<JournalRecord>();
        await foreach (var record in journal.ReadAsync(fleet ?? Fleet, from, CancellationToken.None)) records.Add(record);
        return records;
    }
}
