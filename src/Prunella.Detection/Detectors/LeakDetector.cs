using Prunella.Contracts;

namespace Prunella.Detection.Detectors;

/// <summary>Watches one level of memory: climbing without end, within a minute or within hours.</summary>
/// <remarks>
/// Every five seconds a level is kept, for a minute. Climbing: never falling from one to the next,
/// by 64 MiB and by half over the minute, and above 192 MiB, so that a process that warms up is
/// left alone. Of a sender slower than every five seconds each level is kept, and climbing takes twelve of them.
/// Slowly: the valleys of six hours (<see cref="SlowClimb"/>). Amounts chosen by feel for services of the
/// demo's size; a bound of your own is an objective, and a known limit is watched by <see cref="SaturationDetector"/>.
/// </remarks>
internal sealed class LeakDetector
{
    public const string Name = "leak";
    private const int Guess = 800;
    private const int Levels = 12;
    private const long Every = 5_000_000_000;
    private const double MiB = 1024 * 1024;
    private const double LeastClimb = 64 * MiB;
    private const double LeastLevel = 192 * MiB;
    private readonly double[] _levels = new double[Levels];
    private readonly SlowClimb _slow = new(LeastClimb);
    private int _count;
    private long _keptAt;

    public void Observe(long at, double value)
    {
        _slow.Observe(at, value);
        if (at - _keptAt < Every) return;
        _keptAt = at;
        _levels[_count++ % Levels] = value;
    }

    public void Judge(Judge judge, SeriesDescription series, double now, Outlook? full, long at)
    {
        var quickly = IsClimbing(now);
        var slowly = !quickly && now >= LeastLevel && _slow.IsClimbing();
        var evidence = LevelUnit.Evidence(series, now, slowly ? _slow.Oldest : Oldest()) with { Outlook = full };
        var key = new VerdictKey(series.Subject, SignalKind.Saturation, Name);
        var finding = Finding.Of(key, quickly || slowly, FaultKind.Leak, series.Witness, evidence);
        judge.Find(finding with { ConfidencePerMille = Guess }, at);
    }

    /// <summary>Forgets what was of a time that has not come.</summary>
    public void Forget()
    {
        (_count, _keptAt) = (0, 0);
        _slow.Forget();
    }

    private double Oldest() => _count < Levels ? _levels[0] : _levels[_count % Levels];

    private bool IsClimbing(double now)
    {
        if (_count < Levels || now < LeastLevel || now - Oldest() < LeastClimb || now < 1.5 * Oldest()) return false;
        for (var i = 1; i < Levels; i++)
        {
            if (_levels[(_count + i) % Levels] < _levels[(_count + i - 1) % Levels]) return false;
        }
        return true;
    }
}
