using Prunella.Detection.Series;

namespace Prunella.Detection.Tests.Series;

/// <summary>A probability means what it says: what is called one in a thousand happens once in a thousand.</summary>
public sealed class TailEstimateTests
{
    public static TheoryData<string, Func<Random, double>> Laws => new()
    {
        { "normal", SomeSeries.Normal },
        { "exponential", r => -Math.Log(1 - r.NextDouble()) },
        { "lognormal", r => Math.Exp(SomeSeries.Normal(r)) },
        { "Pareto 3", r => Math.Pow(1 - r.NextDouble(), -1 / 3.0) },
    };

    [Theory]
    [MemberData(nameof(Laws))]
    public void One_in_a_thousand_is_not_said_too_often(string name, Func<Random, double> draw)
    {
        foreach (var law in (TailLaw[])[TailLaw.Novelty, TailLaw.Deviation, TailLaw.Lasting])
            Assert.True(Said(law, draw) <= 1.5, $"{name}, {law}: {Said(law, draw)} times");
    }

    [Fact]
    public void A_fault_that_lasts_does_not_teach_that_it_is_usual()
    {
        var random = new Random(13);
        var tail = new TailEstimate(TailLaw.Lasting);
        for (var i = 0; i < 10_000; i++) tail.Judge(SomeSeries.Normal(random));
        for (var i = 0; i < 24; i++) Assert.InRange(tail.Judge(8), 0, PageLevel.Probability);
    }

    private static double Said(TailLaw law, Func<Random, double> draw)
    {
        var random = new Random(11);
        var tail = new TailEstimate(law);
        for (var i = 0; i < 20_000; i++) tail.Judge(draw(random));
        const int Points = 400_000;
        var seen = 0;
        for (var i = 0; i < Points; i++) seen += tail.Judge(draw(random)) <= 1e-3 ? 1 : 0;

        return seen / (Points * 1e-3);
    }

    [Fact]
    public void The_farther_off_the_less_probable()
    {
        var random = new Random(12);
        TailEstimate Learnt()
        {
            var tail = new TailEstimate(TailLaw.Deviation);
            for (var i = 0; i < 5000; i++) tail.Judge(SomeSeries.Normal(random));
            return tail;
        }
        random = new Random(12);
        var last = 1.0;
        for (var off = 0.0; off < 50; off += 0.5)
        {
            random = new Random(12);
            var p = Learnt().Judge(off);
            Assert.True(p <= last, $"{off}: {p} after {last}");
            last = p;
        }
    }
}
