using CsCheck;

using Prunella.Contracts;
using Prunella.Detection.Baselines;
using Prunella.Detection.Hot;
using Prunella.Detection.Statistics;
using Prunella.Detection.Verification;

namespace Prunella.Detection.Tests;

/// <summary>Numbers mean what they say: tails are exact, counts stay humble, more bad evidence
/// never means less.</summary>
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
    public void Fishers_test_is_the_slow_and_obvious_count_of_draws() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12]).SelectMany((n, m) => Gen.Select(Gen.Int[1, n], Gen.Const(n), Gen.Int[0, m], Gen.Const(m))).Sample((a, n, b, m) =>
        {
            if ((double)a / n <= (double)b / m) return;
            var log = -1000 * Math.Log10(Enumerable.Range(a, Math.Min(n, a + b) - a + 1).Sum(k => Choose(a + b, k) * Choose(n + m - a - b, n - k)) / Choose(n + m, n));
            Assert.InRange(Fisher.Surprise(a, n, b, m), log - 1, log + 1);
        });

    [Fact]
    public void A_dozen_peers_without_a_failure_are_no_proof_of_none()
    {
        Assert.True(Fisher.Surprise(3, 10, 0, 12) < 2000);
        Assert.True(Fisher.Surprise(7, 35, 0, 70) > 3000);
    }

    [Fact]
    public void More_bad_ones_never_mean_less_confidence() =>
        Gen.Select(Gen.Int[0, 300_000], Gen.Int[0, 300_000]).Sample((a, b) =>
            Assert.True(Finding.Confidence(Math.Max(a, b)) >= Finding.Confidence(Math.Min(a, b))));

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
        var (ring, s) = (new SlotRing(1), Shop.Second);
        for (var t = 1; t <= 20; t++) ring.AddRatio((1000 + t) * s, t <= 10 ? badBefore : badAfter, 100);
        var comparison = new Comparison(new VerificationRequest("i1.r1", Subject.Parse("service/a"), SignalKind.Errors, 0, 1000 * s, 1010 * s, s, 1018 * s, 500));

        Assert.Equal(expected, comparison.Answer(Of(ring), 0, 1019 * s)!.Verdict);
    }

    [Fact]
    public void A_sample_goes_into_the_second_it_is_about_however_late_it_comes()
    {
        var (ring, s) = (new SlotRing(1), Shop.Second);
        ring.AddRatio(1010 * s, 0, 5);
        ring.AddRatio(1005 * s, 1, 7);
        ring.AddRatio(900 * s, 1, 7);

        Assert.Equal(new Counts(1, 7, 0), ring.Between(1004 * s, 1005 * s));
        Assert.Equal(1, ring.TooLate);
    }

    [Fact]
    public void A_sample_costs_no_allocation()
    {
        var stream = new SignalStream(Subject.Parse("service/a"), Witness.Gateway, [0.25]);
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
    public void A_slot_that_overflows_keeps_its_shape()
    {
        var (ring, s) = (new LatencyRing(), Shop.Second);
        for (var i = 0; i < 50; i++)
        {
            ring.Add(1000 * s, 20, 9000);
            ring.Add(1000 * s, 40, 1000);
        }
        var histogram = new long[LatencyBuckets.Count];
        ring.AddTo(histogram, 1000 * s, 3 * s);

        Assert.InRange((double)histogram[40] / histogram[20], 0.105, 0.12);
    }

    [Fact]
    public void Latency_slots_follow_the_senders_rhythm_and_jitter_does_not_move_them()
    {
        var (ring, s) = (new LatencyRing(), Shop.Second);
        ring.Fit(10 * s);
        ring.Add(1000 * s, 20, 5);
        foreach (var interval in new[] { 9, 11, 10, 12, 8 }) ring.Fit(interval * s);
        var histogram = new long[LatencyBuckets.Count];
        ring.AddTo(histogram, 1015 * s, 20 * s);

        Assert.Equal(5, histogram[20]);
    }

    [Fact]
    public void What_was_before_is_remembered_when_its_minute_is_over()
    {
        var (ring, s) = (new SlotRing(1), Shop.Second);
        var comparison = new Comparison(new VerificationRequest("i1.r1", Subject.Parse("service/a"), SignalKind.Errors, 0, 1000 * s, 1010 * s, s, 1100 * s, 500));
        VerificationResult? last = null;
        for (var t = 1; t <= 100; t++)
        {
            ring.AddRatio((1000 + t) * s, 30, 100);
            last = comparison.Answer(Of(ring), 0, (1000 + t) * s) ?? last;
        }

        Assert.True(last!.Final);
        Assert.Equal(VerificationVerdict.NoEffect, last.Verdict);
        Assert.Equal((300, 1000), (last.BeforeBad, last.BeforeTotal));
    }

    [Fact]
    public void Too_few_after_it_decide_nothing()
    {
        var (ring, s) = (new SlotRing(1), Shop.Second);
        for (var t = 1; t <= 20; t++) ring.AddRatio((1000 + t) * s, t <= 10 ? 3 : 0, t <= 10 ? 10 : 1);
        var comparison = new Comparison(new VerificationRequest("i1.r1", Subject.Parse("service/a"), SignalKind.Errors, 0, 1000 * s, 1010 * s, s, 1018 * s, 500));

        Assert.Equal(VerificationVerdict.Undecided, comparison.Answer(Of(ring), 0, 1019 * s)!.Verdict);
    }

    private static Seen Of(SlotRing ring) => new(new Watched(ring, 0, 0.0001), [], []);

    [Fact]
    public void A_stream_costs_less_than_five_kilobytes()
    {
        _ = new SignalStream(Subject.Parse("service/a"), Witness.Gateway, [0.25]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var stream = new SignalStream(Subject.Parse("service/b"), Witness.Gateway, [0.25]);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 5 * 1024);
        GC.KeepAlive(stream);
    }

    [Fact]
    public void What_a_service_remembers_in_the_long_run_costs_less_than_three_kilobytes_more()
    {
        var (first, second) = (new StreamWatch(), new StreamWatch());
        first.WatchLatency();
        first.WatchRate();
        var before = GC.GetAllocatedBytesForCurrentThread();
        second.WatchLatency();
        second.WatchRate();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 3 * 1024);
        GC.KeepAlive(second);
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
