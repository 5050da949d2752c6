using CsCheck;

using Prunella.Detection.Series;

namespace Prunella.Detection.Tests.Series;

/// <summary>What must hold for any series: found by chance with a fixed seed, not by examples of our choosing.</summary>
public sealed class SeriesPropertyTests
{
    private const string Seed = "0N0XIzNsQ0O2";
    private const int Learnt = 1_500;
    private static readonly Gen<double[]> Healthy = Gen.Select(Gen.Int[0, 100_000], Gen.Bool).Select(
        (seed, isDaily) => isDaily ? SomeSeries.Daily(Learnt, seed) : SomeSeries.Noise(Learnt, seed));

    [Fact]
    public void The_farther_off_the_surer() => Gen.Select(Healthy, Gen.Double[4, 40], Gen.Double[1, 3], Gen.Bool).Sample(
        (values, far, times, isAbove) =>
        {
            var before = Learn(values);
            var next = SomeSeries.Start + Learnt * SomeSeries.Step;
            var usual = SeriesDetector.Restore(before).Observe(next, values[^1])!.Value;
            var sd = (usual.Upper - usual.Expected) / 3;
            SeriesJudgement At(double steps) => SeriesDetector.Restore(before)
                .Observe(next, usual.Expected + (isAbove ? steps : -steps) * sd)!.Value;
            var (near, off) = (At(far), At(far * times));

            Assert.True(off.Deviation <= near.Deviation, $"{off.Deviation} after {near.Deviation}");
            // A cell that was never visited may lie a whole side of its map from one that was: that hides a little.
            Assert.True(off.Confidence >= near.Confidence - 1e-3, $"{off} after {near}");
        },
        iter: 200, seed: Seed, threads: 1);

    [Fact]
    public void A_thousand_times_the_unit_is_the_same_series()
    {
        foreach (var values in Healthy.Array[40].Single(_ => true, Seed))
        {
            values[1200] *= 3;
            var judged = SomeSeries.Judge(values);
            var scaled = SomeSeries.Judge(values.Select(x => x * 1000));

            Assert.Equal(judged.Select(j => (j.IsAlarm, j.IsPage)), scaled.Select(j => (j.IsAlarm, j.IsPage)));
            Assert.All(judged.Zip(scaled), pair => Assert.InRange(pair.First.Score - pair.Second.Score, -1e-3, 1e-3));
        }
    }

    [Fact]
    public void Spans_are_points_whatever_lies_between_them_and_a_week_later_is_the_same_week() => Healthy.Sample(
        values =>
        {
            const long Hour = 3_600_000_000_000;
            const long Week = 168 * Hour;
            const long FromTheHour = SomeSeries.Start / Hour * Hour;
            var seconds = Judge(values, FromTheHour, 1_000_000_000);

            Assert.Equal(seconds, Judge(values, FromTheHour, 1_000_000));
            Assert.Equal(seconds, Judge(values, FromTheHour + 9 * Week, 1_000_000_000));
        },
        iter: 20, seed: Seed, threads: 1);

    [Fact]
    public void What_comes_twice_too_late_or_as_no_number_changes_nothing() =>
        Gen.Select(Healthy, Gen.Int[0, 3].Array[Learnt], Gen.Int[1, 50]).Sample(
            (values, noise, back) =>
            {
                var detector = new SeriesDetector();
                for (var i = 0; i < values.Length; i++)
                {
                    var at = SomeSeries.Start + i * SomeSeries.Step;
                    Assert.NotNull(detector.Observe(at, values[i]));
                    if (noise[i] == 1) Assert.Null(detector.Observe(at, values[i]));
                    if (noise[i] == 2) Assert.Null(detector.Observe(at - back, 1e9));
                    if (noise[i] == 3) Assert.Null(detector.Observe(at + 1, double.NaN));
                }

                Assert.Equal(Learn(values), detector.Save());
            },
            iter: 40, seed: Seed, threads: 1);

    /// <summary>Healthy noise alarms about once a week, gap or none: the cases are the same in every run, and each is held
    /// against itself without the gap.</summary>
    [Fact]
    public void A_gap_raises_nothing_by_itself()
    {
        foreach (var (seed, gap, points) in Gen.Select(Gen.Int[0, 100_000], Gen.Int[1_100, 1_400], Gen.Int[1, 2_000]).Array[200].Single(_ => true, Seed))
        {
            var before = Learn(SomeSeries.Noise(gap, seed));
            var next = SeriesDetector.Restore(before).Observe(SomeSeries.Start + gap * SomeSeries.Step, 50)!.Value;
            var after = SeriesDetector.Restore(before).Observe(SomeSeries.Start + (gap + points) * SomeSeries.Step, 50)!.Value;

            Assert.True(!after.IsAlarm || next.IsAlarm, $"{after} instead of {next}");
            Assert.True(!after.IsPage || next.IsPage, $"{after} instead of {next}");
        }
    }

    private static byte[] Learn(double[] values)
    {
        var detector = new SeriesDetector();
        for (var i = 0; i < values.Length; i++) detector.Observe(SomeSeries.Start + i * SomeSeries.Step, values[i]);
        return detector.Save();
    }

    private static SeriesJudgement[] Judge(double[] values, long start, long step)
    {
        var detector = new SeriesDetector();
        return [.. values.Select((value, i) => detector.Observe(start + i * step, value)!.Value)];
    }
}
