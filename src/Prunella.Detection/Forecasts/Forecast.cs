namespace Prunella.Detection.Forecasts;

/// <summary>What a series is expected to be at one moment to come, in the series' own unit.</summary>
/// <param name="Expected">As likely below as above.</param>
/// <param name="Lower">Below it in 5 of 100 cases.</param>
/// <param name="Upper">Above it in 5 of 100 cases.</param>
/// <param name="LowerHalf">Below it in 25 of 100 cases.</param>
/// <param name="UpperHalf">Above it in 25 of 100 cases.</param>
public readonly record struct Forecast(double Expected, double Lower, double Upper, double LowerHalf, double UpperHalf)
{
    /// <summary>The same forecast of what can be neither below nor above two bounds.</summary>
    /// <param name="floor">Least amount there is; negative infinity when there is none.</param>
    /// <param name="ceiling">Largest amount there is; infinity when there is none. Below the floor it is not
    /// heeded.</param>
    public Forecast Within(double floor, double ceiling)
    {
        var top = Math.Max(floor, ceiling);
        return new Forecast(
            Math.Clamp(Expected, floor, top), Math.Clamp(Lower, floor, top), Math.Clamp(Upper, floor, top),
            Math.Clamp(LowerHalf, floor, top), Math.Clamp(UpperHalf, floor, top));
    }
}
