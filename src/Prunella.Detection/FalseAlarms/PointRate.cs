namespace Prunella.Detection.FalseAlarms;

/// <summary>Points per second that a fleet's series send, over the last ten minutes that are whole.</summary>
/// <remarks>The larger of the last windows and what has come in the one that runs, so that a fleet that doubles does
/// not page twice as often until the window is over. A rate falls by a twentieth per window at most: a collector that
/// was down for an hour must not make everybody cheap to page for. Before the first window is over,
/// as if every series sent a point a second: a start must not be noisy.</remarks>
internal sealed class PointRate
{
    private const long Window = 600_000_000_000;
    private const double Second = 1e9;
    private const double Fall = 0.95;
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
            running = _points * Second / (at - _since);
            _last = Math.Max(running, _last * Fall);
            (_points, _since, _isKnown) = (0, at, true);
        }
        return Math.Max(_isKnown ? _last : series, running);
    }
}
