using CsCheck;

using Prunella.Contracts;
using Prunella.Detection.Hot;
using Prunella.Detection.Statistics;
using Prunella.Detection.Verification;

namespace Prunella.Detection.Tests;

/// <summary>Numbers mean what they say: tails are exact, counts stay humble, more bad evidence never means less.</summary>
public sealed class StatisticsTests
{
    [Fact]
    public void One_of_three_is_humble_and_thirty_of_ninety_is_not()
    {
        Assert.InRange(Binomial.Surprise(1, 3, 0.01), 1000, 2000);
        Assert.True(Binomial.Surprise(30, 90, 0.01) > 20_000);
    }

    [Fact]
    public void The_tail_is_the_slow_and_obvious_sum() =>
        Gen.Select(Gen.Int[1, 60], Gen.Double[0.001, 0.6]).SelectMany((n, p) => Gen.Select(Gen.Const(n), Gen.Const(p), Gen.Int[1, n])).Sample((n, p, k) =>
        {
            if (k <= n * p) return;
            Assert.InRange(Binomial.Surprise(k, n, p), -1000 * Math.Log10(Tail(k, n, p)) - 1.5, -1000 * Math.Log10(Tail(k, n, p)) + 1.5);
        });

    [Fact]
    public void More_bad_ones_never_mean_less_surprise() =>
        Gen.Select(Gen.Int[2, 5000], Gen.Double[0.0001, 0.9]).SelectMany((n, p) => Gen.Select(Gen.Const(n), Gen.Const(p), Gen.Int[1, n - 1])).Sample((n, p, k) =>
            Assert.True(Binomial.Surprise(k + 1, n, p) >= Binomial.Surprise(k, n, p)));

    [Fact]
    public void The_interval_holds_the_difference_and_stays_within_one() =>
        Gen.Select(Gen.Int[1, 500], Gen.Int[1, 500]).SelectMany((n, m) => Gen.Select(Gen.Int[0, n], Gen.Const(n), Gen.Int[0, m], Gen.Const(m))).Sample((a, n, b, m) =>
        {
            var d = ShareDifference.Of(a, n, b, m);
            Assert.True(d.Lower <= d.Difference && d.Difference <= d.Upper);
            Assert.InRange(d.Lower, -1.0001, 1.0001);
        });

    [Fact]
    public void Newcombes_own_example_gives_his_interval()
    {
        // 56/70 - 48/80: method 10 of the paper gives 0.0524 to 0.3339.
        var d = ShareDifference.Of(56, 70, 48, 80);

        Assert.Equal(0.0524, d.Lower, 3);
        Assert.Equal(0.3339, d.Upper, 3);
    }

    [Theory]
    [InlineData(30, 0, VerificationVerdict.Helped)]
    [InlineData(30, 30, VerificationVerdict.NoEffect)]
    [InlineData(0, 30, VerificationVerdict.Harmful)]
    [InlineData(0, 0, VerificationVerdict.NoEffect)]
    public void A_remedy_is_judged_by_before_and_after(int badBefore, int badAfter, VerificationVerdict expected)
    {
        var (ring, s) = (new SlotRing(), Shop.Second);
        for (var t = 1; t <= 20; t++) ring.AddRatio((1000 + t) * s, t <= 10 ? badBefore : badAfter, 100);
        var comparison = new Comparison(new VerificationRequest("i1.r1", Subject.Parse("service/a"), SignalKind.Errors, 0, 1000 * s, 1010 * s, s, 1018 * s, 500));

        Assert.Equal(expected, comparison.Answer(ring, 1019 * s)!.Verdict);
    }

    [Fact]
    public void A_sample_goes_into_the_second_it_is_about_however_late_it_comes()
    {
        var (ring, s) = (new SlotRing(), Shop.Second);
        ring.AddRatio(1010 * s, 0, 5);
        ring.AddRatio(1005 * s, 1, 7);
        ring.AddRatio(900 * s, 1, 7);

        Assert.Equal(new Counts(1, 7, 0), ring.Between(1004 * s, 1005 * s));
        Assert.Equal(1, ring.TooLate);
    }

    [Fact]
    public void A_sample_costs_no_allocation()
    {
        var stream = new SignalStream(Subject.Parse("service/a"), Witness.Gateway, 0.25);
        HistogramCell[] cells = [new(40, 3), new(60, 1)];
        void Feed(long from)
        {
            for (var i = from; i < from + 1000; i++)
            {
                stream.Add(new RatioSample(default, i * 10_000_000, 1, 4));
                stream.Add(new HistogramSample(default, i * 10_000_000, 0, 2), cells);
            }
        }
        Feed(100_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Feed(101_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_stream_costs_less_than_eight_kilobytes()
    {
        _ = new SignalStream(Subject.Parse("service/a"), Witness.Gateway, 0.25);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var stream = new SignalStream(Subject.Parse("service/b"), Witness.Gateway, 0.25);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 8 * 1024);
        GC.KeepAlive(stream);
    }

    private static double Tail(int k, int n, double p)
    {
        double sum = 0;
        for (var i = k; i <= n; i++) sum += Choose(n, i) * Math.Pow(p, i) * Math.Pow(1 - p, n - i);
        return sum;
    }

    private static double Choose(int n, int k)
    {
        double c = 1;
        for (var i = 1; i <= k; i++) c = c * (n - k + i) / i;
        return c;
    }
}
