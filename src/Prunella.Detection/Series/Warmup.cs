namespace Prunella.Detection.Series;

/// <summary>The first points of a series: they fix the measure by which novelty is told, and are then let go.</summary>
internal sealed class Warmup
{
    /// <summary>Points before anything is called new; twelve hours of a series with a point every five
    /// minutes.</summary>
    public const int Points = 150;

    private readonly double[] _features = new double[Points * Yardstick.Features];
    private readonly Calendar[] _when = new Calendar[Points];
    private int _count;

    public bool IsFull => _count == Points;

    public void Exchange(StateExchange state)
    {
        state.Of(_features);
        state.Of(Values);
        state.Of(ref _count);
        if (_count is < 0 or >= Points) throw new FormatException("The state of a series is damaged.");
        for (var i = 0; i < Points; i++)
        {
            var (day, week) = (_when[i].HourOfDay, _when[i].HourOfWeek);
            state.Of(ref day);
            state.Of(ref week);
            _when[i] = new Calendar(day, week);
        }
    }

    /// <summary>The values alone, in order.</summary>
    public double[] Values { get; } = new double[Points];

    public void Add(in Calendar when, double value, ReadOnlySpan<double> features)
    {
        features.CopyTo(_features.AsSpan(_count * Yardstick.Features));
        _when[_count] = when;
        Values[_count++] = value;
    }

    public (Calendar When, double[] Features) At(int point) =>
        (_when[point], _features[(point * Yardstick.Features)..((point + 1) * Yardstick.Features)]);

    /// <summary>One feature over all points.</summary>
    public double[] Of(int feature)
    {
        var all = new double[Points];
        for (var i = 0; i < Points; i++) all[i] = _features[i * Yardstick.Features + feature];
        return all;
    }
}
