namespace Prunella.Detection.FalseAlarms;

/// <summary>Points per second that a fleet's series send, over the last ten minutes that are whole.</summary>
/// <remarks>The larger of the last window and what has come in the one that runs, so that a fleet that doubles does
/// not page twice as often until the window is over. Before the first window is over, as if every series sent a point a
/// second: a start must not be noisy.</remarks>
internal sealed class PointRate
{
    private const long Window = 600_000_000_000;
    private const double Second = 1e9;
    private long _points;
    private long _since;
    private double _last;
    private bool _isKnown;

    public void Count() => _points++;

    public double PerSecond(long at, int series)
    {
        if (_since == 0) _since = at;
        var running = _points * Second / Window;
        if (at - _since >= Window)
        {
            _last = running = _points * Second / (at - _since);
            (_points, _since, _isKnown) = (0, at, true);
        }
        return Math.Max(_isKnown ? _last : series, running);
    }
}
