namespace Prunella.Detection.Series;

/// <summary>The first points of a series: they fix the measure by which novelty is told, and are then let go.</summary>
internal sealed class Warmup
{
    /// <summary>Points before anything is called new; twelve hours of a series with a point every five
    /// minutes.</summary>
    public const int Points = 150;

    private readonly double[] _values = new double[Points];
    private readonly byte[] _hours = new byte[Points];
    private int _count;

    public bool IsFull => _count == Points;

    public void Add(in Calendar when, double value)
    {
        _hours[_count] = (byte)when.HourOfWeek;
        _values[_count++] = value;
    }

    /// <summary>A point as it came.</summary>
    public (Calendar When, double Value) At(int point) => (Calendar.OfWeek(_hours[point]), _values[point]);

    public void Exchange(StateExchange state)
    {
        state.Of(_values);
        state.Of(_hours);
        state.Of(ref _count);
        if (_count is < 0 or >= Points || _hours.Any(h => h >= Calendar.HoursOfWeek))
            throw new FormatException("The state of a series is damaged.");
    }
}
