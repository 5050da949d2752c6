using CsCheck;

using Prunella.Detection.Series;

namespace Prunella.Detection.Tests.Series;

/// <summary>What a series says of itself: faults are told soon, health stays quiet, and nothing is known in advance.</summary>
public sealed class SeriesDetectorTests
{
    private const int Fault = 3000;

    private static readonly Gen<double[]> Values = Gen.OneOf(
        Gen.Double[-1e6, 1e6],
        Gen.Double[0, 1],
        Gen.Int[0, 3].Select(i => (double)i),
        Gen.Const(0.0),
        Gen.Double).Array[1, 400];

    public static TheoryData<string, Func<double[], double[]>> Faults => new()
    {
        { "step", v => [.. v.Select((x, i) => i < Fault ? x : x + 80)] },
        { "spike", v => [.. v.Select((x, i) => i == Fault ? x + 300 : x)] },
        { "drop-out", v => [.. v.Select((x, i) => i < Fault ? x : 0)] },
        { "noise", v => [.. v.Select((x, i) => i < Fault ? x : x + (i % 2 == 0 ? 60 : -60))] },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_told_within_six_points(string fault, Func<double[], double[]> plant)
    {
        var judged = SomeSeries.Judge(plant(SomeSeries.Daily(Fault + 100, seed: 1)));

        Assert.True(judged[Fault..(Fault + 6)].Any(j => j.IsAlarm), fault);
    }

    [Fact]
    public void Health_is_quieter_the_longer_it_is_known()
    {
        int[] ofTenDays = [0, 0, 0];
        foreach (var values in Enumerable.Range(0, 5).SelectMany(s => (double[][])[SomeSeries.Noise(30 * 288, s), SomeSeries.Daily(30 * 288, s)]))
        {
            var judged = SomeSeries.Judge(values);
            for (var i = 0; i < judged.Length; i++) ofTenDays[i / 2880] += judged[i].IsAlarm ? 1 : 0;
        }

        Assert.True(ofTenDays[1] + ofTenDays[2] < 1.5 * ofTenDays[0], string.Join(", ", ofTenDays));
        // Two hundred series-days, less than one a series-week: the level of a person who looks, not of a page.
        Assert.InRange(ofTenDays[1] + ofTenDays[2], 0, 28);
    }

    [Fact]
    public void The_tenth_time_is_no_novelty_and_is_far_off_all_the_same()
    {
        var values = SomeSeries.Noise(6000, seed: 3);
        for (var at = 2016; at < 6000; at += 288) values[at] = 110;
        var judged = SomeSeries.Judge(values);

        Assert.True(judged[2016].IsAlarm);
        Assert.False(judged[5472].IsAlarm);
        Assert.True(judged[5472].Deviation < 0.01, $"{judged[5472].Deviation}");
    }

    [Fact]
    public void A_stir_before_a_day_has_passed_does_not_hide_the_fault_after_it()
    {
        // A point a minute: learnt after a thousand, and something stirs shortly before. This noise
        // is one in which the stir's echo is no alarm by itself: what follows an alarm within 24 points is its event.
        var values = SomeSeries.Noise(1200, seed: 10);
        values[960] = 200;
        for (var i = 1010; i < 1020; i++) values[i] = 2000;
        var detector = new SeriesDetector();
        var alarms = values.Select((v, i) => detector.Observe(SomeSeries.Start + i * 60_000_000_000, v)!.Value.IsAlarm).ToArray();

        Assert.DoesNotContain(true, alarms[..1010]);
        Assert.Contains(true, alarms[1010..1013]);
    }

    [Fact]
    public void Dust_of_the_arithmetic_is_no_record()
    {
        var values = Enumerable.Repeat(42.0, 2000).ToArray();
        values[1500] = 42.00000000001;

        Assert.DoesNotContain(SomeSeries.Judge(values), j => j.IsAlarm);
    }

    [Fact]
    public void One_glitch_of_a_wrapped_counter_does_not_widen_the_band_for_weeks()
    {
        var values = SomeSeries.Noise(3000, seed: 10);
        values[1000] = ulong.MaxValue;
        var judged = SomeSeries.Judge(values);

        Assert.InRange(judged[2900].Upper - judged[2900].Lower, 10, 200);
    }

    [Fact]
    public void Scores_of_a_beginning_do_not_depend_on_what_follows()
    {
        var values = SomeSeries.Daily(4000, seed: 4);
        values[3500] = 1e9;

        Assert.Equal(SomeSeries.Judge(values)[..3500], SomeSeries.Judge(values[..3500]));
    }

    [Fact]
    public void A_unit_changes_nothing()
    {
        var seconds = SomeSeries.Daily(2000, seed: 5);
        seconds[1500] *= 4;
        // A power of two, so that the arithmetic itself is exact.
        var judged = SomeSeries.Judge(seconds);
        var scaled = SomeSeries.Judge(seconds.Select(x => x * 1024));

        Assert.Equal(judged.Select(j => j.IsAlarm), scaled.Select(j => j.IsAlarm));
        Assert.All(judged.Zip(scaled), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 6));
    }

    [Fact]
    public void Any_numbers_give_finite_answers_within_their_bounds() => Values.Sample(
        values =>
        {
            var detector = new SeriesDetector();
            for (var i = 0; i < values.Length; i++)
            {
                if (detector.Observe(SomeSeries.Start + i * SomeSeries.Step, values[i]) is not { } j) continue;
                Assert.InRange(j.Score, 0, 1);
                Assert.InRange(j.Novelty, 0, 1);
                Assert.InRange(j.Deviation, 0, 1);
                Assert.InRange(j.Confidence, 0, 1);
                Assert.Equal(j.IsAlarm, j.Score >= 0.5);
            }
        },
        iter: 300);

    [Fact]
    public void What_is_no_number_or_comes_too_late_is_passed_over()
    {
        var detector = new SeriesDetector();
        Assert.NotNull(detector.Observe(SomeSeries.Start, 1));
        Assert.Null(detector.Observe(SomeSeries.Start + 1, double.NaN));
        Assert.Null(detector.Observe(SomeSeries.Start + 1, double.PositiveInfinity));
        Assert.Null(detector.Observe(SomeSeries.Start - 1, 1));
        Assert.NotNull(detector.Observe(SomeSeries.Start, 2));
    }

    [Fact]
    public void An_alarm_names_what_spoke_for_it()
    {
        var detector = new SeriesDetector();
        var values = SomeSeries.Noise(1000, seed: 6);
        for (var i = 0; i < values.Length; i++) detector.Observe(SomeSeries.Start + i * SomeSeries.Step, values[i]);

        detector.Observe(SomeSeries.Start + 1000 * SomeSeries.Step, 500);

        Assert.Contains("never so far out: the value", detector.Why(most: 28));
        Assert.Equal(3, detector.Why(most: 3).Count());
    }

    [Fact]
    public void A_point_allocates_nothing_once_the_beginning_is_over()
    {
        var detector = new SeriesDetector();
        var values = SomeSeries.Daily(2000, seed: 7);
        for (var i = 0; i < 1000; i++) detector.Observe(SomeSeries.Start + i * SomeSeries.Step, values[i]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1000; i < 2000; i++) detector.Observe(SomeSeries.Start + i * SomeSeries.Step, values[i]);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
