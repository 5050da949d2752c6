using System.Diagnostics.Metrics;

namespace Prunella.Runtime.Loop;

/// <summary>The healer's own metrics, under the meter <c>Prunella</c>; described in
/// docs/reference/metrics.md.</summary>
/// <remarks>Names and attributes are few and fixed: no id of an incident, order or instance becomes
/// an attribute.</remarks>
public sealed class HealerMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Prunella";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _inputs;
    private readonly Counter<long> _events;
    private readonly Counter<long> _records;
    private readonly Histogram<double> _append;
    private readonly Histogram<double> _lag;
    private readonly Counter<long> _orders;
    private readonly Counter<long> _shed;
    private readonly UpDownCounter<long> _openIncidents;
    private readonly Histogram<double> _tick;

    /// <summary>Makes the instruments.</summary>
    public HealerMetrics()
    {
        _inputs = _meter.CreateCounter<long>("prunella.loop.inputs", "{input}", "Inputs decided on, by kind.");
        _events = _meter.CreateCounter<long>("prunella.loop.decisions", "{event}", "Events that decisions led to, by kind.");
        _records = _meter.CreateCounter<long>("prunella.journal.records", "{record}", "Records made durable.");
        _append = _meter.CreateHistogram<double>("prunella.journal.append.duration", "s", "How long a durable append took.");
        _lag = _meter.CreateHistogram<double>("prunella.loop.lag", "s", "From an input's arrival to its being durable.");
        _orders = _meter.CreateCounter<long>("prunella.orders", "{order}", "Orders answered, by verb and outcome.");
        _shed = _meter.CreateCounter<long>("prunella.senses.shed", "{item}", "Telemetry not taken, by reason.");
        _openIncidents = _meter.CreateUpDownCounter<long>("prunella.incidents.open", "{incident}", "Incidents open now.");
        _tick = _meter.CreateHistogram<double>("prunella.perception.tick.duration", "s", "How long a tick of perception took; its count is the number of ticks.");
    }

    internal void Decided(Ready ready)
    {
        _inputs.Add(1, new KeyValuePair<string, object?>("kind", ready.Input.Body.GetType().Name));
        foreach (var e in ready.Events) _events.Add(1, new KeyValuePair<string, object?>("kind", e.GetType().Name));
    }

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

    internal void Ticked(TimeSpan took) => _tick.Record(took.TotalSeconds);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
