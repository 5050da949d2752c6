namespace Prunella.Bench.Synthetic;

/// <summary>Something that goes wrong at a known point of a series that was healthy.</summary>
/// <param name="Name">With its size; sd is the family's noise.</param>
/// <param name="Within">Points within which it must be told.</param>
/// <param name="Bend">From the healthy value, points since it began, the noise and chance to the value as it
/// is.</param>
internal sealed record PlantedFault(string Name, int Within, Func<double, int, double, Random, double> Bend)
{
    private const int FiveHours = 60;
    private const int Day = HealthyFamily.PointsOfDay;

    public static PlantedFault[] All { get; } =
    [
        new("step, 5 sd", FiveHours, (x, _, sd, _) => x + 5 * sd),
        new("step, 10 sd", FiveHours, (x, _, sd, _) => x + 10 * sd),
        new("ramp, 10 sd in 60 points", FiveHours, (x, since, sd, _) => x + 10 * sd * since / FiveHours),
        new("spike, one point, 10 sd", FiveHours, (x, since, sd, _) => since == 0 ? x + 10 * sd : x),
        new("variance, 4 times the sd", FiveHours, (x, _, sd, random) => x + Math.Sqrt(15) * sd * random.Normal()),
        new("drop-out to 0", FiveHours, (_, _, _, _) => 0),
        new("slow leak, 10 sd a day", Day, (x, since, sd, _) => x + 10 * sd * since / Day),
    ];
}
