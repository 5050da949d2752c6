using Prunella.Contracts;

namespace Prunella.Detection.Forecasts;

/// <summary>What is foretold of each service's requests per second, half an hour ahead.</summary>
/// <remarks>
/// A point every ten seconds (of a sender that speaks more rarely, over its own window) from the stream that judges the
/// service, with the day's shape. A service that was silent for a day is forgotten. 424 bytes a service and its place
/// in a tree.
/// </remarks>
internal sealed class TrafficForecasts
{
    private const long Every = 10_000_000_000;
    private const long Horizon = 1_800_000_000_000;
    private const long Day = 86_400_000_000_000;
    private const long Hour = 3_600_000_000_000;
    private readonly SortedDictionary<ServiceId, Entry> _services = [];
    private long _sweptAt;

    /// <summary>Learns from a stream at most every ten seconds; one that is silent tells nothing.</summary>
    public void Learn(SignalStream stream, long at)
    {
        if (at - _sweptAt > Hour) Sweep(at);
        if (!_services.TryGetValue(stream.Service, out var entry))
            _services[stream.Service] = entry = new Entry(new Forecaster(Horizon, daily: true), at);
        var window = Math.Max(Every, stream.Window);
        // A window that is not full yet would be taken for a rise.
        if (stream.IsStale(at) || at - Math.Max(entry.Since, entry.Forecaster.At) < window) return;
        entry.Forecaster.Observe(at, stream.Seconds.Recent(at, window).Total * 1e9 / window);
    }

    /// <summary>Requests per second some time after the last point; null while too little was seen.</summary>
    public Forecast? Ahead(ServiceId service, long aheadNanos) =>
        _services.TryGetValue(service, out var entry) ? entry.Forecaster.Ahead(aheadNanos) : null;

    private sealed record Entry(Forecaster Forecaster, long Since);

    private void Sweep(long at)
    {
        _sweptAt = at;
        foreach (var (service, entry) in _services.ToArray())
        {
            if (Math.Max(entry.Since, entry.Forecaster.At) < at - Day) _services.Remove(service);
        }
    }
}
