using Prunella.Contracts;
using Prunella.Detection.Forecasts;

namespace Prunella.Detection.Detectors;

/// <summary>Watches one level with a known limit: near it, or on its way to it.</summary>
/// <remarks>
/// <em>Near</em>: nine tenths of the limit. Memory does not come back by itself and is told at once; a processor or a
/// pool may be full for a moment, and must be so for a minute. <em>On its way</em>: the forecast reaches the limit
/// within twenty minutes, its near bound within ten, and half of the limit is taken, for a minute of such forecasts
/// without a break: one look in twenty may be wrong, a minute of looks is not. Well again below 85 % and without a
/// limit in sight, so that a level around a bound does not come and go. The amounts are chosen by feel: ten minutes
/// are what a person or a restart needs.
/// </remarks>
internal sealed class SaturationDetector
{
    public const string Name = "saturation";
    private const int Guess = 800;
    private const double Near = 0.9;
    private const double NoLongerNear = 0.85;
    private const double LeastShare = 0.5;
    private const long Soon = 600_000_000_000;
    private const long Expected = 1_200_000_000_000;
    private const long Persistent = 60_000_000_000;
    private long _nearSince;
    private long _soonSince;
    private bool _isBad;

    /// <summary>When it will be full, as of the last sample; null while that cannot be told.</summary>
    public Reach? Full { get; private set; }

    /// <summary>Takes what the newest sample made of the forecast.</summary>
    public void Observe(SeriesDescription series, Forecaster forecast)
    {
        var (at, now, limit) = (forecast.At, forecast.Last, series.Limit);
        Full = forecast.UntilAbove(limit);
        _nearSince = now < Near * limit ? 0 : _nearSince == 0 ? at : _nearSince;
        _soonSince = !IsOnItsWay(now, limit, forecast.Trend) ? 0 : _soonSince == 0 ? at : _soonSince;
        var patience = Fault(series) == FaultKind.SaturationMemory ? 0 : Persistent;
        var stays = _isBad && (now >= NoLongerNear * limit || Full is { Expected: not null });
        _isBad = stays || Lasts(_nearSince, patience, at) || Lasts(_soonSince, Persistent, at);
    }

    /// <summary>Its limit was taken away, or its time was none.</summary>
    public void Forget() => (_nearSince, _soonSince, _isBad, Full) = (0, 0, false, null);

    public void Judge(Judge judge, SeriesDescription series, double now, Outlook? full, long at)
    {
        var evidence = LevelUnit.Evidence(series, now, series.Limit) with { Outlook = full };
        var key = new VerdictKey(series.Subject, SignalKind.Saturation, Name);
        judge.Find(
            Finding.Of(key, _isBad, Fault(series), series.Witness, evidence) with { ConfidencePerMille = Guess }, at);
    }

    private bool IsOnItsWay(double now, double limit, double trend) =>
        now >= LeastShare * limit && trend > 0 && Full is { Earliest: <= Soon, Expected: <= Expected };

    private static bool Lasts(long since, long patience, long at) => since != 0 && at - since >= patience;

    /// <summary>What is full is told from its name and unit.</summary>
    private static FaultKind Fault(SeriesDescription series)
    {
        bool Named(string part) => series.Name.Contains(part, StringComparison.OrdinalIgnoreCase);
        if (Named("disk") || Named("filesystem")) return FaultKind.SaturationDisk;
        if (series.Unit == "By" || Named("memory")) return FaultKind.SaturationMemory;
        return Named("cpu") ? FaultKind.SaturationCpu : FaultKind.SaturationPool;
    }
}
