using CsCheck;

using Prunella.Detection.Forecasts;

using static Prunella.Detection.Tests.Forecasts.SomeLevels;

namespace Prunella.Detection.Tests.Forecasts;

/// <summary>What must hold of every series: units do not matter, nor what comes twice or late, nor a restart.</summary>
public sealed class ForecastPropertyTests
{
    private const string Seed = "0000KZ3y5v12";

    private static readonly Gen<(long Span, double Value)[]> Series = Gen.Select(
        Gen.Long[1, 120],
        Gen.OneOf(Gen.Double[0, 100], Gen.Int[0, 4].Select(i => (double)i), Gen.Double[90, 110], Gen.Double[-50, 1e6])).Array[15, 400];

    [Fact]
    public void The_unit_of_the_values_does_not_matter() => Series.Sample(
        series =>
        {
            var (one, many) = (Run(series, 1, 1), Run(series, 1, 1024));
            for (var ahead = 1L; ahead <= 1800; ahead += 300)
                Assert.Equal(Times(one.Ahead(ahead * Second), 1024), many.Ahead(ahead * Second));
            Assert.Equal(one.UntilAbove(150), many.UntilAbove(150 * 1024));
        },
        seed: Seed, iter: 100);

    [Fact]
    public void The_unit_of_time_does_not_matter() => Series.Sample(
        series =>
        {
            var (seconds, minutes) = (Run(series, 1, 1), Run(series, 64, 1));
            for (var ahead = 1L; ahead <= 1800; ahead += 300)
                Assert.Equal(seconds.Ahead(ahead * Second), minutes.Ahead(64 * ahead * Second));
        },
        seed: Seed, iter: 100);

    [Fact]
    public void Duplicates_and_what_comes_late_change_nothing() => Series.Sample(
        series =>
        {
            var (once, again) = (new Forecaster(Horizon, daily: true), new Forecaster(Horizon, daily: true));
            var at = At(0);
            foreach (var (span, value) in series)
            {
                at += span * Second;
                Assert.True(once.Observe(at, value));
                again.Observe(at, value);
                Assert.False(again.Observe(at, value + 1));
                Assert.False(again.Observe(at - Second / 2, value - 1));
            }
            Assert.Equal(once.Save(), again.Save());
        },
        seed: Seed, iter: 100);

    [Fact]
    public void A_restored_forecaster_goes_on_as_if_nothing_had_been() => Gen.Select(Series, Gen.Int[0, 399], Gen.Bool).Sample(
        (series, cut, daily) =>
        {
            var whole = new Forecaster(Horizon, daily);
            var restored = new Forecaster(Horizon, daily);
            var at = At(0);
            for (var i = 0; i < series.Length; i++)
            {
                at += series[i].Span * Second;
                if (i == cut) restored = Forecaster.Restore(restored.Save());
                whole.Observe(at, series[i].Value);
                restored.Observe(at, series[i].Value);
                Assert.Equal(whole.Ahead(Minute), restored.Ahead(Minute));
            }
            Assert.Equal(whole.Save(), restored.Save());
        },
        seed: Seed, iter: 100);

    [Fact]
    public void What_is_no_state_of_this_version_is_refused()
    {
        var saved = Run([(1, 1), (1, 2)], 1, 1).Save();
        Assert.Throws<FormatException>(() => Forecaster.Restore(saved[..^1]));
        Assert.Throws<FormatException>(() => Forecaster.Restore([.. saved, 0]));
        Assert.Throws<FormatException>(() => Forecaster.Restore([]));
        for (var i = 8; i < saved.Length; i += 8)
        {
            var damaged = saved.ToArray();
            damaged[i + 3] ^= 0x55;
            Survives(damaged);
        }
        saved[0]++;
        Assert.Contains("version 2", Assert.Throws<FormatException>(() => Forecaster.Restore(saved)).Message, StringComparison.Ordinal);
    }

    /// <summary>Damage is refused, or leads to other forecasts; it breaks nothing.</summary>
    private static void Survives(byte[] damaged)
    {
        try
        {
            var forecaster = Forecaster.Restore(damaged);
            for (var i = 0; i < 200; i++) forecaster.Observe(At(i), i % 7);
            _ = forecaster.UntilAbove(10);
        }
        catch (FormatException)
        {
            // Refused.
        }
    }

    private static Forecaster Run((long Span, double Value)[] series, int slower, double larger)
    {
        var forecaster = new Forecaster(slower * Horizon, daily: false);
        var at = 0L;
        foreach (var (span, value) in series)
        {
            at += span * slower * Second;
            forecaster.Observe(at, value * larger);
        }
        return forecaster;
    }

    private static Forecast? Times(Forecast? forecast, double by) => forecast is { } f
        ? new Forecast(f.Expected * by, f.Lower * by, f.Upper * by, f.LowerHalf * by, f.UpperHalf * by)
        : null;
}
