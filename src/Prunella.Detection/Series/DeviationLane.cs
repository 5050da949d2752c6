using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Prunella.Detection.Series;

/// <summary>How far off the series is now, whether or not it was there before: the mean of three distances from
/// what is usual, in standard deviations.</summary>
/// <remarks>
/// A quick level (a hundred points), a slow one (three hundred), and what is left of a slow robust level with its
/// hour of the day. Each is judged before it learns. The tenth crash of a night is no novelty, and it is far off
/// all the same.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal struct DeviationLane
{
    private const double MostZ = 20;
    private const double Slow = 0.003;
    private const double Clip = 3;
    private const int Young = 30;
    private const double Far = 20;

    /// <summary>A single point says no more than this of what lasts.</summary>
    private const double MostOfOne = 5;

    /// <summary>24 points.</summary>
    private const double LastingGain = 2 / 25.0;

    /// <summary>Points after which nothing weighs evenly any more.</summary>
    private const int EvenFor = 334;

    /// <summary>An hour weighs its points evenly until it has had this many.</summary>
    private const int HourKnown = 38;

    private const double HourRate = 0.02;

    /// <summary>Quick, slow, and what is left of the expected; the fourth lane is spare.</summary>
    private static readonly Vector256<double> s_gains = Vector256.Create(0.01, Slow, Slow, Slow);

    private Vector256<double> _means;
    private Vector256<double> _variances;
    private Hours24<float> _hours;
    private Hours24<byte> _seen;
    private double _base;
    private double _step;
    private double _expected;
    private double _lasting;
    private int _count;

    /// <summary>What is expected now.</summary>
    public readonly double Expected => _expected;

    /// <summary>A standard deviation of what is left when the expected is taken away.</summary>
    public readonly double Scale => Math.Sqrt(_variances[2]);

    /// <summary>The mean of what is left over 24 points, in usual steps, above or below: what goes wrong slowly stays
    /// small at every point and on one side at all of them.</summary>
    public readonly double Lasting => _lasting;

    /// <summary>How far off the point is, in standard deviations.</summary>
    public double Judge(in Calendar when, double x)
    {
        if (_count == 0)
        {
            _base = x;
            _means = Vector256.Create(x, x, 0, 0);
        }
        var even = _count < EvenFor ? 1.0 / ++_count : 0;
        _expected = _base + _hours[when.HourOfDay];
        var left = x - _expected;
        var z = Distance(Vector256.Create(x, x, left, left), even);
        var steps = _count < Young ? 0 : left / (1.2533 * _step + 1e-300);
        _lasting += LastingGain * (Math.Clamp(steps, -MostOfOne, MostOfOne) - _lasting);
        Learn(when.HourOfDay, left, even);
        return z;
    }

    private double Distance(Vector256<double> x, double even)
    {
        var off = x - _means;
        var sd = Vector256.Sqrt(_variances);
        // A level that never moved has no deviation: a stir is as far off as can be, if not at once.
        var z = _count < 3 ? default : Vector256.MinNative(
            Vector256.Create(MostZ), Vector256.Abs(off) / Vector256.MaxNative(sd, Vector256.Create(1e-200)));
        // One glitch of a wrapped counter must not widen the band for weeks; a new level is learnt in a few points.
        var most = _count > Young
            ? Vector256.ConditionalSelect(
                Vector256.GreaterThan(sd, default), Vector256.Create(Far) * sd, Vector256.Create(double.MaxValue))
            : Vector256.Create(double.MaxValue);
        off = Vector256.MaxNative(-most, Vector256.MinNative(most, off));
        var gains = Vector256.MaxNative(s_gains, Vector256.Create(even));
        var step = gains * off;
        _means += step;
        _variances = (Vector256<double>.One - gains) * (_variances + step * off);
        return (z[0] + z[1] + z[2]) / 3;
    }

    /// <summary>Level and hour learn from a step of at most three usual ones: what is far off teaches little.</summary>
    private void Learn(int hour, double left, double even)
    {
        var isYoung = _count < Young;
        var most = isYoung ? double.MaxValue : Clip * 1.2533 * _step;
        var clipped = Math.Clamp(left, -most, most);
        var step = Math.Min(Math.Abs(left), isYoung ? double.MaxValue : 5 * _step + 1e-12);
        var gain = Math.Max(Slow, even);
        _step += gain * (step - _step);
        _base += gain * clipped;
        ref var seen = ref _seen[hour];
        if (seen < HourKnown) seen++;
        _hours[hour] += (float)((seen < HourKnown ? 1.0 / (seen + 12) : HourRate) * clipped);
    }

    public void Exchange(StateExchange state)
    {
        state.Of(ref _means);
        state.Of(ref _variances);
        state.Of(_hours);
        state.Of(_seen);
        state.Of(ref _base);
        state.Of(ref _step);
        state.Of(ref _lasting);
        state.Of(ref _count);
    }
}
