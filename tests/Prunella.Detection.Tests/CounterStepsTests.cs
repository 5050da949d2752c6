using CsCheck;

namespace Prunella.Detection.Tests;

/// <summary>A counter's readings become a rate, whatever happens to the counter and on the way.</summary>
public sealed class CounterStepsTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void The_first_reading_gives_none() => Assert.Equal([null], Rates((1, 5_000)));

    [Fact]
    public void Growth_over_time_is_the_rate() => Assert.Equal([null, 5.0, 10.0], Rates((1, 100), (11, 150), (21, 250)));

    [Fact]
    public void Standing_still_is_a_rate_of_nothing() => Assert.Equal([null, 0.0], Rates((1, 100), (11, 100)));

    [Fact]
    public void A_reset_counts_from_nothing() => Assert.Equal([null, 5.0, 0.4], Rates((1, 1_000), (11, 1_050), (21, 4)));

    [Fact]
    public void A_reset_to_zero_is_no_negative_rate() => Assert.Equal([null, 0.0, 1.0], Rates((1, 1_000), (11, 0), (21, 10)));

    [Fact]
    public void A_new_start_is_a_reset_even_where_the_counter_has_outgrown_its_last_reading()
    {
        var steps = new CounterSteps();
        steps.Take(1 * Second, 100, 1);

        Assert.Equal(50, steps.Take(11 * Second, 400, 3 * Second));
    }

    [Fact]
    public void A_register_of_32_bits_that_wraps_goes_on() =>
        Assert.Equal([null, 30.0], Rates((1, 4_294_967_196), (11, 200)));

    [Fact]
    public void A_register_of_64_bits_that_wraps_goes_on() =>
        Assert.Equal([null, 4_096.0 * 3], Rates((1, 18_446_744_073_709_551_616.0 - 4_096 * 10), (11, 4_096 * 20)));

    [Fact]
    public void A_fall_from_the_middle_of_a_register_is_a_reset() =>
        Assert.Equal([null, 20.0], Rates((1, 2_000_000_000), (11, 200)));

    [Fact]
    public void After_a_gap_there_is_no_rate_until_the_next_reading() =>
        Assert.Equal([null, 1.0, null, 0.01], Rates((1, 0), (11, 10), (311, 5_000), (611, 5_003)));

    [Fact]
    public void Duplicates_and_what_was_overtaken_are_passed_over() =>
        Assert.Equal([null, 1.0, null, null, 1.0], Rates((1, 0), (11, 10), (11, 99), (6, 5), (21, 20)));

    [Fact]
    public void What_is_no_reading_is_passed_over() =>
        Assert.Equal([null, null, null, null, 1.0], Rates((1, 0), (5, double.NaN), (6, double.PositiveInfinity), (7, -1), (11, 10)));

    [Fact]
    public void No_sequence_gives_a_rate_that_is_negative_or_not_finite() =>
        Gen.Select(Gen.Long[0, 100 * Second], Gen.OneOf(Gen.Double, Gen.Double[0, 1e20], Gen.Const(0.0))).Array[1, 50].Sample(
            readings =>
            {
                var steps = new CounterSteps();
                return readings.All(r => steps.Take(r.Item1, r.Item2) is not { } rate || (rate >= 0 && double.IsFinite(rate)));
            },
            seed: "0000000000000002", iter: 2_000);

    [Fact]
    public void Over_any_cuts_of_the_time_the_growth_adds_up() =>
        Gen.Select(Gen.Long[1, 20], Gen.Int[0, 1_000]).Array[2, 40].Sample(
            steps =>
            {
                var (counter, at, value, sum) = (new CounterSteps(), 1L, 1e6, 0.0);
                counter.Take(at * Second, value);
                // The first interval is the longest, so that none is a gap.
                foreach (var (seconds, growth) in steps.OrderByDescending(s => s.Item1))
                {
                    (at, value) = (at + seconds, value + growth);
                    sum += (counter.Take(at * Second, value) ?? double.NaN) * seconds;
                }
                return Math.Abs(sum - (value - 1e6)) < 1e-6;
            },
            seed: "0000000000000003", iter: 1_000);

    private static double?[] Rates(params (long Second, double Value)[] readings)
    {
        var steps = new CounterSteps();
        return [.. readings.Select(r => steps.Take(r.Second * Second, r.Value))];
    }
}
