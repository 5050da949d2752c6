namespace Prunella.Detection.Series;

/// <summary>What is usual at each hour, of the day or of the week.</summary>
/// <param name="hours">24 or 168.</param>
/// <param name="rate">Weight of a new point in its hour once the hour is known; even weights before.</param>
internal sealed class Profile(int hours, double rate)
{
    private readonly float[] _means = new float[hours];
    private readonly ushort[] _counts = new ushort[hours];

    /// <summary>Points whose hour had been met before.</summary>
    public long Known { get; private set; }

    /// <summary>The last point was one of them; where not, there is nothing to compare it with.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>The point less what was usual at its hour; the hour learns afterwards.</summary>
    public double Residual(int hour, double x)
    {
        IsKnown = _counts[hour] > 0;
        if (IsKnown) Known++;
        var residual = IsKnown ? x - _means[hour] : 0;
        if (_counts[hour] < ushort.MaxValue) _counts[hour]++;
        _means[hour] += (float)(Math.Max(rate, 1.0 / _counts[hour]) * (x - _means[hour]));
        return residual;
    }
}
