namespace Prunella.Bench.Synthetic;

/// <summary>Series in which nothing is wrong, all of one kind: what is told of them is a false alarm.</summary>
/// <param name="Name">For people.</param>
/// <param name="Noise">About a standard deviation of what is left when the shape is taken away: the measure of
/// faults.</param>
/// <param name="Begin">Makes one series: a function from the point, every five minutes from a Monday's midnight on,
/// to its value, which is asked in order.</param>
internal sealed record HealthyFamily(string Name, double Noise, Func<Random, Func<int, double>> Begin)
{
    public const int PointsOfDay = 288;
    public const int PointsOfWeek = 7 * PointsOfDay;

    /// <summary>A thing that happens about every three days.</summary>
    private const double Deploy = 1.0 / (3 * PointsOfDay);

    public static HealthyFamily Normal { get; } = new("normal noise", 10, r => _ => 100 + 10 * r.Normal());

    public static HealthyFamily Daily { get; } = new("daily shape", 5, r => i => 100 + 30 * Day(i) + 5 * r.Normal());

    public static HealthyFamily[] All { get; } =
    [
        Normal,
        new("AR(1), 0.9", 10, r => Walk(r, keep: 0.9, step: 4.36, from: 100)),
        new("lognormal", 30, r => _ => 100 * Math.Exp(0.5 * r.Normal())),
        new("Pareto, 2.5", 80, r => _ => 50 * r.Pareto(2.5)),
        new("Poisson, 4", 2, r => _ => r.Poisson(4)),
        new("sparse", 1, r => _ => r.NextDouble() < 0.02 ? 1 + r.Poisson(2) : 0),
        new("random walk", 1, r => Walk(r, keep: 1, step: 1, from: 1000)),
        Daily,
        new("weekday shape", 5, r => i => 100 + (IsWeekend(i) ? 10 : 30) * Day(i) - (IsWeekend(i) ? 30 : 0) + 5 * r.Normal()),
        new("deploy steps", 10, Steps),
    ];

    private static double Day(int i) => Math.Sin(2 * Math.PI * (i % PointsOfDay) / PointsOfDay);

    private static bool IsWeekend(int i) => i / PointsOfDay % 7 >= 5;

    private static Func<int, double> Walk(Random random, double keep, double step, double from)
    {
        var off = 0.0;
        return _ => from + (off = keep * off + step * random.Normal());
    }

    /// <summary>The level moves for good, by one or two standard deviations, about every three days.</summary>
    private static Func<int, double> Steps(Random random)
    {
        var level = 100.0;
        return _ =>
        {
            if (random.NextDouble() < Deploy)
                level = Math.Max(60, level + 10 * (1 + random.NextDouble()) * (random.Next(2) * 2 - 1));
            return level + 10 * random.Normal();
        };
    }
}
