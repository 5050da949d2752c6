using Prunella.Contracts;

namespace Prunella.Detection.Detectors;

/// <summary>Watches one level of memory: near its limit, or climbing without end.</summary>
/// <remarks>
/// Every five seconds a level is kept, for a minute. Climbing: never falling from one to the next,
/// by 64 MiB and by half over the minute, and above 192 MiB, so that a process that warms up is
/// left alone. Full: nine tenths of a known limit. Of a sender slower than every five seconds each
/// level is kept, and climbing takes twelve of them. Amounts chosen by feel for services of the
/// demo's size; a bound of your own is an objective.
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
    private const double Full = 0.9;
    private readonly double[] _levels = new double[Levels];
    private int _count;
    private long _keptAt;

    public void Observe(long at, double value)
    {
        if (at - _keptAt < Every) return;
        _keptAt = at;
        _levels[_count++ % Levels] = value;
    }

    public void Judge(Judge judge, SeriesDescription series, double now, long at)
    {
        var full = series.Limit > 0 && now >= Full * series.Limit;
        var climbing = IsClimbing(now);
        var evidence = new Evidence((long)(now / MiB * 1000), (long)(Oldest() / MiB * 1000), 1, 0, 0, 0);
        var fault = climbing ? FaultKind.Leak : FaultKind.SaturationMemory;
        var key = new VerdictKey(series.Subject, SignalKind.Saturation, Name);
        judge.Find(
            Finding.Of(key, full || climbing, fault, series.Witness, evidence) with { ConfidencePerMille = Guess }, at);
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
