using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

using Prunella.Runtime.Views;

namespace Prunella.Senses.Otlp;

/// <summary>Counts what was not taken, by reason; any thread.</summary>
/// <remarks>
/// Reasons are a closed list, so the table is bounded. Also published as
/// <c>prunella.otlp.shed</c>, a name of its own: what the sink could not take is counted there by
/// the sink too, and a sum over both would count it twice.
/// </remarks>
internal sealed class ShedTally : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly Meter _meter = new(OtlpIntake.MeterName);
    private readonly Counter<long> _shed;

    public ShedTally() => _shed = _meter.CreateCounter<long>(
        "prunella.otlp.shed", "{item}", "Telemetry that was not taken, or taken with a remark, by reason.");

    public void Add(string reason, long count)
    {
        if (count <= 0) return;
        _counts.AddOrUpdate(reason, count, (_, before) => before + count);
        _shed.Add(count, new KeyValuePair<string, object?>("reason", reason));
    }

    public IReadOnlyList<ShedCount> Read() =>
        [.. _counts.Select(pair => new ShedCount(pair.Key, pair.Value, ShedReasons.CauseOf(pair.Key)))
            .OrderBy(shed => shed.Reason, StringComparer.Ordinal)];

    public void Dispose() => _meter.Dispose();
}

/// <summary>
/// What one request's reader noted: counts for the tally and words for the sender.
/// </summary>
internal sealed class Receipt(ShedTally tally)
{
    private readonly SortedDictionary<string, (long Count, string Words)> _rejected = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _advice = new(StringComparer.Ordinal);

    /// <summary>Items refused for good.</summary>
    public long Rejected { get; private set; }

    /// <summary>Refuses an item, with a reason that the sender is told.</summary>
    public void Reject(string reason, string words)
    {
        tally.Add(reason, 1);
        Rejected++;
        _rejected[reason] = (_rejected.GetValueOrDefault(reason).Count + 1, words);
    }

    /// <summary>Counts what is no fault of the sender's; nothing is said to it.</summary>
    public void Note(string reason, long count = 1) => tally.Add(reason, count);

    /// <summary>A hint for the sender's log; at most eight different ones are kept.</summary>
    public void Advise(string words)
    {
        if (_advice.Count < 8) _advice.Add(words);
    }

    public OtlpResult Result()
    {
        var parts = _rejected.Values.Select(part => $"{part.Count} rejected: {part.Words}").Concat(_advice);
        return new OtlpResult(OtlpOutcome.Accepted, Rejected, string.Join("; ", parts), TimeSpan.Zero);
    }
}
