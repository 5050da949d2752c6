using System.Globalization;

using CsCheck;

using Prunella.Contracts;
using Prunella.Detection.FalseAlarms;

namespace Prunella.Detection.Tests.FalseAlarms;

/// <summary>Confidence comes to mean what people say, is monotone in the evidence whatever they say, and is left alone
/// while they say nothing.</summary>
public sealed class MarkedConfidenceTests
{
    private static readonly Gen<MarkedAlarm[]> Marks = Gen.Select(
        Gen.Int[0, 300_000], Gen.Int[0, 3], Gen.Int[1, 3],
        (surprise, real, of) => new MarkedAlarm("latency-peers", surprise, Math.Min(real, of), of)).Array[0, 60];

    [Fact]
    public void Without_marks_nothing_changes() => Gen.Int[1, 300_000].Sample(surprise =>
        Assert.Equal((Finding.Confidence(surprise), null), MarkedConfidence.Unmarked.Of(Measured(surprise))));

    [Fact]
    public void Marks_on_one_detector_leave_the_others_alone() => Marks.Sample(marks =>
        Assert.Equal((850, null), new MarkedConfidence(marks).Of(Measured(7000, "error-ratio"))));

    [Fact]
    public void More_evidence_never_lowers_confidence_whatever_was_marked() =>
        Gen.Select(Marks, Gen.Int[1, 300_000], Gen.Int[0, 100_000]).Sample((marks, surprise, more) =>
        {
            var map = new MarkedConfidence(marks);
            Assert.True(map.Of(Measured(surprise)).PerMille <= map.Of(Measured(surprise + more)).PerMille);
        });

    [Fact]
    public void One_more_false_alarm_raises_nothing_and_one_more_real_one_lowers_nothing() =>
        Gen.Select(Marks.Where(m => m.Length > 0), Gen.Int[0, 300_000], Gen.Int[1, 300_000]).Sample((marks, where, asked) =>
        {
            var before = new MarkedConfidence(marks).Of(Measured(asked)).PerMille;
            MarkedAlarm Case(int real) => new("latency-peers", where, real, 1);
            Assert.True(new MarkedConfidence([.. marks, Case(0)]).Of(Measured(asked)).PerMille <= before + Rounding);
            Assert.True(new MarkedConfidence([.. marks, Case(1)]).Of(Measured(asked)).PerMille >= before - Rounding);
        });

    /// <summary>Sums in another order may end on the other side of a half.</summary>
    private const int Rounding = 1;

    [Fact]
    public void The_order_of_marks_does_not_matter() => Gen.Select(Marks, Gen.Int[1, 300_000]).Sample((marks, surprise) =>
    {
        var (forth, back) = (new MarkedConfidence(marks).Of(Measured(surprise)), new MarkedConfidence(marks.Reverse()).Of(Measured(surprise)));
        Assert.InRange(forth.PerMille, back.PerMille - Rounding, back.PerMille + Rounding);
        Assert.Equal(forth.Incidents, back.Incidents);
    });

    [Fact]
    public void A_confidence_is_neither_certain_nor_nothing() => Gen.Select(Marks, Gen.Int[1, 300_000]).Sample((marks, surprise) =>
        Assert.InRange(new MarkedConfidence(marks).Of(Measured(surprise)).PerMille, 1, 999));

    [Fact]
    public void What_is_not_measured_is_believed_as_often_as_it_was_right()
    {
        var map = new MarkedConfidence(Enumerable.Range(0, 20).Select(i => new MarkedAlarm("saturation", 0, i < 4 ? 1 : 0, 1)));

        // Twenty imagined marks at 0.8, and four of twenty real ones.
        Assert.Equal((500, 20), map.Of(Measured(0, "saturation") with { ConfidencePerMille = 800, IsMeasured = false }));
        Assert.Equal((595, 20), map.Of(Measured(0, "saturation") with { ConfidencePerMille = 990, IsMeasured = false }));
    }

    [Fact]
    public void People_who_disagree_share_their_incident()
    {
        static MarkedAlarm[] Twenty(int real, int of) => [.. Enumerable.Repeat(new MarkedAlarm("latency-peers", 7000, real, of), 20)];
        static int At(MarkedAlarm[] marks) => new MarkedConfidence(marks).Of(Measured(7000)).PerMille;

        Assert.Equal(At(Twenty(1, 2)), At([.. Twenty(0, 1)[..10], .. Twenty(1, 1)[..10]]));
        Assert.Equal(At(Twenty(1, 1)), At(Twenty(5, 5)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 1)]
    [InlineData(-1, 1)]
    public void What_is_no_vote_is_refused(int real, int of) =>
        Assert.Throws<ArgumentException>(() => new MarkedConfidence([new MarkedAlarm("probe", 0, real, of)]));

    /// <summary>Where the formula is too kind or too strict, marks lead away from it and to what is true; the figures
    /// stand in docs/concepts/detection.md, word by word.</summary>
    [Fact]
    public void Converges_to_what_people_say_and_the_page_says_how_fast()
    {
        (string Name, Func<int, double> True)[] worlds =
        [
            ("as the formula says", s => Finding.Confidence(s) / 1000.0),
            ("too kind: between a quarter and three quarters are real", s => 0.25 + 0.5 * Math.Min(1, s / 30_000.0)),
            ("too strict: nearly all are real", _ => 0.97),
            ("a cliff: one of ten below one in 10^8, nearly all above", s => s < 8000 ? 0.1 : 0.95),
            ("strength says nothing: half are real", _ => 0.5),
        ];
        int[] amounts = [0, 20, 50, 100, 300];
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "concepts", "detection.md"));
        var missing = new List<string>();
        foreach (var (name, truth) in worlds)
        {
            double[] errors = [.. amounts.Select(n => Error(truth, n))];
            var row = $"| {name} | {string.Join(" | ", errors.Select(e => e.ToString("0.00", CultureInfo.InvariantCulture)))} |";
            if (!page.Contains(row, StringComparison.Ordinal)) missing.Add(row);
            if (errors[0] > 0.05) Assert.True(errors[^1] < errors[0] / 3 && errors[^1] < errors[2] && errors[2] < errors[1], row);
            else Assert.All(errors, e => Assert.InRange(e, 0, 0.06));
        }
        Assert.True(missing.Count == 0, "docs/concepts/detection.md must say:\n" + string.Join('\n', missing));
    }

    /// <summary>Mean distance between the map and the truth over the alarms of a fleet, of forty made-up histories.</summary>
    private static double Error(Func<int, double> truth, int marks)
    {
        var sum = 0.0;
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var map = new MarkedConfidence(Enumerable.Range(0, marks).Select(_ =>
            {
                var surprise = Draw(random);
                return new MarkedAlarm("latency-peers", surprise, random.NextDouble() < truth(surprise) ? 1 : 0, 1);
            }));
            var asked = new Random(999);
            for (var i = 0; i < 200; i++)
            {
                var surprise = Draw(asked);
                sum += Math.Abs(map.Of(Measured(surprise)).PerMille / 1000.0 - truth(surprise)) / 200;
            }
        }
        return sum / 40;
    }

    /// <summary>From one in 10^5 on, most within a few powers of ten, some far beyond.</summary>
    private static int Draw(Random random)
    {
        var far = random.NextDouble() < 0.3 ? 3 : 1;
        return 5000 + (int)Math.Min(295_000, -3000 * far * Math.Log(1 - random.NextDouble()));
    }

    private static Finding Measured(int surprise, string detector = "latency-peers") => new(
        new VerdictKey(Subject.Of(new ServiceId("checkout")), SignalKind.Latency, detector), Health.Unhealthy,
        Finding.Confidence(surprise), FaultKind.Slow, Witness.Gateway, new Evidence(1, 0, 1, 0, 0, surprise))
    {
        IsMeasured = true,
    };

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Prunella.slnx"))) folder = folder.Parent;
        return folder.FullName;
    }
}
