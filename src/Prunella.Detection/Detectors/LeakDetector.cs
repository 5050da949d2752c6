using Prunella.Contracts;

namespace Prunella.Detection.Detectors;

/// <summary>Watches one level of memory: near its limit, or climbing without end.</summary>
/// <remarks>
/// Every five seconds a level is kept, for a minute. Climbing: never falling from one to the next, by 64 MiB
/// and by half over the minute, and above 192 MiB, so that a process that warms up is left alone. Full: nine
/// tenths of a known limit. Amounts chosen by feel for services of the demo's size; a bound of your own is an
/// objective.
/// </remarks>
internal sealed class LeakDetector(SeriesDescription series)
{
    public const string Name = "leak";
    private const int Levels = 12;
    private const long Every = 5_000_000_000;
    private const double LeastClimb = 64 * 1024 * 1024;
    private const double LeastLevel = 192 * 1024 * 1024;
    private const double Full = 0.9;
    private readonly double[] _levels = new double[Levels];
    private int _count;
    private long _keptAt;
    private long _at;
    private double _now;

    public double Now => _now;

    public SeriesDescription Series { get; } = series;

    public void Observe(long at, double value)
    {
        if (at < _at || !double.IsFinite(value)) return;
        (_at, _now) = (at, value);
        if (at - _keptAt < Every) return;
        _keptAt = at;
        _levels[_count++ % Levels] = value;
    }

    public void Judge(Judge judge, long at)
    {
        if (_at == 0 || at - _at > 10_000_000_000) return;
        var full = Series.Limit > 0 && _now >= Full * Series.Limit;
        var climbing = IsClimbing();
        judge.Find(new Finding(
            Series.Subject, SignalKind.Saturation, Name, full || climbing ? Health.Unhealthy : Health.Healthy, 800,
            climbing ? FaultKind.Leak : full ? FaultKind.SaturationMemory : FaultKind.Unknown, Series.Witness,
            new Evidence((long)(_now / 1048.576), (long)(Oldest() / 1048.576), 1, 0, 0, 0))
        {
            Direction = full || climbing ? Direction.Up : Direction.None,
        }, at);
    }

    private double Oldest() => _count < Levels ? _levels[0] : _levels[_count % Levels];

    private bool IsClimbing()
    {
        if (_count < Levels || _now < LeastLevel || _now - Oldest() < LeastClimb || _now < 1.5 * Oldest()) return false;
        for (var i = 1; i < Levels; i++)
        {
            if (_levels[(_count + i) % Levels] < _levels[(_count + i - 1) % Levels]) return false;
        }
        return true;
    }
}
