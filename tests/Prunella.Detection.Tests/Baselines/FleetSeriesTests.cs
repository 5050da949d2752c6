using Prunella.Detection.Baselines;
using Prunella.Detection.FalseAlarms;

namespace Prunella.Detection.Tests.Baselines;

public sealed class FleetSeriesTests
{
    private const int Day = Town.Day;

    [Fact]
    public void A_healthy_fleet_pages_no_more_than_its_setting_and_its_faults_are_found_at_it()
    {
        Func<int, Func<int, double>>[] families =
            [s => Town.Noise(s), s => Town.Correlated(s), Town.HeavyTailed, Town.Sparse, Town.Walk, Town.Weekdays];
        var series = Enumerable.Range(0, 300).Select(s => families[s % families.Length](s)).ToArray();
        var town = new Town(setting: 2, series).Live(21 * Day);

        // Two a week, for three weeks.
        Assert.InRange(town.Pages.Count, 0, 6);

        town.Pages.Clear();
        var minutes = town.Now;
        // Ten standard deviations in every kind but the walk, which may go anywhere.
        town.Live(60, (s, _, x) => s < 6 && s != 4 ? x + (s switch { 2 => 800, 5 => 50, 3 => 10, _ => 100 }) : x);

        Assert.Equal([0, 1, 2, 3, 5], town.Pages.Select(p => p.Series).Where(s => s < 6).Distinct().Order());
        Assert.True(town.Pages.Single(p => p.Series == 0).Minute - minutes <= 5, "plain noise needs a few points only");
    }

    [Fact]
    public void A_first_weekend_is_no_news_and_neither_is_the_second()
    {
        var town = new Town(1_000, Town.Weekdays(1), Town.Weekdays(2), Town.Weekdays(3)).Live(16 * Day);

        Assert.Empty(town.Pages);
    }

    [Fact]
    public void Within_the_first_week_what_lies_outside_all_that_was_seen_pages()
    {
        var town = new Town(1, Town.Noise(4)).Live(3 * Day).Live(60, (_, _, x) => x + 150);

        Assert.Single(town.Pages);
    }

    [Fact]
    public void Nothing_is_said_in_the_first_day()
    {
        var town = new Town(1_000, Town.Noise(5)).Live(Day - 60).Live(60, (_, _, x) => x + 1_000);

        Assert.Empty(town.Pages);
    }

    [Fact]
    public void One_point_however_large_wakes_nobody()
    {
        var town = new Town(1, Town.Noise(6)).Live(10 * Day).Live(60, (_, i, x) => i == 0 ? 1e9 : x);

        Assert.Empty(town.Pages);
        Assert.InRange(town.Fleet.Read(0).Scale, 5, 30);
    }

    [Fact]
    public void What_is_over_is_well_again_within_an_hour()
    {
        var town = new Town(1, Town.Noise(7)).Live(10 * Day).Live(30, (_, _, x) => x + 100);
        Assert.True(town.Fleet.Read(0).IsUnhealthy);

        town.Live(60);

        Assert.False(town.Fleet.Read(0).IsUnhealthy);
        Assert.InRange(town.Fleet.Read(0).Expected, 90, 115);
    }

    [Fact]
    public void A_new_level_is_accepted_in_days_and_not_in_hours()
    {
        var town = new Town(1, Town.Noise(8)).Live(10 * Day).Live(6 * 60, (_, _, x) => x + 60);
        Assert.True(town.Fleet.Read(0).IsUnhealthy);

        town.Live(4 * Day, (_, _, x) => x + 60);

        Assert.False(town.Fleet.Read(0).IsUnhealthy);
        Assert.Single(town.Pages);
    }

    [Fact]
    public void What_restarted_begins_at_its_level_of_then()
    {
        var town = new Town(1, Town.Noise(9)).Live(10 * Day).Live(1, (_, _, x) => x + 80);
        town.Fleet.Renew(0);

        town.Live(2 * Day, (_, _, x) => x + 80);

        Assert.Empty(town.Pages);
    }

    [Fact]
    public void Under_treatment_nothing_is_learnt()
    {
        var fleet = new FleetSeries(new PageBudget(1));
        fleet.Begin();
        var noise = Town.Noise(10);
        for (var i = 0; i < 3 * Day; i++) fleet.Observe(0, Town.Start + i * Town.Minute, noise(i));
        var before = fleet.Read(0);

        for (var i = 3 * Day; i < 4 * Day; i++) fleet.Observe(0, Town.Start + i * Town.Minute, 500, isTreated: true);

        Assert.Equal(before.Scale, fleet.Read(0).Scale);
        Assert.InRange(fleet.Read(0).Expected, before.Expected - 5, before.Expected + 5);
    }

    [Fact]
    public void Several_that_go_off_together_need_less_each()
    {
        // A step that one series alone needs long to be told by.
        Func<int, int, double, double> all = (_, _, x) => x + 42;
        Func<int, int, double, double> one = (s, _, x) => s == 0 ? x + 42 : x;
        Town Of() => new(0.01, [.. Enumerable.Range(20, 12).Select(s => Town.Noise(s))]);

        var alone = Of().Live(10 * Day).Live(120, one).Pages.Min(p => p.Minute);
        var together = Of().Live(10 * Day).Live(120, all).Pages.Where(p => p.Series == 0).Min(p => p.Minute);

        Assert.True(together < alone, $"together {together}, alone {alone}");
    }

    [Fact]
    public void A_collector_that_was_down_makes_nobody_cheap_to_page_for()
    {
        var town = new Town(0.1, Town.Noise(30), Town.Noise(31)).Live(3 * Day);
        var bar = town.Fleet.Bar;
        for (var i = 0; i < 40; i++) town.Fleet.Tick(Town.Start + (town.Now + i) * Town.Minute, []);

        Assert.InRange(town.Fleet.Bar, bar * 0.7, bar * 1.1);
    }

    [Fact]
    public void Who_fell_silent_while_unhealthy_holds_no_place()
    {
        var town = new Town(1, Town.Noise(32)).Live(10 * Day).Live(30, (_, _, x) => x + 100);
        Assert.True(town.Fleet.Read(0).IsUnhealthy);
        var standing = new List<Standing>();

        town.Fleet.Tick(Town.Start + (town.Now + 120) * Town.Minute, standing);

        Assert.Empty(standing);
        Assert.False(town.Fleet.Read(0).IsUnhealthy);
    }

    [Fact]
    public void Any_new_level_is_accepted_after_a_day()
    {
        var town = new Town(1, Town.Noise(33)).Live(10 * Day).Live(Day + 120, (_, _, x) => x + 100_000);

        Assert.False(town.Fleet.Read(0).IsUnhealthy);
        Assert.Single(town.Pages);
        Assert.InRange(town.Fleet.Read(0).Expected, 100_050, 100_150);
    }

    [Fact]
    public void A_lower_setting_asks_for_more()
    {
        double Bar(double setting) => new Town(setting, [.. Enumerable.Range(0, 20).Select(s => Town.Noise(s))]).Live(60).Fleet.Bar;

        Assert.Equal(100, Bar(0.01) / Bar(1), 3);
        Assert.Equal(201_600, Bar(1), 4_000.0);
        // However much may be paged, one point must not be enough.
        Assert.Equal(PageBudget.LeastBar, Bar(10_000));
    }

    [Fact]
    public void Numbers_are_given_away_again_without_their_memory()
    {
        var town = new Town(1, Town.Noise(12)).Live(10 * Day).Live(30, (_, _, x) => x + 100);
        town.Fleet.End(0);

        Assert.Equal(0, town.Fleet.Count);
        Assert.Equal(0, town.Fleet.Begin());
        Assert.False(town.Fleet.Read(0).IsUnhealthy);
        Assert.Equal(0, town.Fleet.Read(0).Amount);
    }

    [Fact]
    public void A_series_costs_at_most_256_bytes_and_a_point_allocates_nothing()
    {
        Assert.InRange(FleetSeries.BytesPerSeries, 1, 256);
        var town = new Town(1, Town.Noise(13), Town.Weekdays(14)).Live(3 * Day);
        var values = Enumerable.Range(0, 2_000).Select(i => Town.Noise(15)(i)).ToArray();
        var standing = new List<Standing>();
        void Feed(int from)
        {
            for (var i = from; i < from + 1_000; i++)
            {
                var at = Town.Start + (town.Now + i) * Town.Minute;
                town.Fleet.Observe(0, at, values[i]);
                town.Fleet.Tick(at, standing);
            }
        }
        Feed(0);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Feed(1_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
