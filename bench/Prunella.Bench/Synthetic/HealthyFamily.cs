namespace Prunella.Bench.Synthetic;

/// <summary>Series in which nothing is wrong, all of one kind: what is told of them is a false alarm.</summary>
/// <param name="Name">For people.</param>
/// <param name="Noise">About a standard deviation of what is left when the shape is taken away: the measure of
/// faults.</param>
/// <param name="Begin">Makes one series: a function from the point, every five minutes where nothing else is said, from a
/// Monday's midnight on, to its value, which is asked in order.</param>
internal sealed record HealthyFamily(string Name, double Noise, Func<Random, Func<int, double>> Begin)
{
    public const int PointsOfDay = 288;
    public const int PointsOfWeek = 7 * PointsOfDay;

    public static HealthyFamily[] All { get; } = Of(PointsOfDay);

    public static HealthyFamily Normal => All[0];

    public static HealthyFamily Daily => All[7];

    /// <summary>The same kinds at another pace.</summary>
    public static HealthyFamily[] Of(int pointsOfDay)
    {
        double Day(int i) => Math.Sin(2 * Math.PI * (i % pointsOfDay) / pointsOfDay);
        bool IsWeekend(int i) => i / pointsOfDay % 7 >= 5;
        return
        [
            new("normal noise", 10, r => _ => 100 + 10 * r.Normal()),
            new("AR(1), 0.9", 10, r => Walk(r, keep: 0.9, step: 4.36, from: 100)),
            new("lognormal", 30, r => _ => 100 * Math.Exp(0.5 * r.Normal())),
            new("Pareto, 2.5", 80, r => _ => 50 * r.Pareto(2.5)),
            new("Poisson, 4", 2, r => _ => r.Poisson(4)),
            new("sparse", 1, r => _ => r.NextDouble() < 0.02 ? 1 + r.Poisson(2) : 0),
            new("random walk", 1, r => Walk(r, keep: 1, step: 1, from: 1000)),
            new("daily shape", 5, r => i => 100 + 30 * Day(i) + 5 * r.Normal()),
            new("weekday shape", 5, r => i => 100 + (IsWeekend(i) ? 10 : 30) * Day(i) - (IsWeekend(i) ? 30 : 0) + 5 * r.Normal()),
            new("deploy steps", 10, r => Steps(r, 1.0 / (3 * pointsOfDay))),
        ];
    }

    private static Func<int, double> Walk(Random random, double keep, double step, double from)
    {
        var off = 0.0;
        return _ => from + (off = keep * off + step * random.Normal());
    }

    /// <summary>The level moves for good, by one or two standard deviations, about every three days.</summary>
    private static Func<int, double> Steps(Random random, double chance)
    {
        var level = 100.0;
        return _ =>
        {
            if (random.NextDouble() < chance)
                level = Math.Max(60, level + 10 * (1 + random.NextDouble()) * (random.Next(2) * 2 - 1));
            return level + 10 * random.Normal();
        };
    }
}
