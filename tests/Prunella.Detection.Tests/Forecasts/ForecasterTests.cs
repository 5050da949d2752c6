using System.Globalization;

using Prunella.Detection.Forecasts;
using Prunella.Detection.Tests.Series;

using static Prunella.Detection.Tests.Forecasts.SomeLevels;

namespace Prunella.Detection.Tests.Forecasts;

/// <summary>Intervals hold what they say, respect what bounds the series, and cost what is stated.</summary>
public sealed class ForecasterTests
{
    public static TheoryData<string> Families() => ["noise", "daily", "walk", "ramp", "pareto", "sawtooth", "counter"];

    [Theory]
    [MemberData(nameof(Families))]
    public void Nine_of_ten_points_lie_within_the_interval_given_an_hour_before(string family)
    {
        var points = 14 * 288;
        for (var seed = 0; seed < 3; seed++)
        {
            var values = Values(family, points, seed);
            Assert.InRange(Coverage(values, SomeSeries.Step, 60 * Minute, daily: true), 0.85, 0.95);
        }
    }

    [Fact]
    public void The_days_shape_is_learnt()
    {
        var (values, with, without) = (SomeSeries.Daily(14 * 288, seed: 2), 0.0, 0.0);
        var (daily, plain) = (new Forecaster(6 * 60 * Minute, daily: true), new Forecaster(6 * 60 * Minute, daily: false));
        for (var i = 0; i + 72 < values.Length; i++)
        {
            daily.Observe(SomeSeries.Start + i * SomeSeries.Step, values[i]);
            plain.Observe(SomeSeries.Start + i * SomeSeries.Step, values[i]);
            if (i < 4 * 288) continue;
            with += Math.Abs(daily.Ahead(daily.HorizonNanos)!.Value.Expected - values[i + 72]);
            without += Math.Abs(plain.Ahead(plain.HorizonNanos)!.Value.Expected - values[i + 72]);
        }
        Assert.True(with < 0.6 * without, string.Create(CultureInfo.InvariantCulture, $"{with} against {without}"));
    }

    [Fact]
    public void What_was_never_below_zero_is_not_foretold_below_it_and_what_never_fell_not_to_fall()
    {
        var (sparse, counter) = (new Random(3), new Random(4));
        var sum = 0.0;
        var levels = Seen(1000, _ => sparse.NextDouble() < 0.05 ? 20 * sparse.NextDouble() : 0);
        var counts = Seen(1000, _ => sum += counter.Next(10));
        for (var ahead = Minute; ahead <= Horizon; ahead += Minute)
        {
            Assert.True(levels.Ahead(ahead)!.Value.Lower >= 0);
            Assert.True(counts.Ahead(ahead)!.Value.Lower >= counts.Last);
        }
        Assert.Equal(new Forecast(5, 0, 10, 4, 10), new Forecast(5, -3, 14, 4, 12).Within(0, 10));
    }

    [Fact]
    public void Edges_are_ordered_and_numbers_whatever_comes()
    {
        double[] odd = [0, 1e30, -1e30, 1e-30, 0, 0, double.Epsilon, 5, 5, 5, 1e15, -1];
        var forecaster = new Forecaster(Horizon, daily: true);
        for (var i = 0; i < 5000; i++)
        {
            Assert.True(forecaster.Observe(At(i) + i % 3, odd[i * 7 % odd.Length]));
            Assert.False(forecaster.Observe(At(i + 1), double.NaN));
            Assert.False(forecaster.Observe(At(i + 1), double.NegativeInfinity));
            Assert.False(forecaster.Observe(At(i + 1), 2e30));
            if (forecaster.Ahead(i * Second) is not { } f) continue;
            Assert.True(double.IsFinite(f.Lower) && double.IsFinite(f.Upper), $"at {i}: {f}");
            Assert.True(f.Lower <= f.LowerHalf && f.LowerHalf <= f.Expected && f.Expected <= f.UpperHalf && f.UpperHalf <= f.Upper, $"at {i}: {f}");
        }
    }

    [Fact]
    public void A_constant_series_is_foretold_to_stay() =>
        Assert.Equal(new Forecast(7, 7, 7, 7, 7), Seen(500, _ => 7).Ahead(10 * Minute));

    [Fact]
    public void After_a_long_gap_it_goes_on_from_where_the_series_is()
    {
        var forecaster = Seen(300, Noisy(i => 100 + i, 1, seed: 5));
        forecaster.Observe(At(300) + 5 * Horizon, 40);

        Assert.InRange(forecaster.Ahead(Minute)!.Value.Expected, 30, 50);
    }

    [Fact]
    public void The_horizon_has_bounds()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Forecaster(Second - 1, daily: false));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Forecaster(400 * 24 * 60 * Minute, daily: false));
    }

    [Theory]
    [InlineData(false, 256)]
    [InlineData(true, 424)]
    public void A_series_holds_so_many_bytes_and_a_point_allocates_none(bool daily, long bytes)
    {
        var forecaster = new Forecaster(Horizon, daily);
        for (var i = 0; i < 300; i++) forecaster.Observe(At(i), i % 7);
        _ = forecaster.UntilAbove(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 300; i < 1300; i++) forecaster.Observe(At(i), i % 7);
        _ = forecaster.UntilAbove(100);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        before = GC.GetAllocatedBytesForCurrentThread();
        var another = new Forecaster(Horizon, daily);
        Assert.Equal(bytes, GC.GetAllocatedBytesForCurrentThread() - before);
        GC.KeepAlive(another);
    }

    private static double[] Values(string family, int points, int seed)
    {
        var random = new Random(seed);
        var sum = 0.0;
        return family switch
        {
            "daily" => SomeSeries.Daily(points, seed),
            "noise" => SomeSeries.Noise(points, seed),
            "walk" => [.. Enumerable.Range(0, points).Select(_ => 1000 + (sum += SomeSeries.Normal(random)))],
            "ramp" => [.. Enumerable.Range(0, points).Select(i => 0.5 * i + 5 * SomeSeries.Normal(random))],
            "pareto" => [.. Enumerable.Range(0, points).Select(_ => 50 * Math.Pow(1 - random.NextDouble(), -0.4))],
            "counter" => [.. Enumerable.Range(0, points).Select(_ => sum += random.Next(20))],
            _ => [.. Enumerable.Range(0, points).Select(_ => sum = sum > 380 + 40 * random.NextDouble() ? 100 : sum + 8 + 4 * random.NextDouble())],
        };
    }
}
