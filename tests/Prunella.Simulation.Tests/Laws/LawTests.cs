using Prunella.Simulation.Chance;
using Prunella.Simulation.Laws;

namespace Prunella.Simulation.Tests.Laws;

/// <summary>Laws have the mean and the quantiles that they say, and tell what is wrong with their numbers.</summary>
public sealed class LawTests
{
    private const long Millis = 1_000_000;

    public static TheoryData<Law, double> Laws => new()
    {
        // Coefficient of variation of each, for the standard error of its mean.
        { new ConstantLaw(5 * Millis), 0.001 },
        { new ExponentialLaw(20 * Millis), 1 },
        { new LogNormalLaw(20 * Millis, 0.5), 0.54 },
        { new BimodalLaw(new ConstantLaw(2 * Millis), new ConstantLaw(200 * Millis), 0.05), 3.7 },
    };

    [Theory]
    [MemberData(nameof(Laws))]
    public void The_mean_is_the_mean(Law law, double variation)
    {
        var stream = new ChanceStream(11, "mean");
        const int n = 100_000;
        var sum = 0.0;
        for (var i = 0; i < n; i++) sum += law.Draw(stream);

        Assert.InRange(sum / n / law.MeanNanos - 1, -4 * variation / Math.Sqrt(n), 4 * variation / Math.Sqrt(n));
    }

    [Fact]
    public void Half_of_a_lognormal_lies_below_its_median_and_one_in_a_hundred_above_three()
    {
        var law = new LogNormalLaw(20 * Millis, 0.5);
        var stream = new ChanceStream(12, "median");
        var draws = Enumerable.Range(0, 50_000).Select(_ => law.Draw(stream)).ToArray();

        Assert.InRange(draws.Count(d => d < 20 * Millis) / 50_000.0, 0.49, 0.51);
        Assert.InRange(draws.Count(d => d > 64 * Millis) / 50_000.0, 0.008, 0.012);
    }

    [Fact]
    public void The_far_tail_is_bounded()
    {
        var law = new LogNormalLaw(Law.LongestNanos, 3);
        var stream = new ChanceStream(1, "tail");

        Assert.Equal(Law.LongestNanos, Enumerable.Range(0, 50).Max(_ => law.Draw(stream)));
    }

    [Fact]
    public void Wrong_numbers_are_told()
    {
        Assert.Contains("out of range", new ConstantLaw(0).Problem, StringComparison.Ordinal);
        Assert.Contains("sigma", new LogNormalLaw(1, double.NaN).Problem, StringComparison.Ordinal);
        Assert.Contains("share", new BimodalLaw(new ConstantLaw(1), new ConstantLaw(1), 1.5).Problem, StringComparison.Ordinal);
        Assert.Contains("mean", new BimodalLaw(new ExponentialLaw(-1), new ConstantLaw(1), 0.5).Problem, StringComparison.Ordinal);
        Assert.Null(new ExponentialLaw(1).Problem);
    }
}
