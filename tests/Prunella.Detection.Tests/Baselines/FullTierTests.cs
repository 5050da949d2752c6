using CsCheck;

using Prunella.Detection.Baselines;
using Prunella.Detection.FalseAlarms;

namespace Prunella.Detection.Tests.Baselines;

/// <summary>What a series gets that is promoted: two lanes more under the same setting, silent until they know
/// something, and kept over a restart.</summary>
public sealed class FullTierTests
{
    private const int Day = Town.Day;

    private static readonly Func<int, Func<int, double>>[] s_families =
        [s => Town.Noise(s), s => Town.Correlated(s), Town.HeavyTailed, Town.Sparse, Town.Walk, Town.Weekdays];

    [Fact]
    public void A_healthy_fleet_on_the_full_tier_pages_no_more_than_its_setting()
    {
        var series = Enumerable.Range(0, 120).Select(s => s_families[s % s_families.Length](s)).ToArray();
        var town = new Town(setting: 2, series).Promote().Live(21 * Day);

        // Two a week, for three weeks, by all three questions together.
        Assert.True(town.Pages.Count <= 6, string.Join("; ", town.Asked));
    }

    [Fact]
    public void A_step_is_told_by_the_lanes_as_well_and_they_are_well_again_when_it_is_over()
    {
        var town = new Town(1, Town.Noise(7)).Promote().Live(12 * Day).Live(60, (_, _, x) => x + 100);
        var lanes = town.Standing.Where(s => s.IsUnhealthy).Select(s => s.Lane).ToArray();
        Assert.Contains(SeriesLane.Deviation, lanes);
        var deviation = town.Standing.Single(s => s.Lane == SeriesLane.Deviation);
        Assert.InRange(deviation.Expected, 80, 150);
        Assert.InRange(deviation.Value, 150, 260);

        town.Live(120);

        Assert.DoesNotContain(town.Standing, s => s.IsUnhealthy);
    }

    [Fact]
    public void Nothing_is_said_before_it_knows_a_day()
    {
        var town = new Town(1_000, Town.Noise(5)).Live(3 * Day).Promote().Live(Day - 60).Live(30, (_, _, x) => x + 1_000);

        Assert.All(town.Asked, a => Assert.Equal(SeriesLane.Level, a.Lane));
        Assert.Equal(0, town.Fleet.WarmCount);
        Assert.Equal(0, town.Fleet.Read(0, SeriesLane.Deviation).Amount);
    }

    [Fact]
    public void One_point_however_large_wakes_nobody()
    {
        var town = new Town(1, Town.Noise(6)).Promote().Live(10 * Day).Live(60, (_, i, x) => i == 0 ? 1e9 : x);

        Assert.Empty(town.Asked);
    }

    [Fact]
    public void A_process_that_was_begun_anew_may_have_another_level()
    {
        var town = new Town(1, Town.Noise(9)).Promote().Live(10 * Day);
        town.Fleet.Renew(0);

        town.Live(2 * Day, (_, _, x) => x + 80);

        Assert.Empty(town.Asked);
        Assert.InRange(town.Fleet.Read(0, SeriesLane.Deviation).Expected, 170, 190);
        Assert.Equal((1, 1), (town.Fleet.FullCount, town.Fleet.WarmCount));
    }

    [Fact]
    public void A_demoted_series_is_judged_by_its_base_tier_alone_and_a_promoted_one_begins_again()
    {
        var town = new Town(1, Town.Noise(7)).Promote().Live(12 * Day).Live(30, (_, _, x) => x + 100);
        Assert.Contains(town.Standing, s => s.Lane != SeriesLane.Level);

        town.Fleet.Demote(0);
        town.Live(1, (_, _, x) => x + 100);
        Assert.All(town.Standing, s => Assert.Equal(SeriesLane.Level, s.Lane));
        Assert.Equal(0, town.Fleet.FullCount);
        Assert.Null(town.Fleet.SaveFull(0));

        town.Fleet.Promote(0);
        town.Live(100);
        Assert.Equal((1, 0), (town.Fleet.FullCount, town.Fleet.WarmCount));
    }

    [Fact]
    public void Under_treatment_nothing_is_learnt()
    {
        var fleet = new FleetSeries(new PageBudget(1));
        fleet.Begin();
        fleet.Promote(0);
        var noise = Town.Noise(10);
        for (var i = 0; i < 3 * Day; i++) fleet.Observe(0, Town.Start + i * Town.Minute, noise(i));
        var before = fleet.SaveFull(0);

        for (var i = 3 * Day; i < 4 * Day; i++) fleet.Observe(0, Town.Start + i * Town.Minute, 500, isTreated: true);

        Assert.Equal(before, fleet.SaveFull(0));
    }

    [Fact]
    public void What_is_no_difference_is_none()
    {
        // Nothing but zeros, then one now and then: three would be no difference.
        var fleet = new FleetSeries(new PageBudget(1));
        fleet.Begin();
        fleet.Promote(0);
        for (var i = 0; i < 12 * Day; i++) fleet.Observe(0, Town.Start + i * Town.Minute, i > 10 * Day && i % 2 == 0 ? 3 : 0, least: 3);

        Assert.InRange(fleet.Read(0, SeriesLane.Novelty).Amount + fleet.Read(0, SeriesLane.Deviation).Amount, 0, 100);
    }

    [Fact]
    public void A_restart_in_the_middle_changes_nothing_whenever_it_was_promoted_or_demoted() =>
        Gen.Select(Gen.Int[0, s_families.Length - 1], Gen.Int[0, 10_000], Gen.Int[1, 3 * Day].Array[3]).Sample(
            (family, seed, times) =>
            {
                var values = Values(family, seed, 3 * Day + 400);
                var (promoted, demoted, cut) = (times[0], times[1], times[2]);
                var whole = new FleetSeries(new PageBudget(1));
                whole.Begin();
                var after = new FleetSeries(new PageBudget(1));
                after.Begin();
                for (var i = 0; i < values.Length; i++)
                {
                    if (i == cut) Copy(whole, after);
                    foreach (var fleet in i < cut ? (FleetSeries[])[whole] : [whole, after])
                    {
                        if (i == promoted) fleet.Promote(0);
                        if (i == demoted) fleet.Demote(0);
                        fleet.Observe(0, Town.Start + i * Town.Minute, values[i]);
                    }
                    if (i < cut) continue;
                    Assert.Equal(whole.Read(0), after.Read(0));
                    if (whole.FullCount == 0) continue;
                    foreach (var lane in (SeriesLane[])[SeriesLane.Novelty, SeriesLane.Deviation])
                        Assert.Equal(whole.Read(0, lane), after.Read(0, lane));
                }
                Assert.Equal(whole.Save(0).ToArray(), after.Save(0).ToArray());
                Assert.Equal(whole.SaveFull(0), after.SaveFull(0));
            },
            iter: 40, seed: "0N0XIzNsQ0O2");

    [Fact]
    public void What_is_no_memory_of_a_full_tier_is_refused_and_changes_nothing()
    {
        var town = new Town(1, Town.Noise(1)).Promote().Live(Day);
        var saved = town.Fleet.SaveFull(0)!;

        foreach (var bytes in (byte[][])[[], saved[..3], saved[..^1], [.. saved, 0], [99, .. saved[1..]]])
            Assert.Throws<FormatException>(() => town.Fleet.RestoreFull(0, bytes));

        Assert.Equal(saved, town.Fleet.SaveFull(0));
    }

    [Fact]
    public void A_series_costs_less_than_four_thousand_bytes_once_warm_and_a_point_allocates_nothing()
    {
        const int Series = 64;
        var fleet = new FleetSeries(new PageBudget(1));
        for (var s = 0; s < Series; s++) fleet.Begin();
        var noise = Town.Noise(13);
        var values = Enumerable.Range(0, 4_096).Select(noise).ToArray();
        var standing = new List<Standing>();
        var minute = 0;
        void Feed(int minutes)
        {
            for (var to = minute + minutes; minute < to; minute++)
            {
                for (var s = 0; s < Series; s++) fleet.Observe(s, Town.Start + minute * Town.Minute, values[(minute + s) % values.Length]);
                fleet.Tick(Town.Start + minute * Town.Minute, standing);
            }
        }
        Feed(100);
        // Counted by what this thread allocates, since other tests share the heap; so with the 150 points of the warm-up,
        // 1.4 KB, that are let go.
        var without = GC.GetAllocatedBytesForCurrentThread();
        for (var s = 0; s < Series; s++) fleet.Promote(s);
        Feed(200);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - without) / Series, 3_000, 5_400);
        Feed(9 * Day);
        Assert.Equal(Series, fleet.WarmCount);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Feed(1_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Copy(FleetSeries from, FleetSeries to)
    {
        to.Restore(0, from.Save(0));
        if (from.SaveFull(0) is { } full) to.RestoreFull(0, full);
    }

    private static double[] Values(int family, int seed, int count)
    {
        var series = s_families[family](seed);
        return [.. Enumerable.Range(0, count).Select(series)];
    }
}
