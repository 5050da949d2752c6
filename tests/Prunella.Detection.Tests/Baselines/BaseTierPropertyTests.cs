using CsCheck;

using Prunella.Detection.Baselines;
using Prunella.Detection.FalseAlarms;

namespace Prunella.Detection.Tests.Baselines;

public sealed class BaseTierPropertyTests
{
    private const int Day = Town.Day;

    private static readonly Func<int, Func<int, double>>[] s_families =
        [s => Town.Noise(s), s => Town.Correlated(s), Town.HeavyTailed, Town.Sparse, Town.Walk, Town.Weekdays];

    private static readonly Gen<(int Family, int Seed, int Minutes)> s_series =
        Gen.Select(Gen.Int[0, s_families.Length - 1], Gen.Int[0, 10_000], Gen.Int[1, 4 * Day]);

    [Fact]
    public void A_restored_series_goes_on_as_the_one_that_was_saved() =>
        s_series.Sample(
            s =>
            {
                var (family, seed, minutes) = s;
                var values = Values(family, seed, minutes + 500);
                var one = Fed(values, 0, minutes);
                var other = One();
                other.Restore(0, one.Save(0));
                Assert.Equal(one.Save(0).ToArray(), other.Save(0).ToArray());
                for (var i = minutes; i < values.Length; i++)
                {
                    foreach (var fleet in (FleetSeries[])[one, other]) fleet.Observe(0, Town.Start + i * Town.Minute, values[i]);
                    Assert.Equal(one.Read(0), other.Read(0));
                }
            },
            iter: 60, seed: "0N0XIzNsQ0O2");

    [Fact]
    public void What_is_no_number_too_large_old_or_a_duplicate_changes_nothing() =>
        Gen.Select(s_series, Gen.Int[0, 5], Gen.Int[0, 400]).Sample(
            (s, kind, back) =>
            {
                var fleet = Fed(Values(s.Family, s.Seed, s.Minutes), 0, s.Minutes);
                var before = fleet.Save(0).ToArray();
                var now = Town.Start + (s.Minutes - 1) * Town.Minute;

                var (at, value) = kind switch
                {
                    0 => (now + 1, double.NaN),
                    1 => (now + 1, double.PositiveInfinity),
                    2 => (now + 1, double.NegativeInfinity),
                    3 => (now + 1, 1e31),
                    4 => (now - back * Town.Minute, 1e6),
                    _ => (now, 0.0),
                };
                fleet.Observe(0, at, value);

                Assert.Equal(before, fleet.Save(0).ToArray());
            },
            iter: 200, seed: "0N0XIzNsQ0O2");

    [Fact]
    public void The_farther_off_on_one_side_the_more_evidence() =>
        Gen.Select(s_series, Gen.Double[0, 1e3], Gen.Double[0, 1e3]).Sample(
            (s, a, b) =>
            {
                var (less, more) = (Math.Min(a, b), Math.Max(a, b));
                var values = Values(s.Family, s.Seed, s.Minutes);
                double After(double off)
                {
                    var fleet = Fed(values, 0, s.Minutes);
                    var now = fleet.Read(0);
                    fleet.Observe(0, now.At + Town.Minute, now.Expected + off * now.Scale);
                    return fleet.Read(0).Amount;
                }
                // The other side's bet is lost the sooner; what is gathered is the mean of three.
                Assert.True(After(more + 3) >= After(less + 3) * (1 - 1e-6), $"{more} gives less than {less}");
            },
            iter: 200, seed: "0N0XIzNsQ0O2");

    [Fact]
    public void The_unit_of_the_values_makes_no_difference() =>
        s_series.Sample(
            s =>
            {
                var values = Values(s.Family, s.Seed, s.Minutes + 100);
                // Near zero the floor of a scale has a unit, and a power of two changes no digit.
                var plain = Fed(values, 0, values.Length);
                var scaled = Fed([.. values.Select(v => v * 1024)], 0, values.Length);
                var (one, other) = (plain.Read(0), scaled.Read(0));
                // Hours are kept in half precision: they are rounded by a thousandth.
                Assert.Equal(Math.Log(1 + one.Amount), Math.Log(1 + other.Amount), 0.1);
                Assert.Equal(one.Expected * 1024, other.Expected, one.Scale * 1024 * 0.2 + 1e-6);
            },
            iter: 100, seed: "0N0XIzNsQ0O2");

    [Fact]
    public void A_gap_alone_is_no_evidence()
    {
        var town = new Town(100, Town.Noise(1)).Live(9 * Day);
        var before = town.Fleet.Read(0).Amount;

        // The same hour, three days later.
        town.Fleet.Observe(0, Town.Start + (town.Now + 3 * Day) * Town.Minute, town.Fleet.Read(0).Expected);

        Assert.True(town.Fleet.Read(0).Amount <= before + 1);
    }

    private static FleetSeries One()
    {
        var fleet = new FleetSeries(new PageBudget(1));
        fleet.Begin();
        return fleet;
    }

    private static FleetSeries Fed(double[] values, int from, int to)
    {
        var fleet = One();
        for (var i = from; i < to; i++) fleet.Observe(0, Town.Start + i * Town.Minute, values[i]);
        return fleet;
    }

    private static double[] Values(int family, int seed, int count)
    {
        var series = s_families[family](seed);
        return [.. Enumerable.Range(0, count).Select(series)];
    }
}
