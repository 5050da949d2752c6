namespace Prunella.Detection.Series;

/// <summary>How far off the series is now, whether or not it was there before: the mean of three distances from
/// what is usual, in standard deviations.</summary>
/// <remarks>
/// A quick level (a hundred points), a slow one (three hundred), and what is left of a slow robust level with its
/// hour of the day. Each is judged before it learns. The tenth crash of a night is no novelty, and it is far off
/// all the same.
/// </remarks>
internal sealed class DeviationLane
{
    private const double MostZ = 20;
    private const double Quick = 0.01;
    private const double Slow = 0.003;
    private const double Clip = 3;
    private readonly float[] _hours = new float[24];
    private readonly int[] _seen = new int[24];
    private Level _quick = new(Quick);
    private Level _slow = new(Slow);
    private Level _left = new(Slow);
    private double _base;
    private double _step;
    private long _count;

    /// <summary>What is expected now.</summary>
    public double Expected { get; private set; }

    /// <summary>A standard deviation of what is left when the expected is taken away.</summary>
    public double Scale => Math.Sqrt(_left.Variance);

    public double Judge(in Calendar when, double x)
    {
        _count++;
        if (_count == 1) _base = x;
        Expected = _base + _hours[when.HourOfDay];
        var left = x - Expected;
        var z = (_quick.Judge(x) + _slow.Judge(x) + _left.Judge(left)) / 3;
        Learn(when.HourOfDay, left);
        return z;
    }

    /// <summary>Level and hour learn from a step of at most three usual ones: what is far off teaches little.</summary>
    private void Learn(int hour, double left)
    {
        var even = 1.0 / _count;
        var most = _count < 30 ? double.MaxValue : Clip * 1.2533 * _step;
        var clipped = Math.Clamp(left, -most, most);
        var step = Math.Min(Math.Abs(left), _count < 30 ? double.MaxValue : 5 * _step + 1e-12);
        _step += Math.Max(Slow, even) * (step - _step);
        _base += Math.Max(Slow, even) * clipped;
        _seen[hour] = Math.Min(_seen[hour] + 1, 1000);
        _hours[hour] += (float)(Math.Max(0.02, 1.0 / (_seen[hour] + 12)) * clipped);
    }

    public void Exchange(StateExchange state)
    {
        for (var hour = 0; hour < _hours.Length; hour++)
        {
            double usual = _hours[hour];
            state.Of(ref usual);
            _hours[hour] = (float)usual;
        }
        state.Of(_seen);
        _quick.Exchange(state);
        _slow.Exchange(state);
        _left.Exchange(state);
        state.Of(ref _base);
        state.Of(ref _step);
        state.Of(ref _count);
    }

    private struct Level(double gain)
    {
        private const int Young = 30;
        private const double Far = 20;
        private double _mean;
        private double _variance;
        private long _count;

        public readonly double Variance => _variance;

        public void Exchange(StateExchange state)
        {
            state.Of(ref _mean);
            state.Of(ref _variance);
            state.Of(ref _count);
        }

        public double Judge(double x)
        {
            _count++;
            if (_count == 1) _mean = x;
            var off = x - _mean;
            var z = Variance > 0 ? Math.Min(MostZ, Math.Abs(off) / Math.Sqrt(Variance))
                : off == 0 || _count < 3 ? 0 : MostZ;
            var weight = Math.Max(gain, 1.0 / _count);
            // One glitch of a wrapped counter must not widen the band for weeks; a new level is learnt in a few points.
            var most = _count > Young && Variance > 0 ? Far * Math.Sqrt(Variance) : double.MaxValue;
            off = Math.Clamp(off, -most, most);
            _mean += weight * off;
            _variance = (1 - weight) * (_variance + weight * off * off);
            return z;
        }
    }
}
