namespace Prunella.Detection.Detectors;

/// <summary>A level whose valleys climb for hours: what a collector leaves behind.</summary>
/// <remarks>
/// The least of every half hour is kept, twelve of them. Climbing: none lies more than half a per cent below the one
/// before, by 64 MiB and a quarter over the six hours; the last third brought at least a fifth of it, so that a
/// warm-up that levels off is left alone; and all of it lies above what was reached before, so that the rhythm of a day
/// is, too, once a day has been seen. What was reached fades by a hundredth every half hour. A fall to less than half
/// of the last valley is a restart, and everything begins anew.
/// </remarks>
internal sealed class SlowClimb(double leastClimb)
{
    private const int Blocks = 12;
    private const int LastThird = 4;
    private const long Block = 1_800_000_000_000;
    private const double Slack = 0.995;
    private const double LeastGrowth = 1.25;
    private const double LeastLate = 0.2;
    private const double Fading = 0.99;
    private readonly double[] _valleys = new double[Blocks];
    private int _count;
    private long _block;
    private double _least;
    private double _most;
    private double _reached;

    /// <summary>The valley six hours ago.</summary>
    public double Oldest => _valleys[_count % Blocks];

    public void Observe(long at, double value)
    {
        if (_count > 0 && value < _valleys[(_count - 1) % Blocks] / 2) (_count, _block, _reached) = (0, 0, 0);
        if (_block == 0) (_block, _least, _most) = (at, value, value);
        if (at - _block >= Block)
        {
            // Half hours in which nothing came are none.
            if (_count >= Blocks) _reached = Math.Max(_reached * Fading, Oldest);
            if (at - _block >= 2 * Block) (_count, _reached) = (0, Math.Max(_reached, _most));
            else _valleys[_count++ % Blocks] = _least;
            (_block, _least, _most) = (at, value, value);
        }
        (_least, _most) = (Math.Min(_least, value), Math.Max(_most, value));
    }

    public bool IsClimbing()
    {
        if (_count < Blocks) return false;
        var (oldest, newest) = (Oldest, _valleys[(_count - 1) % Blocks]);
        var climb = newest - oldest;
        if (climb < leastClimb || newest < LeastGrowth * oldest || newest <= _reached) return false;
        if (newest - _valleys[(_count - 1 - LastThird) % Blocks] < LeastLate * climb) return false;
        for (var i = 1; i < Blocks; i++)
        {
            if (_valleys[(_count + i) % Blocks] < Slack * _valleys[(_count + i - 1) % Blocks]) return false;
        }
        return true;
    }

    public void Forget() => (_count, _block, _reached) = (0, 0, 0);
}
