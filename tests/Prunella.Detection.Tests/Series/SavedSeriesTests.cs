using CsCheck;

using Prunella.Detection.Series;

namespace Prunella.Detection.Tests.Series;

/// <summary>A restart forgets nothing: a restored detector says what the one before would have said.</summary>
public sealed class SavedSeriesTests
{
    private static readonly Gen<(double[] Values, int Cut)> Series =
        Gen.OneOf(Gen.Double[-1e3, 1e3], Gen.Int[0, 4].Select(i => (double)i), Gen.Double[0, 1e9]).Array[20, 1200]
            .SelectMany(values => Gen.Select(Gen.Const(values), Gen.Int[0, values.Length - 1]));

    [Fact]
    public void A_restored_detector_goes_on_as_if_nothing_had_been() => Series.Sample(
        (values, cut) =>
        {
            var whole = new SeriesDetector();
            var judged = values.Select((v, i) => whole.Observe(At(i), v)).ToArray();
            var before = new SeriesDetector();
            for (var i = 0; i < cut; i++) before.Observe(At(i), values[i]);

            var after = SeriesDetector.Restore(before.Save());

            Assert.Equal(before.Save(), after.Save());
            for (var i = cut; i < values.Length; i++) Assert.Equal(judged[i], after.Observe(At(i), values[i]));
            Assert.Equal(whole.Save(), after.Save());
        },
        iter: 100);

    [Fact]
    public void What_is_no_state_of_this_version_is_refused()
    {
        var saved = new SeriesDetector().Save();
        Assert.Throws<FormatException>(() => SeriesDetector.Restore(saved[..^1]));
        Assert.Throws<FormatException>(() => SeriesDetector.Restore([.. saved, 0]));
        Assert.Throws<FormatException>(() => SeriesDetector.Restore([]));
        for (var i = 0; i < saved.Length; i += 8)
        {
            var damaged = saved.ToArray();
            damaged[i + 3] ^= 0x55;
            Survives(damaged);
        }
        saved[0]++;
        Assert.Contains("version 5", Assert.Throws<FormatException>(() => SeriesDetector.Restore(saved)).Message, StringComparison.Ordinal);
    }

    /// <summary>Damage is refused, or leads to other judgements; it breaks nothing.</summary>
    private static void Survives(byte[] damaged)
    {
        try
        {
            var detector = SeriesDetector.Restore(damaged);
            for (var i = 0; i < 200; i++) detector.Observe(At(i), i % 7);
        }
        catch (FormatException)
        {
            // Refused.
        }
    }

    [Fact]
    public void A_series_that_lies_high_is_judged_as_one_that_lies_low()
    {
        var low = SomeSeries.Daily(3000, seed: 8);
        var high = low.Select(x => x + 1e9).ToArray();

        Assert.Equal(
            SomeSeries.Judge(low)[1000..].Count(j => j.IsAlarm), SomeSeries.Judge(high)[1000..].Count(j => j.IsAlarm));
    }

    private static long At(int point) => SomeSeries.Start + point * SomeSeries.Step;
}
