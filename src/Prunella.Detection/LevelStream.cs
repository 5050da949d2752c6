using Prunella.Contracts;
using Prunella.Detection.Detectors;
using Prunella.Detection.Forecasts;

namespace Prunella.Detection;

/// <summary>The newest value of one level, its forecast for half an hour (a quarter for a queue), and
/// the watches over it: for leaks where it is a process's memory, for its limit where one is known, for
/// growth where it is a queue.</summary>
/// <remarks>What is no amount (not finite, below zero, above 10^15) is not taken: no level that
/// exists has it. A trend is believed after about
/// half of its horizon; queues grow faster than memory.</remarks>
internal sealed class LevelStream
{
    private const double Most = 1e15;
    private const long LeastPatience = 10_000_000_000;
    private const long Horizon = 1_800_000_000_000;
    private const long HorizonOfQueues = 900_000_000_000;
    private Rhythm _rhythm = new(LeastPatience);
    private SaturationDetector? _saturation;

    public LevelStream(SeriesDescription series)
    {
        Series = series;
        Service = series.Subject.Service;
        Forecast = NewForecast(series);
        var isMemory = series is { Kind: SignalKind.Saturation, Unit: "By", Subject.Kind: SubjectKind.Instance };
        if (isMemory) Leak = new LeakDetector();
        if (series.Kind == SignalKind.Backlog) Backlog = new BacklogDetector();
    }

    /// <summary>What it is; its limit may become known later.</summary>
    public SeriesDescription Series { get; set; }

    public ServiceId Service { get; }

    public LeakDetector? Leak { get; }

    public BacklogDetector? Backlog { get; }

    /// <summary>What is foretold of it.</summary>
    public Forecaster Forecast { get; private set; }

    /// <summary>When it will be full; null where no limit is known, or too little was seen.</summary>
    public Reach? Full => _saturation?.Full;

    public double Now { get; private set; }

    public long LastAt => _rhythm.LastAt;

    public bool IsStale(long at) => _rhythm.IsSilent(at);

    public void Observe(long at, double value)
    {
        if (!(value is >= 0 and <= Most) || !_rhythm.Hear(at)) return;
        Now = value;
        Leak?.Observe(at, value);
        Forecast.Observe(at, value);
        Backlog?.Observe(Forecast);
        if (HasLimit()) (_saturation ??= new SaturationDetector()).Observe(Series, Forecast);
    }

    /// <summary>Forgets what was of a time that has not come.</summary>
    public void Forget()
    {
        _rhythm.Forget();
        Forecast = NewForecast(Series);
        Leak?.Forget();
        Backlog?.Forget();
        _saturation?.Forget();
    }

    public void Judge(Judge judge, long at)
    {
        if (IsStale(at)) return;
        Leak?.Judge(judge, Series, Now, Outlook(), at);
        Backlog?.Judge(judge, Series, Now, Forecast.Usual, at);
        if (HasLimit()) _saturation?.Judge(judge, Series, Now, Outlook(), at);
    }

    /// <summary>When it is full as verdicts tell it; null where that is not within what is foretold.</summary>
    public Outlook? Outlook() => Full is { Expected: > 0 and var expected, Earliest: var earliest, Latest: var latest }
        ? new Outlook(expected, earliest ?? expected, latest ?? 0)
        : null;

    private static Forecaster NewForecast(SeriesDescription series) =>
        new(series.Kind == SignalKind.Backlog ? HorizonOfQueues : Horizon, daily: false);

    private bool HasLimit() => Series is { Kind: SignalKind.Saturation, Limit: > 0 };
}
