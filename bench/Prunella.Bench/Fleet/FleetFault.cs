using Prunella.Bench.Synthetic;

namespace Prunella.Bench.Fleet;

/// <summary>Something that goes wrong in a series with a point a minute.</summary>
/// <param name="Name">With its size; sd is the family's noise.</param>
/// <param name="Within">Minutes within which it must page.</param>
/// <param name="Bend">From the healthy value, minutes since it began, the noise and chance to the value as it
/// is.</param>
internal sealed record FleetFault(string Name, int Within, Func<double, int, double, Random, double> Bend)
{
    private const int Hour = 60;
    private const int Day = FleetMonth.Day;

    public static FleetFault[] All { get; } =
    [
        new("step 5 sd", Hour, (x, _, sd, _) => x + 5 * sd),
        new("step 10 sd", Hour, (x, _, sd, _) => x + 10 * sd),
        new("ramp to 10 sd in 1 h", 2 * Hour, (x, since, sd, _) => x + 10 * sd * Math.Min(1, since / (double)Hour)),
        new("4 x the noise", Hour, (x, _, sd, random) => x + Math.Sqrt(15) * sd * random.Normal()),
        new("drop-out to 0", Hour, (_, _, _, _) => 0),
        new("leak, 20 sd a day", Day, (x, since, sd, _) => x + 20 * sd * since / Day),
        new("one point of 10 sd", Hour, (x, since, sd, _) => since == 0 ? x + 10 * sd : x),
    ];
}
