using Prunella.Contracts;
using Prunella.Detection.Detectors;

namespace Prunella.Detection;

/// <summary>Finds the streams that a series' samples belong to; bounded, and what is over the bound is
/// counted.</summary>
/// <remarks>
/// An instance's pushed telemetry also counts into its service's stream, because a service's own telemetry is
/// that of its instances together; a gateway reports whole services itself.
/// </remarks>
internal sealed class StreamBook(int mostSeries)
{
    /// <summary>Where one series' samples go.</summary>
    internal sealed record Route(SignalStream? Own, SignalStream? Service, LeakDetector? Level);

    private static readonly Route Nowhere = new(null, null, null);

    private readonly Dictionary<SeriesId, Route> _routes = [];
    private readonly SortedDictionary<(Subject, Witness), SignalStream> _streams = [];
    private readonly SortedDictionary<ServiceId, double> _bounds = [];
    private readonly List<LeakDetector> _levels = [];

    public long Refused { get; private set; }

    public IEnumerable<SignalStream> Streams => _streams.Values;

    public IReadOnlyList<LeakDetector> Levels => _levels;

    /// <summary>Sets what counts as late for a service; 250 ms where nobody says.</summary>
    public void Bound(ServiceId service, double seconds)
    {
        _bounds[service] = seconds;
        foreach (var stream in _streams.Values.Where(s => s.Subject.Service == service)) stream.BoundSeconds = seconds;
    }

    public void Describe(SeriesDescription series)
    {
        if (_routes.ContainsKey(series.Id)) return;
        if (_routes.Count >= mostSeries)
        {
            Refused++;
            return;
        }
        _routes[series.Id] = series.Kind switch
        {
            SignalKind.Errors or SignalKind.Latency or SignalKind.Traffic =>
                new Route(Stream(series.Subject, series.Witness), ServiceOf(series), null),
            SignalKind.Saturation when series.Unit == "By" && series.Subject.Kind == SubjectKind.Instance => new Route(null, null, Level(series)),
            _ => Nowhere,
        };
    }

    public Route Find(SeriesId series) => _routes.GetValueOrDefault(series, Nowhere);

    public SignalStream? Find(Subject subject, Witness witness) => _streams.GetValueOrDefault((subject, witness));

    private SignalStream? ServiceOf(SeriesDescription series) =>
        series.Subject.Kind == SubjectKind.Instance
            && series.Witness == Witness.Telemetry
            ? Stream(Subject.Of(series.Subject.Service), Witness.Telemetry) : null;

    private SignalStream Stream(Subject subject, Witness witness)
    {
        if (_streams.TryGetValue((subject, witness), out var stream)) return stream;
        return _streams[(subject, witness)] = new SignalStream(subject, witness,
            _bounds.GetValueOrDefault(subject.Service, 0.250));
    }

    private LeakDetector Level(SeriesDescription series)
    {
        var level = new LeakDetector(series);
        _levels.Add(level);
        return level;
    }
}
