using Prunella.Detection.Series;

namespace Prunella.Detection.Forecasts;

/// <summary>What is usual at each hour of the day (UTC), against the mean of the day; known once a whole day has been
/// seen.</summary>
/// <remarks>
/// The mean of an hour counts when the hour is over: the first one in full, later ones evenly up to a seventh, so
/// that a week is remembered. Between the middles of two hours it goes straight from one to the other.
/// </remarks>
internal sealed class DayProfile
{
    private const int Hours = 24;
    private const long Hour = 3_600_000_000_000;
    private const long FarHour = long.MaxValue / Hour;
    private const int Many = 1_000_000_000;
    private const double MostWeight = 1.0 / 7;
    private readonly float[] _means = new float[Hours];
    private long _hour = -FarHour;
    private double _sum;
    private int _points;
    private int _hoursSeen;

    /// <summary>Every hour has been met.</summary>
    public bool IsKnown => _hoursSeen >= Hours;

    /// <summary>What is usual at a moment, above or below the mean of the day; zero while it is not known.</summary>
    public double At(long unixNanos)
    {
        if (!IsKnown) return 0;
        var middle = unixNanos - Hour / 2;
        var hour = HourOf(middle);
        var part = (double)(middle - hour * Hour) / Hour;
        return (1 - part) * _means[Bin(hour)] + part * _means[Bin(hour + 1)];
    }

    /// <summary>Learns a point.</summary>
    /// <param name="unixNanos">Not going back.</param>
    /// <param name="off">The value less the slow mean.</param>
    public void Add(long unixNanos, double off)
    {
        var hour = HourOf(unixNanos);
        if (hour != _hour)
        {
            Close(isNext: hour == _hour + 1);
            (_hour, _sum, _points) = (hour, 0, 0);
        }
        _sum += off;
        _points = Math.Min(_points + 1, Many);
    }

    public void Exchange(StateExchange state)
    {
        Floats.Of(state, _means);
        state.Of(ref _hour);
        state.Of(ref _sum);
        state.Of(ref _points);
        state.Of(ref _hoursSeen);
        _hour = Math.Clamp(_hour, -FarHour, FarHour);
        _points = Math.Clamp(_points, 0, Many);
        _hoursSeen = Math.Clamp(_hoursSeen, 0, Hours * 365);
    }

    private void Close(bool isNext)
    {
        if (_points == 0) return;
        var bin = Bin(_hour);
        var days = _hoursSeen / Hours;
        _means[bin] += (float)(Math.Max(MostWeight, 1.0 / (days + 1)) * (_sum / _points - _means[bin]));
        // A first day with a hole in it is begun again: hours that nobody saw have no mean.
        _hoursSeen = isNext || IsKnown ? Math.Min(_hoursSeen + 1, Hours * 365) : 0;
    }

    private static long HourOf(long unixNanos) => Math.DivRem(unixNanos, Hour, out var rest) - (rest < 0 ? 1 : 0);

    private static int Bin(long hour) => (int)((hour % Hours + Hours) % Hours);
}
