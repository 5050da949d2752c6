using Prunella.Bench.Synthetic;

namespace Prunella.Bench.Fleet;

/// <summary>Healthy series as a fleet of plain metrics sends them: a point a minute, all of one kind.</summary>
/// <param name="Name">For people.</param>
/// <param name="Noise">About a standard deviation of what is left when the shape is taken away: the measure of
/// faults.</param>
/// <param name="Begin">Makes one series: a function from the minute, counted from a Monday's midnight on, to its value,
/// which is asked in order.</param>
internal sealed record FleetFamily(string Name, double Noise, Func<Random, Func<int, double>> Begin)
{
    public const int Day = 1_440;

    public static FleetFamily[] All { get; } =
    [
        new("normal noise", 10, r => _ => 100 + 10 * r.Normal()),
        new("AR(1), 0.9", 10, r => Walk(r, keep: 0.9, step: 4.36, from: 100)),
        new("lognormal", 30, r => _ => 100 * Math.Exp(0.5 * r.Normal())),
        new("Pareto, 2.5", 80, r => _ => 50 * r.Pareto(2.5)),
        new("Poisson, 4", 2, r => _ => r.Poisson(4)),
        new("sparse", 1, r => _ => r.NextDouble() < 0.02 ? 1 + r.Poisson(2) : 0),
        new("random walk", 1, r => Walk(r, keep: 1, step: 1, from: 1000)),
        new("daily shape", 5, r => i => 100 + 30 * OfDay(i) + 5 * r.Normal()),
        new("weekday shape", 5, r => i => 100 + (IsWeekend(i) ? 10 * OfDay(i) - 30 : 30 * OfDay(i)) + 5 * r.Normal()),
        new("deploy steps", 10, Steps),
    ];

    private static double OfDay(int i) => Math.Sin(2 * Math.PI * (i % Day) / Day);

    private static bool IsWeekend(int i) => i / Day % 7 >= 5;

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
            if (random.NextDouble() < 1.0 / (3 * Day))
                level = Math.Max(60, level + 10 * (1 + random.NextDouble()) * (random.Next(2) * 2 - 1));
            return level + 10 * random.Normal();
        };
    }
}
