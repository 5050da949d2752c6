using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Prunella.Server.Metrics;

/// <summary>Adds up what the healer's own instruments measure, from its making on, for <c>/metrics</c>.</summary>
/// <remarks>
/// It must be made before the instruments first measure. Instruments of one name add up together, whichever part
/// of the healer made them. The in-box listener is enough for this; the telemetry SDK is loaded only to send.
/// </remarks>
internal sealed class MetricTally : IDisposable
{
    private readonly ConcurrentDictionary<string, InstrumentTally> _instruments = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    /// <summary>Listens to these meters.</summary>
    public MetricTally(params IReadOnlyList<string> meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!meters.Contains(instrument.Meter.Name) || InstrumentTally.For(instrument) is not { } tally) return;
            listener.EnableMeasurementEvents(instrument, _instruments.GetOrAdd(instrument.Name, tally));
        };
        _listener.SetMeasurementEventCallback<long>(
            static (_, value, labels, state) => ((InstrumentTally)state!).Record(value, labels));
        _listener.SetMeasurementEventCallback<double>(
            static (_, value, labels, state) => ((InstrumentTally)state!).Record(value, labels));
        _listener.Start();
    }

    /// <summary>Every instrument met, in order of name.</summary>
    public IReadOnlyList<InstrumentTally> Read() =>
        [.. _instruments.Values.OrderBy(i => i.Name, StringComparer.Ordinal)];

    public void Dispose() => _listener.Dispose();
}
