using Prunella.Contracts;
using Prunella.Detection.FalseAlarms;

namespace Prunella.Detection.Tests.FalseAlarms;

/// <summary>What people marked is heard where verdicts are told: it says how sure to be, and never whether or when.</summary>
public sealed class MarkedVerdictTests
{
    [Fact]
    public void A_detector_that_cried_wolf_is_believed_less_and_tells_the_same_at_the_same_time()
    {
        var (unmarked, marked) = (Slow([]), Slow(Forty("latency-peers", real: 0)));

        Assert.Equal(Told(unmarked), Told(marked));
        Verdict[] before = [.. Bad(unmarked, "latency-peers")], after = [.. Bad(marked, "latency-peers")];
        Assert.NotEmpty(before);
        Assert.All(before, v => Assert.Null(v.CalibratedBy));
        Assert.All(after, v => Assert.Equal((true, 40), (v.IsCalibrated, v.CalibratedBy)));
        Assert.True(after.Max(v => v.ConfidencePerMille) < before.Max(v => v.ConfidencePerMille) - 300);
    }

    [Fact]
    public void Detectors_that_nobody_marked_say_what_they_said() => Assert.Equal(
        Bad(Slow([]), "objective").Select(v => v.ConfidencePerMille),
        Bad(Slow(Forty("latency-peers", real: 0)), "objective").Select(v => v.ConfidencePerMille));

    [Fact]
    public void Nobody_is_less_sure_while_it_lasts_and_the_next_verdict_is()
    {
        var shop = Slow([]);
        var standing = Standing(shop);

        shop.Detection.Learn(Forty("latency-peers", real: 0));
        shop.Run(40);
        Assert.Equal((standing.ConfidencePerMille, null), (Standing(shop).ConfidencePerMille, Standing(shop).CalibratedBy));

        shop.Latency = _ => 0.006;
        shop.Run(120);
        shop.Latency = i => i == 1 ? 0.4 : 0.006;
        shop.Run(80, () => shop.Detection.Current().Any(IsIt));
        Assert.Equal(40, Standing(shop).CalibratedBy);
        Assert.True(Standing(shop).ConfidencePerMille < standing.ConfidencePerMille);
    }

    [Fact]
    public void Marks_that_are_taken_back_leave_nothing()
    {
        var shop = new Shop();
        shop.Detection.Learn(Forty("latency-peers", real: 0));
        shop.Detection.Learn([]);

        Assert.Equal(Bad(Slow([]), "latency-peers"), Bad(Slow([], shop), "latency-peers"));
    }

    [Fact]
    public void The_greatest_strength_of_an_alarm_is_told()
    {
        // Few requests, so that the evidence grows one by one.
        var told = Bad(Slow([], new Shop { Rate = _ => 4 }), "latency-peers").Select(v => v.Evidence.Surprise).ToArray();

        Assert.InRange(told.Max(), 9800, 99_000);
        Assert.InRange(told.Select(MarkedConfidence.StrengthOf).Distinct().Count(), 2, 11);
        Assert.True(told.Length <= 12, $"told {told.Length} times");
    }

    private static Shop Slow(MarkedAlarm[] marks, Shop? shop = null)
    {
        shop ??= new Shop();
        if (marks.Length > 0) shop.Detection.Learn(marks);
        shop.Run(240);
        shop.Latency = i => i == 1 ? 0.4 : 0.006;
        shop.Run(60);
        return shop;
    }

    private static MarkedAlarm[] Forty(string detector, int real) =>
        [.. Enumerable.Range(0, 40).Select(i => new MarkedAlarm(detector, 6000 + 7000 * i, real, 1))];

    private static bool IsIt(Verdict v) => v is { Detector: "latency-peers", Health: Health.Unhealthy };

    private static Verdict Standing(Shop shop) => shop.Detection.Current().Single(IsIt);

    private static IEnumerable<Verdict> Bad(Shop shop, string detector) => shop.BadVerdicts().Where(v => v.Detector == detector);

    /// <summary>The first word on each change of health: a band of confidence may be told more often.</summary>
    private static List<(string, string, Health, long)> Told(Shop shop) =>
        [.. shop.Told.Select(v => (v.Subject.Text, v.Detector, v.Health, v.SinceUnixNanos)).Distinct()];
}
