using CsCheck;

using Prunella.Detection.FalseAlarms;

namespace Prunella.Detection.Tests.FalseAlarms;

/// <summary>The staircase never falls, is the nearest there is, and is what a slow and obvious formula gives.</summary>
public sealed class IsotonicTests
{
    private static readonly Gen<(double Value, double Weight)[]> Points =
        Gen.Select(Gen.Double[0, 1], Gen.Double[0.1, 50]).Array[0, 15];

    [Fact]
    public void Agrees_with_the_formula_of_largest_means_of_smallest() => Sample((values, weights, fit) =>
    {
        for (var i = 0; i < values.Length; i++) Assert.Equal(Slow(values, weights, i), fit[i], 1e-9);
    });

    [Fact]
    public void Never_falls() => Sample((_, _, fit) =>
    {
        for (var i = 1; i < fit.Length; i++) Assert.True(fit[i] >= fit[i - 1], $"{fit[i]} after {fit[i - 1]}");
    });

    [Fact]
    public void Keeps_the_weighted_mean() => Sample((values, weights, fit) =>
        Assert.Equal(Mean(values, weights, 0, values.Length), Mean(fit, weights, 0, fit.Length), 1e-9));

    [Fact]
    public void What_does_not_fall_stays_as_it_is() => Points.Sample(points =>
    {
        double[] values = [.. points.Select(p => p.Value).Order()];
        var fit = Isotonic.Fit(values, points.Select(p => p.Weight).ToArray());
        for (var i = 0; i < values.Length; i++) Assert.Equal(values[i], fit[i], 1e-12);
    });

    [Fact]
    public void Fitted_again_it_is_the_same() => Sample((_, weights, fit) =>
    {
        var again = Isotonic.Fit(fit, weights);
        for (var i = 0; i < fit.Length; i++) Assert.Equal(fit[i], again[i], 1e-12);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_weight_that_is_none_is_refused(double weight) =>
        Assert.Throws<ArgumentException>(() => Isotonic.Fit([0.5, 0.5], [1, weight]));

    private static void Sample(Action<double[], double[], double[]> check) => Points.Sample(points =>
    {
        double[] values = [.. points.Select(p => p.Value)];
        double[] weights = [.. points.Select(p => p.Weight)];
        check(values, weights, Isotonic.Fit(values, weights));
    });

    /// <summary>The fit at a place is the largest over all beginnings of the smallest mean over all ends around it
    /// (Robertson, Wright and Dykstra 1988).</summary>
    private static double Slow(double[] values, double[] weights, int at)
    {
        var best = double.NegativeInfinity;
        for (var from = 0; from <= at; from++)
        {
            var least = double.PositiveInfinity;
            for (var to = at + 1; to <= values.Length; to++) least = Math.Min(least, Mean(values, weights, from, to));
            best = Math.Max(best, least);
        }
        return best;
    }

    private static double Mean(double[] values, double[] weights, int from, int to)
    {
        var (sum, weight) = (0.0, 0.0);
        for (var i = from; i < to; i++) (sum, weight) = (sum + values[i] * weights[i], weight + weights[i]);
        return weight == 0 ? 0 : sum / weight;
    }
}
