using System.Runtime.CompilerServices;

using Prunella.Detection.Series;

namespace Prunella.Detection.Baselines;

/// <summary>What is usual at each hour, for days of work and for weekends, relative to the long-run level.</summary>
/// <remarks>
/// An hour is learnt as a whole when it is over, with a weight of three tenths: about three days' memory, so that
/// one odd day is not the pattern. Between the middles of two hours it is a straight line, because a curve in steps is
/// wrong by half a step all the time; across midnight from a workday to a weekend it is not, because that is a
/// step. An hour that only the other kind of day has had is taken from there. Half floats in a unit of the series' own
/// keep 48 hours in 96 bytes.
/// </remarks>
internal struct DayShape
{
    private const int Hours = 24;
    private const int Bins = 2 * Hours;
    private const long Hour = 3_600_000_000_000;
    private const double Gain = 0.3;
    private const double Farthest = 30_000;

    private Values _values;
    private ulong _known;
    private float _unit;
    private float _sum;
    private ushort _points;
    private sbyte _bin;

    [InlineArray(Bins)]
    private struct Values
    {
        private Half _first;
    }

    /// <summary>Of a series that nothing is known of.</summary>
    public static DayShape Unknown => new() { _bin = -1 };

    /// <summary>False when no series could have come to this.</summary>
    public readonly bool IsSound => _bin is >= -1 and < Bins && float.IsFinite(_unit) && float.IsFinite(_sum);

    /// <summary>Expected above the long-run level at a moment; 0 where nothing is known.</summary>
    public readonly double At(long at)
    {
        var bin = BinOf(at);
        if (!IsKnown(bin))
        {
            var other = (bin + Hours) % Bins;
            return IsKnown(other) ? ValueOf(other) : 0;
        }
        var here = ValueOf(bin);
        // From minus a half at the beginning of the hour to a half at its end.
        var off = (double)(at % Hour) / Hour - 0.5;
        var next = BinOf(off < 0 ? at - Hour / 2 : at + Hour / 2);
        if (next / Hours != bin / Hours || !IsKnown(next)) return here;
        return here + Math.Abs(off) * (ValueOf(next) - here);
    }

    /// <summary>Takes a point; hours must not go back.</summary>
    /// <param name="at">When.</param>
    /// <param name="above">The value above the long-run level.</param>
    /// <param name="scale">The series' usual step, from which the unit is made at first.</param>
    public void Learn(long at, double above, double scale)
    {
        var bin = BinOf(at);
        if (bin != _bin)
        {
            if (_bin >= 0 && _points > 0) Close(scale);
            (_bin, _sum, _points) = ((sbyte)bin, 0, 0);
        }
        if (_points == ushort.MaxValue) return;
        _sum += (float)above;
        _points++;
    }

    private void Close(double scale)
    {
        var mean = (double)_sum / _points;
        if (!(_unit > 0)) _unit = (float)Math.Max(scale / 16, float.Epsilon);
        while (Math.Abs(mean / _unit) > Farthest) Coarsen();
        var was = ValueOf(_bin);
        _values[_bin] = (Half)((IsKnown(_bin) ? was + Gain * (mean - was) : mean) / _unit);
        _known |= 1UL << _bin;
    }

    private void Coarsen()
    {
        _unit *= 256;
        for (var i = 0; i < Bins; i++) _values[i] = (Half)((double)_values[i] / 256);
    }

    private readonly double ValueOf(int bin) => (double)_values[bin] * _unit;

    private readonly bool IsKnown(int bin) => (_known >> bin & 1) != 0;

    private static int BinOf(long at)
    {
        var when = Calendar.Of(at);
        return when.HourOfWeek >= 5 * Hours ? Hours + when.HourOfDay : when.HourOfDay;
    }
}
