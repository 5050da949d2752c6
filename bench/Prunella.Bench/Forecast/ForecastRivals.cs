namespace Prunella.Bench.Forecast;

/// <summary>Errors of ours beside those of three that know nothing, over one series: the last value; the value a day
/// before; plain Holt (level 0.3, trend 0.1 per point, not damped).</summary>
internal sealed class ForecastRivals(long[] times, double[] values)
{
    private const long Day = 86_400_000_000_000;
    private readonly double[] _errors = new double[4];
    private readonly int[] _counts = new int[4];
    private double _steps;
    private double _level;
    private double _trend;
    private int _dayAgo;

    /// <summary>Takes the next point.</summary>
    public void Observe(int i)
    {
        if (i > 0) _steps += Math.Abs(values[i] - values[i - 1]);
        else _level = values[0];
        var level = 0.3 * values[i] + 0.7 * (_level + _trend);
        _trend = 0.1 * (level - _level) + 0.9 * _trend;
        _level = level;
    }

    /// <summary>Holds what was foretold at one point against another that came.</summary>
    public void Compare(int from, int target, double ours)
    {
        Error(0, values[target] - ours);
        Error(1, values[target] - values[from]);
        while (_dayAgo < from && times[_dayAgo] < times[target] - Day) _dayAgo++;
        if (times[target] - times[_dayAgo] == Day) Error(2, values[target] - values[_dayAgo]);
        Error(3, values[target] - (_level + (target - from) * _trend));
    }

    /// <summary>Adds each one's mean error in mean steps.</summary>
    public void AddTo(double[] mase, int[] of)
    {
        var scale = _steps / (values.Length - 1);
        for (var i = 0; i < _errors.Length && scale > 0; i++)
        {
            if (_counts[i] == 0) continue;
            mase[i] += _errors[i] / _counts[i] / scale;
            of[i]++;
        }
    }

    private void Error(int of, double error)
    {
        _errors[of] += Math.Abs(error);
        _counts[of]++;
    }
}
