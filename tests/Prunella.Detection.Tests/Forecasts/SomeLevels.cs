using Prunella.Detection.Forecasts;
using Prunella.Detection.Tests.Series;

namespace Prunella.Detection.Tests.Forecasts;

/// <summary>Levels of our own making, a point every ten seconds, foretold for half an hour.</summary>
internal static class SomeLevels
{
    public const long Second = 1_000_000_000;
    public const long Minute = 60 * Second;
    public const long Step = 10 * Second;
    public const long Horizon = 30 * Minute;

    public static Forecaster Seen(int points, Func<int, double> level)
    {
        var forecaster = new Forecaster(Horizon, daily: false);
        for (var i = 0; i < points; i++) forecaster.Observe(At(i), level(i));
        return forecaster;
    }

    public static long At(int point) => SomeSeries.Start + point * Step;

    public static Func<int, double> Noisy(Func<int, double> level, double noise, int seed)
    {
        var random = new Random(seed);
        return i => level(i) + noise * SomeSeries.Normal(random);
    }

    /// <summary>Share of points within the 90 % interval that was given a horizon before.</summary>
    public static double Coverage(double[] values, long step, long horizon, bool daily)
    {
        var forecaster = new Forecaster(horizon, daily);
        var (points, within, ahead) = (0, 0, (int)(horizon / step));
        for (var i = 0; i + ahead < values.Length; i++)
        {
            forecaster.Observe(SomeSeries.Start + i * step, values[i]);
            if (forecaster.Ahead(horizon) is not { } then) continue;
            points++;
            if (values[i + ahead] >= then.Lower && values[i + ahead] <= then.Upper) within++;
        }
        return (double)within / points;
    }
}
