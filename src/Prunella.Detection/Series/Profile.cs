namespace Prunella.Detection.Series;

/// <summary>What is usual at each hour, of the day or of the week.</summary>
/// <param name="hours">24 or 168.</param>
/// <param name="rate">Weight of a new point in its hour once the hour is known; even weights before.</param>
/// <remarks>Kept as single floats: give it values near zero, less whatever the series lies at.</remarks>
internal sealed class Profile(int hours, double rate)
{
    private readonly float[] _means = new float[hours];
    private readonly ushort[] _counts = new ushort[hours];
    private long _known;

    /// <summary>Points whose hour had been met before.</summary>
    public long Known => _known;

    /// <summary>The last point was one of them; where not, there is nothing to compare it with.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>The point less what was usual at its hour; the hour learns afterwards.</summary>
    public double Residual(int hour, double x)
    {
        IsKnown = _counts[hour] > 0;
        if (IsKnown) _known++;
        var residual = IsKnown ? x - _means[hour] : 0;
        if (_counts[hour] < ushort.MaxValue) _counts[hour]++;
        _means[hour] += (float)(Math.Max(rate, 1.0 / _counts[hour]) * (x - _means[hour]));
        return residual;
    }

    public void Exchange(StateExchange state)
    {
        for (var hour = 0; hour < _means.Length; hour++)
        {
            double mean = _means[hour];
            int count = _counts[hour];
            state.Of(ref mean);
            state.Of(ref count);
            (_means[hour], _counts[hour]) = ((float)mean, (ushort)Math.Clamp(count, 0, ushort.MaxValue));
        }
        state.Of(ref _known);
    }
}
