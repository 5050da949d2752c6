using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Prunella.Detection.Series;

/// <summary>The value, its exponentially weighted means and deviations over several spans in points, its
/// rhythm.</summary>
/// <remarks>
/// A span L weighs a point by 2 / (L + 1), the early ones evenly, so that a mean is right from the first point on.
/// Deviations follow Welford's form, so they never become negative. All levels are counted from the first value, so
/// that single floats are fine enough wherever the series lies; logarithms are of shares of the first value that is not
/// zero, so that the unit of a series is none of theirs. The spans are 12, 24, 48, 72, 3, 6, 96 and 576 points;
/// of the first four there is a deviation too.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal struct Averages
{
    private const double RhythmGain = 2 / 49.0;
    private const double SizeGain = 2 / 1001.0;
    private const double LevelGain = 2 / 2001.0;

    /// <summary>What is smaller has no use as a unit: its inverse is no number.</summary>
    private const double LeastUnit = 1e-200;

    /// <summary>Points after which no span weighs evenly any more.</summary>
    private const int EvenFor = 1001;

    private static readonly Vector512<double> s_gains =
        Vector512.Create(2.0) / (Vector512.Create(12.0, 24, 48, 72, 3, 6, 96, 576) + Vector512<double>.One);

    private Vector512<double> _means;
    private Vector256<double> _variances;
    private double _together;
    private double _size;
    private double _level;
    private double _origin;
    private double _perUnit;
    private double _value;
    private double _lag1;
    private double _slope;
    private int _even;

    /// <summary>The first value: all levels are counted from it.</summary>
    public readonly double Origin => _origin;

    public readonly double Value => _value;

    public readonly double Lag1 => _lag1;

    /// <summary>The mean size of the last 1,000 points, whatever their sign, from zero.</summary>
    public readonly double Size => _size;

    /// <summary>The mean of the last 2,000 points.</summary>
    public readonly double Level => _level;

    public readonly double Of12 => _means[0];

    public readonly double Of24 => _means[1];

    public readonly double Of48 => _means[2];

    public readonly double Of72 => _means[3];

    public readonly double Of3 => _means[4];

    public readonly double Of6 => _means[5];

    public readonly double Of576 => _means[7];

    public void Add(double x)
    {
        if (_even == 0) _origin = x;
        if (_perUnit == 0 && Math.Abs(x) > LeastUnit) _perUnit = 1 / Math.Abs(x);
        var even = _even < EvenFor ? 1.0 / ++_even : 0;
        var d = x - _origin;
        (_lag1, _value) = (_value, d);
        var (centre, before) = (Of48, Of6);
        var gains = Vector512.MaxNative(s_gains, Vector512.Create(even));
        var off = Vector512.Create(d) - _means;
        var step = gains * off;
        _means += step;
        _variances = (Vector256<double>.One - gains.GetLower()) * (_variances + step.GetLower() * off.GetLower());
        _slope = Of6 - before;
        _together += Math.Max(RhythmGain, even) * ((d - centre) * (_lag1 - centre) - _together);
        _size += Math.Max(SizeGain, even) * (Math.Abs(x) - _size);
        _level += Math.Max(LevelGain, even) * (d - _level);
    }

    /// <summary>All that is compared, in the order of <see cref="Yardstick"/>.</summary>
    public readonly Vector512<float> Read()
    {
        var deviations = Vector256.Sqrt(_variances);
        // A thousandth of the usual size keeps a constant series finite.
        var floor = Vector256.Create((float)(1e-3 * _size * _perUnit + 1e-12));
        var logs = Approximate.Log(Vector256.MinNative(
            Narrow(deviations * Vector256.Create(_perUnit)) + floor, Vector256.Create(1e38f)));
        return Vector512.Narrow(_means, Vector512.Create(
            _value, _slope, deviations[1], deviations[2], logs[0], logs[2], Autocorrelation(deviations[2]), 0));
    }

    /// <summary>Lag-1 autocorrelation over 48 points, -1 to 1.</summary>
    private readonly double Autocorrelation(double deviation) =>
        // Of a constant series with the arithmetic's dust on it, there is no rhythm to speak of.
        deviation > 1e-9 * _size ? Math.Clamp(_together / (deviation * deviation), -1, 1) : 0;

    private static Vector256<float> Narrow(Vector256<double> four) => Vector256.Narrow(four, Vector256<double>.Zero);

    public void Exchange(StateExchange state)
    {
        state.Of(ref _means);
        state.Of(ref _variances);
        state.Of(ref _together);
        state.Of(ref _size);
        state.Of(ref _level);
        state.Of(ref _origin);
        state.Of(ref _perUnit);
        state.Of(ref _value);
        state.Of(ref _lag1);
        state.Of(ref _slope);
        state.Of(ref _even);
    }
}
