using System.Diagnostics.Metrics;

using Prunella.Kernel.Events;
using Prunella.Kernel.Learning;

namespace Prunella.Runtime.Loop;

/// <summary>The healer's own metrics, under the meter <c>Prunella</c>; described in
/// docs/reference/metrics.md.</summary>
/// <remarks>Names and attributes are few and fixed: no id of an incident, order or instance becomes
/// an attribute.</remarks>
public sealed class HealerMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Prunella";

    /// <summary>A millisecond to ten seconds, three steps a decade: from one commit to a disk that hangs.</summary>
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _inputs;
    private readonly Counter<long> _events;
    private readonly Counter<long> _records;
    private readonly Histogram<double> _append;
    private readonly Histogram<double> _lag;
    private readonly Counter<long> _orders;
    private readonly Counter<long> _learned;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _rehearsals;
    private readonly Counter<long> _shed;
    private readonly UpDownCounter<long> _openIncidents;
    private readonly Counter<long> _marks;
    private readonly Histogram<double> _tick;
    private readonly UpDownCounter<long> _plainSeries;
    private readonly Counter<long> _refusedSeries;
    private readonly UpDownCounter<long> _attended;
    private readonly UpDownCounter<long> _fullSeries;
    private (long Plain, long Full, long Refused, long Attended) _watched;
    private readonly Counter<long> _judged;
    private readonly Counter<long> _canaries;
    private readonly UpDownCounter<long> _waiting;
    private long _waitingNow;

    /// <summary>Makes the instruments.</summary>
    public HealerMetrics()
    {
        _inputs = _meter.CreateCounter<long>("prunella.loop.inputs", "{input}", "Inputs decided on, by kind.");
        _events = _meter.CreateCounter<long>("prunella.loop.decisions", "{event}", "Events that decisions led to, by kind.");
        _records = _meter.CreateCounter<long>("prunella.journal.records", "{record}", "Records made durable.");
        _append = Duration("prunella.journal.append.duration", "How long a durable append took.");
        _lag = Duration("prunella.loop.lag", "From an input's arrival to its being durable.");
        _orders = _meter.CreateCounter<long>("prunella.orders", "{order}", "Orders answered, by verb and outcome.");
        _learned = _meter.CreateCounter<long>("prunella.remedies.learned", "{remedy}", "Ends of remedies that counted for or against their recipe, by outcome.");
        _refused = _meter.CreateCounter<long>("prunella.remedies.refused", "{remedy}", "Remedies weighed and refused, by the reason told first.");
        _rehearsals = _meter.CreateCounter<long>("prunella.rehearsals", "{rehearsal}", "Rehearsals of where recipes lead to, by outcome.");
        _judged = _meter.CreateCounter<long>("prunella.remedies.judged", "{remedy}", "Final answers of verification, by verdict and control.");
        _shed = _meter.CreateCounter<long>("prunella.senses.shed", "{item}", "Telemetry not taken, by reason.");
        _openIncidents = _meter.CreateUpDownCounter<long>("prunella.incidents.open", "{incident}", "Incidents open now.");
        _marks = _meter.CreateCounter<long>("prunella.marks", "{mark}", "Marks on incidents that people made or took back, by kind.");
        _tick = Duration("prunella.perception.tick.duration", "How long a tick of perception took; its count is the number of ticks.");
        _plainSeries = _meter.CreateUpDownCounter<long>("prunella.detection.plain", "{series}", "Plain levels and counts watched now.");
        _refusedSeries = _meter.CreateCounter<long>("prunella.detection.refused", "{series}", "Series refused because there were too many.");
        _attended = _meter.CreateUpDownCounter<long>("prunella.detection.attended", "{service}", "Services attended to now: their breaches are consistent.");
        _fullSeries = _meter.CreateUpDownCounter<long>("prunella.detection.full", "{series}", "Plain series on the full tier now.");
        _canaries = _meter.CreateCounter<long>("prunella.canaries", "{proposal}", "Proposals that must be denied, by outcome.");
        _waiting = _meter.CreateUpDownCounter<long>("prunella.approvals.waiting", "{remediation}", "Proposals that wait for a person now.");
        // What has no attributes reads 0 before its first change, instead of being missing.
        _records.Add(0);
        _openIncidents.Add(0);
        _waiting.Add(0);
        _plainSeries.Add(0);
        _refusedSeries.Add(0);
        _attended.Add(0);
        _fullSeries.Add(0);
    }

    internal void Decided(Ready ready)
    {
        _inputs.Add(1, new KeyValuePair<string, object?>("kind", ready.Input.Body.GetType().Name));
        foreach (var e in ready.Events)
        {
            _events.Add(1, new KeyValuePair<string, object?>("kind", e.GetType().Name));
            if (e is OutcomeLearned learned) Learned(learned.Outcome);
            if (e is RehearsalNoted rehearsal) Rehearsed(rehearsal.Passed);
            if (e is VerificationNoted { Result: { Final: true } result }) Judged(result);
            if (e is not RemediesWeighed weighed) continue;
            foreach (var refused in weighed.Remedies.Where(r => !r.Chosen && r.Reasons.Count > 0))
                Refused(refused.Reasons[0].Code);
        }
    }

    internal void Learned(Outcome outcome) =>
        _learned.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));

    internal void Rehearsed(bool passed) =>
        _rehearsals.Add(1, new KeyValuePair<string, object?>("outcome", passed ? "passed" : "failed"));

    internal void Refused(string reason) =>
        _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    internal void Judged(Contracts.VerificationResult result) => _judged.Add(
        1, new KeyValuePair<string, object?>("verdict", result.Verdict.ToString()),
        new KeyValuePair<string, object?>("control", (result.Control?.By ?? Contracts.VerificationControl.Trend).ToString()));

    internal void Appended(int records, TimeSpan took)
    {
        _records.Add(records);
        _append.Record(took.TotalSeconds);
    }

    internal void Lagged(TimeSpan lag) => _lag.Record(lag.TotalSeconds);

    internal void Answered(Contracts.Verb verb, Contracts.OutcomeKind outcome) => _orders.Add(
        1, new KeyValuePair<string, object?>("verb", verb.ToString()), new KeyValuePair<string, object?>("outcome", outcome.ToString()));

    internal void Shed(string reason, long count) => _shed.Add(count, new KeyValuePair<string, object?>("reason", reason));

    internal void Incidents(int opened) => _openIncidents.Add(opened);

    internal void Marked(string kind) => _marks.Add(1, new KeyValuePair<string, object?>("kind", kind));

    /// <summary>Takes how many proposals wait after a decision; one caller.</summary>
    internal void Waiting(long now)
    {
        if (now != _waitingNow) _waiting.Add(now - _waitingNow);
        _waitingNow = now;
    }

    internal void Canaries(int denied, int admitted)
    {
        _canaries.Add(denied, new KeyValuePair<string, object?>("outcome", "denied"));
        _canaries.Add(admitted, new KeyValuePair<string, object?>("outcome", "admitted"));
    }

    internal void Ticked(TimeSpan took) => _tick.Record(took.TotalSeconds);

    /// <summary>Takes what detection watches after a tick; one caller.</summary>
    internal void Watched(Detection.DetectionReport report)
    {
        var (plain, full) = (report.PlainSeries, report.FullSeries);
        var (refused, attended) = (report.RefusedSeries, report.Attended.Count);
        if (plain != _watched.Plain) _plainSeries.Add(plain - _watched.Plain);
        if (refused > _watched.Refused) _refusedSeries.Add(refused - _watched.Refused);
        if (attended != _watched.Attended) _attended.Add(attended - _watched.Attended);
        if (full != _watched.Full) _fullSeries.Add(full - _watched.Full);
        _watched = (plain, full, refused, attended);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private Histogram<double> Duration(string name, string description) =>
        _meter.CreateHistogram(name, "s", description, tags: null, Seconds);
}
