using Prunella.Contracts;
using Prunella.Detection.Forecasts;

namespace Prunella.Detection.Detectors;

/// <summary>Watches one queue: it grows faster than it drains.</summary>
/// <remarks>
/// At least a hundred wait, twice as many as usual, and three of four cases have a quarter more waiting in five
/// minutes, for a minute of such forecasts without a break. Well again when it is not foretold to grow any more: a long
/// queue that drains is nobody's fault any more, and how long it may be is an objective. Amounts chosen by feel.
/// </remarks>
internal sealed class BacklogDetector
{
    public const string Name = "backlog";
    private const int Guess = 800;
    private const double Least = 100;
    private const double Unusual = 2;
    private const double Growth = 1.25;
    private const long Ahead = 300_000_000_000;
    private const long Persistent = 60_000_000_000;
    private long _growsSince;
    private bool _isBad;

    /// <summary>When it will be empty, as of the last sample; null while that cannot be told.</summary>
    public Reach? Empty { get; private set; }

    /// <summary>Takes what the newest sample made of the forecast.</summary>
    public void Observe(Forecaster forecast)
    {
        var now = forecast.Last;
        Empty = forecast.UntilBelow(0);
        var grows = forecast.Trend > 0 && forecast.Ahead(Ahead) is { } then && then.LowerHalf > now;
        var isMuch = now >= Least && now >= Unusual * forecast.Usual
            && forecast.Ahead(Ahead) is { } later && later.LowerHalf >= Growth * now;
        _growsSince = !isMuch ? 0 : _growsSince == 0 ? forecast.At : _growsSince;
        _isBad = (_growsSince != 0 && forecast.At - _growsSince >= Persistent) || (_isBad && grows && now >= Least);
    }

    public void Forget() => (_growsSince, _isBad, Empty) = (0, false, null);

    public void Judge(Judge judge, SeriesDescription series, double now, double usual, long at)
    {
        var key = new VerdictKey(series.Subject, SignalKind.Backlog, Name);
        var evidence = LevelUnit.Evidence(series, now, usual);
        var finding = Finding.Of(key, _isBad, FaultKind.QueueLag, series.Witness, evidence);
        judge.Find(finding with { ConfidencePerMille = Guess }, at);
    }
}
