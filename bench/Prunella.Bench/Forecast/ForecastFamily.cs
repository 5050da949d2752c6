using Prunella.Bench.Synthetic;

namespace Prunella.Bench.Forecast;

/// <summary>Series to foretell: the healthy ones, and levels that move as resources do.</summary>
internal static class ForecastFamily
{
    public static HealthyFamily[] All { get; } =
    [
        .. HealthyFamily.All,
        new("ramp", 5, r => i => 0.5 * i + 5 * r.Normal()),
        new("sawtooth", 10, Sawtooth),
        new("counter", 5, Counter),
        new("disk, daily clean-up", 5, r => i => 200 + i % HealthyFamily.PointsOfDay + 0.02 * i + 2 * r.Normal()),
    ];

    /// <summary>Memory that climbs and is collected, at a level that is a little different each time.</summary>
    private static Func<int, double> Sawtooth(Random random)
    {
        var (level, top) = (100.0, 400.0);
        return _ =>
        {
            level += 8 + 4 * random.NextDouble();
            if (level >= top) (level, top) = (100 + 20 * random.NextDouble(), 380 + 40 * random.NextDouble());
            return level;
        };
    }

    private static Func<int, double> Counter(Random random)
    {
        var sum = 0.0;
        return i => sum += random.Poisson(10 + 5 * Math.Sin(2 * Math.PI * i / HealthyFamily.PointsOfDay));
    }
}
