namespace Prunella.Detection.Forecasts;

/// <summary>When a level reaches a bound, in nanoseconds from the last point on.</summary>
/// <remarks>A time that lies beyond the horizon is null: not within it, which is not never.</remarks>
/// <param name="Earliest">When the near edge of the 90 % interval is there.</param>
/// <param name="Expected">When the forecast itself is there.</param>
/// <param name="Latest">When the far edge of the interval is there.</param>
public readonly record struct Reach(long? Earliest, long? Expected, long? Latest);
