using Prunella.Detection.Hot;
using Prunella.Detection.Baselines;
using Prunella.Detection.FalseAlarms;
using Prunella.Detection.Statistics;

namespace Prunella.Detection.Tests.Lasting;

/// <summary>The arithmetic of evidence against slow, obvious twins, and its promise against chance.</summary>
public sealed class EvidenceTests
{
    private const long Second = 1_000_000_000;

    [Theory]
    [InlineData(0.3, 1.0957979948180756)]
    [InlineData(1, 0)]
    [InlineData(4.5, 2.4537365708424423)]
    [InlineData(100.25, 360.2845596377642)]
    public void The_logarithm_of_gamma_is_known(double x, double expected) => Assert.Equal(expected, LogGamma.Of(x), 6);

    [Fact]
    public void A_rising_factorial_is_its_product()
    {
        var product = 1.0;
        for (var i = 0; i < 12; i++) product *= 0.7 + i;

        Assert.Equal(Math.Log(product), LogGamma.Rising(0.7, 12), 9);
    }

    [Theory]
    [InlineData(8, 40, 0.01, 0.002)]
    [InlineData(3, 20, 0.05, 0.1)]
    [InlineData(60, 90, 0.3, 0.02)]
    public void The_tail_of_the_beta_binomial_law_is_the_sum_of_its_terms(int bad, int total, double p, double rho)
    {
        var (s, sum) = ((1 - rho) / rho, 0.0);
        for (var k = bad; k <= total; k++)
        {
            var term = 1.0;
            for (var i = 0; i < k; i++) term *= (p * s + i) * (total - i) / ((s + i) * (k - i));
            for (var i = 0; i < total - k; i++) term *= ((1 - p) * s + i) / (s + k + i);
            sum += term;
        }

        Assert.Equal(-1000 * Math.Log10(sum), BetaBinomial.Surprise(bad, total, p, rho), 0.6);
    }

    [Fact]
    public void Requests_that_share_their_luck_surprise_less_and_independent_ones_as_before()
    {
        Assert.Equal(Binomial.Surprise(9, 60, 0.01), BetaBinomial.Surprise(9, 60, 0.01, 0));
        Assert.InRange(BetaBinomial.Surprise(9, 60, 0.01, 0.05), 1, BetaBinomial.Surprise(9, 60, 0.01, 0.005) - 1);
    }

    [Fact]
    public void Hostile_counts_take_no_time_and_break_nothing()
    {
        Assert.InRange(BetaBinomial.Surprise(1_000_000_000, 2_000_000_000, 0.01, 0.001), 6_000, 300_000);
        Assert.Equal(0, BetaBinomial.Surprise(long.MinValue, long.MaxValue, 0.01, 0.001));
        Assert.Equal(0, BetaBinomial.Surprise(0, 0, 0.01, 0.001));
    }

    [Fact]
    public void A_negative_binomial_law_of_great_size_is_poissons() =>
        Assert.Equal(NegativeBinomial.LogRatio(12, 20, 30, double.PositiveInfinity), NegativeBinomial.LogRatio(12, 20, 30, 1e9), 5);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 1)]
    [InlineData(40, 1)]
    [InlineData(40, 40)]
    public void Without_a_change_evidence_of_a_thousand_comes_less_often_than_once_in_a_thousand_blocks(int total, int clump)
    {
        // The promise of the e-detector, also where all requests of a block fail together.
        const int Blocks = 200_000;
        var (chance, rise, passed) = (new Random(total + clump), new ShareRise(3), 0);
        for (var block = 0; block < Blocks; block++)
        {
            var bad = 0;
            for (var i = 0; i < total; i += clump) bad += chance.NextDouble() < 0.02 ? clump : 0;
            rise.Step(new Counts(bad, total, 0), block * Second, 0.02, 1);
            if (rise.Surprise < 3000) continue;
            passed++;
            rise = new ShareRise(3);
        }

        Assert.InRange(passed, 0, Blocks / 1000);
    }

    [Fact]
    public void The_share_since_the_change_is_told_from_the_change_on()
    {
        var rise = new ShareRise(3);
        for (var s = 0; s < 1000; s++) rise.Step(new Counts(s % 5 == 0 ? 2 : 0, 40, 0), s * Second, 0.013, 1);
        for (var s = 1000; s < 1030; s++) rise.Step(new Counts(2, 40, 0), s * Second, 0.013, 1);

        Assert.InRange(rise.SinceAt, 990 * Second, 1000 * Second);
        Assert.InRange(rise.Since.Share, 0.045, 0.05);
    }

    [Fact]
    public void Bursts_that_are_usual_are_learnt_as_correlation_and_not_as_a_share()
    {
        var (even, bursts, chance) = (new UsualShare(0.0001), new UsualShare(0.001), new Random(3));
        for (var s = 0; s < 3600; s++)
        {
            var bad = Enumerable.Range(0, 40).Count(_ => chance.NextDouble() < 0.02);
            even.Learn(new Counts(bad, 40, 0));
            bursts.Learn(new Counts(s % 10 == 0 ? 8 : 0, 40, 0));
        }

        Assert.InRange(even.Share, 0.018, 0.022);
        Assert.InRange(even.Correlation, 0.0001, 0.004);
        Assert.InRange(bursts.Share, 0.012, 0.021);
        Assert.True(bursts.Correlation > 0.05, $"{bursts.Correlation}");
    }

    [Fact]
    public void One_burst_does_not_become_normal()
    {
        var usual = new UsualShare(0.0001);
        for (var s = 0; s < 600; s++) usual.Learn(new Counts(s == 300 ? 40 : 0, 40, 0));

        Assert.InRange(usual.Share, 0, 0.001);
    }

    [Fact]
    public void Few_requests_are_counted_in_full()
    {
        var (usual, chance) = (new UsualShare(0.0001), new Random(4));
        for (var s = 0; s < 3600; s++) usual.Learn(new Counts(Enumerable.Range(0, 3).Count(_ => chance.NextDouble() < 0.05), 3, 0));

        Assert.InRange(usual.Share, 0.045, 0.055);
    }

    [Fact]
    public void An_hour_is_known_only_after_a_day_and_then_only_excuses()
    {
        var (day, hour) = (new DayRhythm(), 3600 * Second);
        for (var h = 1; h <= 24; h++)
        {
            for (var minute = 1; minute <= 60; minute++) day.Learn((h - 1) * hour + minute * 60 * Second, h == 3 ? 60 : 600, 60 * Second);
            Assert.False(day.IsKnown);
        }
        day.Learn(24 * hour + 60 * Second, 600, 60 * Second);

        Assert.True(day.IsKnown);
        Assert.Equal((1, 10), day.Around(27 * hour - hour / 8));
        Assert.Equal((1, 1), day.Around(26 * hour + hour / 2));
        Assert.Equal((10, 10), day.Around(36 * hour));
    }

    [Fact]
    public void Deviations_that_last_count_for_less()
    {
        var (independent, lasting, chance, slow) = (new Persistence(), new Persistence(), new Random(5), 0.0);
        for (var s = 0; s < 2000; s++)
        {
            var z = 2 * chance.NextDouble() - 1;
            slow = 0.9 * slow + z;
            independent.Learn(z);
            lasting.Learn(slow);
        }

        Assert.InRange(independent.Power, 0.8, 1);
        Assert.InRange(lasting.Power, 0.02, 0.12);
    }
}
