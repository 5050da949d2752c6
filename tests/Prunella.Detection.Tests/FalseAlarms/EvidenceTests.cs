using CsCheck;

using Prunella.Detection.FalseAlarms;

namespace Prunella.Detection.Tests.FalseAlarms;

public sealed class EvidenceTests
{
    [Theory]
    [InlineData(1, 200)]
    [InlineData(5, 200)]
    public void Chance_needs_at_least_as_many_points_as_the_bar_says(int repeats, double bar)
    {
        var random = new Random(1);
        const int Runs = 400;
        long points = 0;
        for (var run = 0; run < Runs; run++)
        {
            var evidence = EvidenceOverTime.None;
            var bet = 1.0;
            for (var i = 0; evidence.Amount < bar && i < 100 * bar; i++, points++)
            {
                // Neighbours that repeat each other are worth one.
                if (i % repeats == 0) bet = Bet.On(1 - random.NextDouble());
                evidence.Add(bet, repeats);
            }
        }
        Assert.True(points / (double)Runs >= bar, $"{points / (double)Runs} points on average until a bar of {bar}");
    }

    [Fact]
    public void A_bet_on_an_honest_probability_pays_one_on_average()
    {
        const int Steps = 2_000_000;
        var sum = 0.0;
        for (var i = 0; i < Steps; i++) sum += Bet.On((i + 0.5) / Steps);

        Assert.InRange(sum / Steps, 0.85, 1.0001);
    }

    [Fact]
    public void The_less_probable_the_more_it_pays() =>
        Gen.Select(Gen.Double[1e-300, 1], Gen.Double[1e-300, 1]).Sample(
            (a, b) => Assert.True(Bet.On(Math.Min(a, b)) >= Bet.On(Math.Max(a, b)) - 1e-9),
            iter: 10_000, seed: "0N0XIzNsQ0O2");

    [Fact]
    public void Bets_that_pay_too_well_are_made_smaller()
    {
        var (plain, humbled) = (EvidenceOverTime.None, EvidenceOverTime.None);
        for (var i = 0; i < 1_000; i++) humbled.Learn(4, 0.01);
        for (var i = 0; i < 10; i++)
        {
            plain.Add(4, 1);
            humbled.Add(4, 1);
        }
        Assert.True(plain.Amount > 1e6);
        Assert.InRange(humbled.Amount, 9, 12);
    }

    [Fact]
    public void The_strongest_are_taken_for_the_largest_number_whose_weakest_has_its_share() =>
        Gen.Select(Gen.Double[0, 200].Array[0, 30], Gen.Int[0, 5]).Sample(
            (all, standing) =>
            {
                double[] evidence = [.. all.OrderDescending()];
                var expected = Enumerable.Range(0, evidence.Length + 1)
                    .Where(k => k == 0 || evidence[k - 1] >= 100.0 / (k + standing)).Max();
                Assert.Equal(expected, Discoveries.Count(evidence, 100, standing));
            },
            iter: 2_000, seed: "0N0XIzNsQ0O2");

    [Fact]
    public void Nobody_is_taken_while_all_evidence_together_is_below_the_bar() =>
        Gen.Double[0, 20].Array[0, 30].Where(a => a.Sum() < 100).Sample(
            all => Assert.Equal(0, Discoveries.Count([.. all.OrderDescending()], 100, 0)),
            iter: 2_000, seed: "0N0XIzNsQ0O2");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(20_000)]
    public void A_setting_that_makes_no_sense_is_refused(double setting) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PageBudget(setting));

    [Fact]
    public void A_fleet_that_sends_a_point_a_second_and_pages_once_a_week_asks_for_a_week_of_points() =>
        Assert.Equal(604_800, new PageBudget(1).Bar(1));

    [Fact]
    public void Repeated_points_are_told_from_independent_ones()
    {
        var (alone, repeated) = (new Dependence(), new Dependence());
        var random = new Random(2);
        var value = 0.0;
        for (var i = 0; i < 5_000; i++)
        {
            alone.LearnValue(random.NextDouble() - 0.5, 0.001, true);
            if (i % 20 == 0) value = random.NextDouble() - 0.5;
            repeated.LearnValue(value, 0.001, true);
        }
        Assert.InRange(alone.PointsPerOne, 1, 1.2);
        Assert.InRange(repeated.PointsPerOne, 5, 40);
    }
}
