using CsCheck;

using Prunella.Kernel.Learning;

namespace Prunella.Kernel.Tests.Learning;

/// <summary>The lower bound in whole numbers is that of the exact distribution, within two per mille, and monotone.</summary>
public sealed class BetaBoundTests
{
    private const long One = BetaBound.One;
    private static readonly Gen<long> Count = Gen.Long[One, 150 * One];

    [Fact]
    public void Less_than_one_count_on_either_side_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BetaBound.PerMille(One - 1, One));
        Assert.Throws<ArgumentOutOfRangeException>(() => BetaBound.PerMille(One, One - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => BinaryLog.PowerOfMinus(-1));
    }

    [Fact]
    public void The_reference_knows_what_can_be_worked_out_by_hand()
    {
        Assert.Equal(0.05, IncompleteBeta.Quantile(0.05, 1, 1), 10);
        Assert.Equal(Math.Pow(0.05, 1.0 / 8), IncompleteBeta.Quantile(0.05, 8, 1), 10);
        Assert.Equal(1 - Math.Pow(0.95, 1.0 / 8), IncompleteBeta.Quantile(0.05, 1, 8), 10);
        Assert.Equal(0.5, IncompleteBeta.Of(0.5, 37.25, 37.25), 10);
    }

    [Fact]
    public void The_bound_is_exact_within_two_per_mille()
    {
        double[] counts = [1, 1.1, 1.5, 2, 3, 4, 5.5, 8, 10, 13, 20, 35, 60, 99, 130, 160, 190, 199];
        var worst = 0.0;
        foreach (var a in counts)
        {
            foreach (var b in counts.Where(b => a + b <= 200))
            {
                var bound = BetaBound.PerMille((long)Math.Round(a * One), (long)Math.Round(b * One));
                worst = Math.Max(worst, Math.Abs(bound - 1000 * IncompleteBeta.Quantile(0.05, a, b)));
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"worst error {worst:0.00} per mille");
        Assert.InRange(worst, 0, 2);
    }

    [Fact]
    public void Anywhere_the_bound_is_exact_within_two_per_mille() => Gen.Select(Count, Gen.Long[One, 50 * One]).Sample(
        (a, b) => Assert.InRange(BetaBound.PerMille(a, b) - 1000 * IncompleteBeta.Quantile(0.05, a / 1e6, b / 1e6), -2, 2), iter: 2000);

    [Fact]
    public void A_success_never_lowers_it_and_a_failure_never_raises_it() => Gen.Select(Gen.Long[One, 2000 * One], Gen.Long[One, 2000 * One], Gen.Long[1, 3 * One]).Sample(
        (a, b, more) =>
        {
            var bound = BetaBound.PerMille(a, b);
            Assert.True(BetaBound.PerMille(a + more, b) >= bound, $"{a}+{more} successes, {b} failures");
            Assert.True(BetaBound.PerMille(a, b + more) <= bound, $"{a} successes, {b}+{more} failures");
        },
        iter: LifeByNumber.Number(20_000));

    [Fact]
    public void It_stays_a_share_however_much_was_counted()
    {
        Assert.InRange(BetaBound.PerMille(long.MaxValue / 2, One), 970, 1000);
        Assert.InRange(BetaBound.PerMille(One, long.MaxValue / 2), 0, 1);
        Assert.InRange(BetaBound.PerMille(long.MaxValue, long.MaxValue), 420, 460);
    }

    [Fact]
    public void Less_than_one_count_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BetaBound.PerMille(One - 1, One));
}
