using Prunella.Contracts;
using Prunella.Detection.Objectives;

namespace Prunella.Detection;

/// <summary>Finds the streams that a series' samples belong to; bounded, and what is over the bound
/// is counted.</summary>
/// <remarks>
/// An instance's pushed telemetry also counts into its service's stream, because a service's own
/// telemetry is that of its instances together; a gateway reports whole services itself. When the
/// book is full, series that were silent for an hour make room: instances come and go under new
/// names. A sense describes a series again when it comes back.
/// </remarks>
internal sealed class StreamBook(int mostSeries)
{
    private const double UsualBound = 0.250;
    private const int MostBounds = 4;
    private const long SilentNanos = 3_600_000_000_000;
    private const long SweepEvery = 60_000_000_000;

    /// <summary>Where one series' samples go.</summary>
    internal sealed record Route(SignalStream? Own, SignalStream? Service, LevelStream? Level, long Since)
    {
        public long LastAt => Math.Max(Since, Math.Max(Own?.LastAt ?? 0, Level?.LastAt ?? 0));
    }

    /// <summary>Of a series that the book does not know.</summary>
    public static readonly Route Nowhere = new(null, null, null, 0);
    private readonly Dictionary<SeriesId, Route> _routes = [];
    private readonly SortedDictionary<(Subject, Witness), SignalStream> _streams = [];
    private readonly SortedDictionary<SeriesId, LevelStream> _levels = [];
    private readonly Dictionary<ServiceId, double[]> _bounds = [];
    private BudgetBook? _budgets;
    private long _sweptAt;

    /// <summary>Descriptions not taken.</summary>
    public long Refused { get; private set; }

    public IReadOnlyCollection<SignalStream> Streams => _streams.Values;

    public IReadOnlyCollection<LevelStream> Levels => _levels.Values;

    /// <summary>Sets what counts as late, per service; 250 ms where nobody says. Of more than four
    /// bounds the first four count.</summary>
    public void Bound(IEnumerable<(ServiceId Service, double Seconds)> bounds)
    {
        _bounds.Clear();
        foreach (var service in bounds.GroupBy(b => b.Service))
            _bounds[service.Key] = [.. service.Select(b => b.Seconds).Distinct().Take(MostBounds)];
        foreach (var stream in _streams.Values) stream.Bound(BoundsOf(stream.Service));
    }

    /// <summary>Sets the budgets that services' samples count into, now and for streams to come.</summary>
    public void Feed(BudgetBook budgets)
    {
        _budgets = budgets;
        foreach (var stream in _streams.Values) stream.Feeds = budgets.FeedsOf(stream.Subject, stream.Witness);
    }

    public void Describe(SeriesDescription series, long at)
    {
        if (_routes.TryGetValue(series.Id, out var known))
        {
            // What is full may become known after the level itself.
            if (known.Level is { } level) level.Series = series;
            return;
        }
        if (_routes.Count >= mostSeries) Sweep(at);
        if (_routes.Count >= mostSeries)
        {
            Refused++;
            return;
        }
        _routes[series.Id] = series.Kind is SignalKind.Saturation or SignalKind.Backlog
            ? new Route(null, null, Level(series), at)
            : new Route(Stream(series.Subject, series.Witness), ServiceOf(series), null, at);
    }

    public Route Find(SeriesId series) => _routes.GetValueOrDefault(series, Nowhere);

    public SignalStream? Find(Subject subject, Witness witness) => _streams.GetValueOrDefault((subject, witness));

    /// <summary>The gateway's stream while it speaks: it saw what callers saw; else the subject's own.</summary>
    public SignalStream? Preferred(Subject subject, long at)
    {
        var gateway = Find(subject, Witness.Gateway);
        return gateway is not null && !gateway.IsStale(at) ? gateway : Find(subject, Witness.Telemetry);
    }

    /// <summary>Forgets samples later than a time; before the first tick nobody could know that
    /// they were.</summary>
    public void ForgetLaterThan(long at)
    {
        foreach (var stream in _streams.Values.Where(s => s.LastAt > at)) stream.Forget();
        foreach (var level in _levels.Values.Where(l => l.LastAt > at)) level.Forget();
    }

    private SignalStream? ServiceOf(SeriesDescription series) =>
        series is { Subject.Kind: SubjectKind.Instance, Witness: Witness.Telemetry }
            ? Stream(Subject.Of(series.Subject.Service), Witness.Telemetry)
            : null;

    private SignalStream Stream(Subject subject, Witness witness)
    {
        if (_streams.TryGetValue((subject, witness), out var stream)) return stream;
        return _streams[(subject, witness)] = new SignalStream(subject, witness, BoundsOf(subject.Service))
        {
            Feeds = _budgets?.FeedsOf(subject, witness) ?? [],
        };
    }

    private LevelStream Level(SeriesDescription series) => _levels[series.Id] = new LevelStream(series);

    private double[] BoundsOf(ServiceId service) =>
        _bounds.TryGetValue(service, out var bounds) ? bounds : [UsualBound];

    private void Sweep(long at)
    {
        if (at - _sweptAt < SweepEvery) return;
        _sweptAt = at;
        foreach (var series in _routes.Where(r => at - r.Value.LastAt > SilentNanos).Select(r => r.Key).ToArray())
        {
            _routes.Remove(series);
            _levels.Remove(series);
        }
        var held = new HashSet<SignalStream>();
        foreach (var route in _routes.Values)
        {
            if (route.Own is { } own) held.Add(own);
            if (route.Service is { } service) held.Add(service);
        }
        foreach (var (key, stream) in _streams.ToArray())
        {
            if (!held.Contains(stream)) _streams.Remove(key);
        }
    }
}
