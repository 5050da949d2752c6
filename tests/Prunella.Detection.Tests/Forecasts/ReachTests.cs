using Prunella.Detection.Forecasts;

using static Prunella.Detection.Tests.Forecasts.SomeLevels;

namespace Prunella.Detection.Tests.Forecasts;

/// <summary>The time until a limit is told where there is one, with its doubt, and not made up where there is
/// none.</summary>
public sealed class ReachTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(2.0)]
    [InlineData(5.0)]
    public void A_ramp_is_full_when_it_will_be(double noise)
    {
        // One more every point: 200 points, or 2000 seconds less than half an hour's 1800, lie before 500.
        var level = Noisy(i => 100 + i, noise, seed: 3);
        for (var left = 40; left <= 160; left += 40)
        {
            var reach = Seen(400 - left, level).UntilAbove(500)!.Value;

            Assert.InRange(reach.Expected!.Value, 0.75 * left * Step, 1.3 * left * Step);
            Assert.InRange(left * Step, reach.Earliest!.Value - Step, reach.Latest ?? long.MaxValue);
        }
    }

    [Fact]
    public void A_limit_beyond_the_horizon_is_not_within_it() =>
        Assert.Equal(new Reach(null, null, null), Seen(300, Noisy(i => 100 + 0.1 * i, 1, seed: 4)).UntilAbove(500));

    [Fact]
    public void A_flat_noisy_level_never_claims_to_be_full_soon()
    {
        var (looks, claims) = (0, 0);
        for (var seed = 0; seed < 20; seed++)
        {
            var (level, forecaster) = (Noisy(_ => 60, 8, seed), new Forecaster(Horizon, daily: false));
            for (var i = 0; i < 2000; i++)
            {
                forecaster.Observe(At(i), level(i));
                if (forecaster.UntilAbove(100) is not { } reach) continue;
                // The limit lies five standard deviations above; in the first half hour the edges are those of a guess.
                Assert.False(i >= 180 && reach.Earliest < 5 * Minute, $"seed {seed}, point {i}: {reach}");
                Assert.Null(reach.Expected);
                looks++;
                if (reach.Earliest is not null) claims++;
            }
        }
        Assert.True(claims < 0.03 * looks, $"{claims} of {looks}");
    }

    [Fact]
    public void Of_too_little_nothing_is_said()
    {
        for (var points = 0; points < 12; points++)
        {
            var forecaster = Seen(points, i => 100 + 10 * i);
            Assert.False(forecaster.IsKnown);
            Assert.Null(forecaster.UntilAbove(500));
            Assert.Null(forecaster.UntilBelow(0));
            Assert.Null(forecaster.Ahead(Minute));
        }
    }

    [Fact]
    public void What_is_full_already_is_full_now() =>
        Assert.Equal(new Reach(0, 0, 0), Seen(50, _ => 100).UntilAbove(100));

    [Fact]
    public void Memory_that_is_collected_again_and_again_is_not_foretold_far_above_its_envelope()
    {
        var random = new Random(5);
        var (level, top, early) = (100.0, 400.0, 0);
        var forecaster = new Forecaster(Horizon, daily: false);
        for (var i = 0; i < 4000; i++)
        {
            level += 8 + 4 * random.NextDouble();
            if (level >= top) (level, top) = (100 + 20 * random.NextDouble(), 380 + 40 * random.NextDouble());
            forecaster.Observe(At(i), level);
            // After two hours it has been seen to fall often enough.
            if (i > 720 && forecaster.UntilAbove(600) is { Expected: not null }) early++;
        }
        Assert.Equal(0, early);
    }

    [Fact]
    public void A_step_is_a_new_level_and_no_slope()
    {
        var forecaster = Seen(400, Noisy(i => i < 380 ? 100 : 300, 2, seed: 6));

        Assert.InRange(forecaster.Ahead(10 * Minute)!.Value.Expected, 280, 340);
        Assert.Null(forecaster.UntilAbove(800)!.Value.Expected);
    }

    [Fact]
    public void One_outlier_teaches_little()
    {
        var (level, outlier) = (Noisy(_ => 100, 2, seed: 7), Noisy(_ => 100, 2, seed: 7));
        var without = Seen(400, level).Ahead(10 * Minute)!.Value;
        var with = Seen(400, i => i == 399 ? 10_000 + outlier(i) : outlier(i)).Ahead(10 * Minute)!.Value;

        Assert.InRange(with.Expected, without.Expected - 6, without.Expected + 6);
    }

    [Fact]
    public void A_backlog_that_drains_is_told_when_it_will_be_empty()
    {
        // 200 left, at four a point.
        var forecaster = Seen(425, Noisy(i => Math.Max(0, i < 100 ? 15 * i : 1500 - 4 * (i - 100)), 3, seed: 8));
        var reach = forecaster.UntilBelow(0)!.Value;

        Assert.InRange(reach.Expected!.Value, 35 * Step, 110 * Step);
        Assert.True(reach.Earliest <= 50 * Step && (reach.Latest is null || reach.Latest >= 50 * Step), $"{reach}");
    }

    [Fact]
    public void After_a_restart_the_way_to_the_limit_begins_anew()
    {
        var forecaster = Seen(300, i => i < 280 ? 100 + 2 * i : 50 + 0.1 * (i - 280));

        Assert.Equal(52, forecaster.Last, tolerance: 1);
        Assert.Null(forecaster.UntilAbove(700)!.Value.Expected);
    }
}
