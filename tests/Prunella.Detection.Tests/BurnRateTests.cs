using CsCheck;

using Prunella.Contracts;

namespace Prunella.Detection.Tests;

/// <summary>A budget that goes too fast is told by two windows that agree, humbly, with hysteresis; what was not seen is
/// unknown; and a restart forgets nothing.</summary>
public sealed class BurnRateTests
{
    private const long Second = Shop.Second;
    private const long Minute = 60 * Second;
    private const long Hour = 60 * Minute;

    [Fact]
    public void A_fast_burn_is_told_with_its_numbers_and_is_over_when_the_short_window_says_so()
    {
        var run = new BudgetRun();
        run.Minutes(70, bad: 0);
        Assert.Equal(Health.Healthy, run.Health);

        run.Minutes(55, bad: 20);
        var verdict = run.Verdict!;
        Assert.Equal((Health.Unhealthy, FaultKind.Errors, Direction.Up), (verdict.Health, verdict.Fault, verdict.Direction));
        Assert.Equal((14_400, Hour), (verdict.Evidence.Expected, verdict.Evidence.Burn!.LongNanos));
        // Told at the first look that proves it: 20 of 1000 in some 48 of the 60 minutes.
        Assert.InRange(verdict.Evidence.Value, 14_400, 20_000);
        Assert.InRange(verdict.Evidence.Burn.SpentPerMille, 20, 28);

        // Four clean minutes bring the short window below half the rate, and a minute more must stay so.
        run.Minutes(4, bad: 0);
        Assert.Equal(Health.Unhealthy, run.Health);
        run.Minutes(2, bad: 0);
        Assert.Equal(Health.Healthy, run.Health);
    }

    [Fact]
    public void A_slow_burn_is_told_by_the_long_pair_alone()
    {
        // Two in a thousand: twice the speed that lasts the month, far below the fast pairs.
        var run = new BudgetRun();
        run.Minutes(72 * 60, bad: 10, step: 5);

        Assert.Equal(Health.Unhealthy, run.Health);
        Assert.Equal((1000, 72 * Hour), (run.Verdict!.Evidence.Expected, run.Verdict.Evidence.Burn!.LongNanos));
    }

    [Fact]
    public void Exactly_what_is_allowed_is_no_news()
    {
        var run = new BudgetRun();
        run.Minutes(80 * 60, bad: 5, step: 5);

        Assert.Equal(Health.Healthy, run.Health);
        Assert.DoesNotContain(run.Told, v => v.Health == Health.Unhealthy);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(10)]
    public void Chance_alone_at_exactly_the_allowed_share_wakes_nobody_in_twenty_months(int total)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var (run, chance) = (new BudgetRun(), new Random(seed));
            for (var minute = 0; minute < 30 * 24 * 60; minute += 5)
                run.Minutes(5, Math.Min(5 * total, Poisson(chance, total / 1000.0 * 5)), total, step: 5);
            Assert.DoesNotContain(run.Told, v => v.Health == Health.Unhealthy);
        }
    }

    [Fact]
    public void One_of_three_never_fires_however_small_the_budget()
    {
        var run = new BudgetRun(allowedPerMillion: 100);
        run.Minutes(70, bad: 0, total: 3);
        run.Minutes(1, bad: 1, total: 3);
        run.Minutes(70, bad: 0, total: 3);

        Assert.DoesNotContain(run.Told, v => v.Health == Health.Unhealthy);
    }

    [Fact]
    public void A_young_healer_tells_a_full_outage_at_once_and_does_not_take_ten_minutes_for_three_days()
    {
        var (outage, mild) = (new BudgetRun(), new BudgetRun());
        outage.Minutes(10, bad: 1000);
        // Five times the allowed share: it would break the pair of six hours and that of three days if this were all of it.
        mild.Minutes(30, bad: 5);

        Assert.Equal(Health.Unhealthy, outage.Health);
        Assert.Null(mild.Verdict);
    }

    [Fact]
    public void It_is_unknown_until_three_quarters_of_the_shortest_pair_were_seen_and_when_nobody_speaks_any_more()
    {
        var run = new BudgetRun();
        run.Minutes(40, bad: 0);
        Assert.Null(run.Verdict);

        run.Minutes(10, bad: 0);
        Assert.Equal(Health.Healthy, run.Health);

        run.Silence(3);
        Assert.Equal(Health.Unknown, run.Health);
    }

    [Fact]
    public void What_is_broken_and_no_longer_seen_is_unknown()
    {
        var run = new BudgetRun();
        run.Minutes(70, bad: 100);
        Assert.Equal(Health.Unhealthy, run.Health);

        run.Silence(10);
        Assert.Equal(Health.Unknown, run.Health);
    }

    [Fact]
    public void Silence_of_callers_is_no_burn()
    {
        var run = new BudgetRun();
        run.Minutes(70, bad: 0, total: 0);

        Assert.Equal(Health.Healthy, run.Health);
    }

    [Fact]
    public void Latency_counts_what_came_later_than_the_bound()
    {
        var run = new BudgetRun(latency: true);
        run.Minutes(70, bad: 0);
        Assert.Equal(Health.Healthy, run.Health);

        run.Minutes(70, bad: 30);
        Assert.Equal((Health.Unhealthy, FaultKind.Slow), (run.Health, run.Verdict!.Fault));
    }

    [Fact]
    public void More_bad_ones_never_turn_unhealthy_into_healthy() =>
        Gen.Select(Gen.Int[0, 40].Array[60, 100], Gen.Int[0, 30].Array[100]).Sample(
            (bad, more) =>
            {
                var (less, worse) = (new BudgetRun(), new BudgetRun());
                for (var i = 0; i < bad.Length; i++)
                {
                    less.Minutes(1, bad[i]);
                    worse.Minutes(1, bad[i] + more[i]);
                    if (less.Health == Health.Unhealthy) Assert.Equal(Health.Unhealthy, worse.Health);
                }
            },
            iter: 30, seed: "0000KOIPEPfk");

    [Fact]
    public void A_restart_in_the_middle_changes_nothing() =>
        Gen.Select(Gen.Int[0, 60].Array[80, 120], Gen.Int[10, 79]).Sample(
            (bad, cut) =>
            {
                var (whole, first) = (new BudgetRun(), new BudgetRun());
                for (var i = 0; i < cut; i++) first.Minutes(1, bad[i]);
                var second = first.Restarted();
                Assert.Equal(first.Detection.Save(), second.Detection.Save());
                for (var i = 0; i < bad.Length; i++)
                {
                    whole.Minutes(1, bad[i]);
                    if (i >= cut) second.Minutes(1, bad[i]);
                }
                Assert.Equal(whole.Health, second.Health);
                // An unhealthy one keeps the numbers with which it was told.
                if (whole.Health == Health.Healthy) Assert.Equal(whole.Verdict!.Evidence, second.Verdict!.Evidence);
                Assert.Equal(whole.Detection.Save(), second.Detection.Save());
            },
            iter: 30, seed: "0000KOIPEPfk");

    [Fact]
    public void What_is_no_memory_of_this_version_is_refused_and_changes_nothing()
    {
        var run = new BudgetRun();
        run.Minutes(70, bad: 1);
        var saved = run.Detection.Save();

        foreach (var length in (int[])[0, 8, 23, 24, saved.Length - 8, saved.Length - 1])
            Assert.Throws<FormatException>(() => run.Detection.Restore(saved[..length]));
        for (var i = 0; i < saved.Length; i += 97)
        {
            var damaged = saved.ToArray();
            damaged[i] ^= 0x10;
            Assert.Throws<FormatException>(() => run.Detection.Restore(damaged));
        }
        Assert.Equal(saved, run.Detection.Save());
    }

    [Fact]
    public void Documents_that_ask_the_same_counts_other_questions_keep_the_counts()
    {
        var run = new BudgetRun();
        run.Minutes(70, bad: 3);
        Assert.Equal(Health.Healthy, run.Health);

        run.Configure(1000, [new BurnPair(1000, Hour, 5 * Minute)]);
        run.Minutes(1, bad: 3);
        Assert.Equal(Health.Unhealthy, run.Health);

        // Another bound counts other requests: those of before are of no use.
        run.Configure(1000, [new BurnPair(1000, Hour, 5 * Minute)], below: 500);
        run.Minutes(1, bad: 3);
        Assert.NotEqual(Health.Healthy, run.Health);
    }

    [Fact]
    public void A_clock_that_was_ahead_before_the_restart_blinds_nobody()
    {
        var run = new BudgetRun(start: 1_700_000_000 * Second + 400 * Hour);
        run.Minutes(70, bad: 1);
        var after = run.Restarted(start: 1_700_000_000 * Second);
        after.Minutes(70, bad: 50);

        Assert.Equal(Health.Unhealthy, after.Health);
    }

    private static int Poisson(Random chance, double mean)
    {
        var (limit, product, count) = (Math.Exp(-mean), chance.NextDouble(), 0);
        for (; product > limit; count++) product *= chance.NextDouble();
        return count;
    }
}
