using CsCheck;

using Prunella.Samples.Load;

namespace Prunella.Samples.Tests;

/// <summary>Every request counts once, in the bucket in which it was meant to start, and a bucket is told only when it is whole.</summary>
public sealed class BucketsTests
{
    private const long Start = 1_000 * Buckets.Width;

    private readonly Buckets _buckets = new(Start);

    [Theory]
    [InlineData(200, false, 250, nameof(Ending.Good))]
    [InlineData(200, false, 250.1, nameof(Ending.Late))]
    [InlineData(200, true, 10, nameof(Ending.Degraded))]
    [InlineData(200, true, 300, nameof(Ending.Late))]
    [InlineData(404, false, 10, nameof(Ending.Good))]
    [InlineData(500, false, 10, nameof(Ending.Failed))]
    [InlineData(503, true, 10, nameof(Ending.Failed))]
    public void A_request_is_judged_as_its_user_would(int status, bool degraded, double millis, string ending) =>
        Assert.Equal(ending, Buckets.Classify(status, degraded, millis).ToString());

    [Fact]
    public void A_bucket_waits_for_its_last_request()
    {
        _buckets.Begin(Start);
        Assert.Empty(_buckets.Take(Start + 20 * Buckets.Width));

        _buckets.End(Start, Ending.Good, 3);

        Assert.Equal(20, _buckets.Take(Start + 20 * Buckets.Width).Count);
    }

    [Fact]
    public void A_bucket_is_not_told_before_it_is_over()
    {
        _buckets.Begin(Start);
        _buckets.End(Start, Ending.Good, 3);

        Assert.Empty(_buckets.Take(Start + Buckets.Width - 1));
        Assert.Single(_buckets.Take(Start + Buckets.Width));
    }

    [Fact]
    public void A_later_bucket_waits_behind_an_earlier_one()
    {
        _buckets.Begin(Start);
        _buckets.Begin(Start + Buckets.Width);
        _buckets.End(Start + Buckets.Width, Ending.Good, 3);

        Assert.Empty(_buckets.Take(Start + 2 * Buckets.Width));
    }

    [Fact]
    public void A_request_counts_where_it_was_meant_to_start_however_late_it_ends()
    {
        _buckets.Begin(Start);
        _buckets.Take(Start + 30 * Buckets.Width);

        _buckets.End(Start, Ending.Late, 3_000);

        var first = _buckets.Take(Start + 30 * Buckets.Width)[0];
        Assert.Equal((Start, 1L, 1L, 3_000.0), (first.At, first.Sent, first.Late, first.MaxMs));
    }

    [Fact]
    public void A_fallback_is_good_and_counted_apart()
    {
        End(Ending.Degraded, 3);
        End(Ending.Good, 3);

        var bucket = First();

        Assert.Equal((2L, 1L), (bucket.Good, bucket.Degraded));
    }

    [Fact]
    public void What_was_not_sent_failed_and_has_no_latency()
    {
        _buckets.NotSent(Start);
        End(Ending.Good, 8);

        var bucket = First();

        Assert.Equal((2L, 1L, 1L, 8.0), (bucket.Sent, bucket.Failed, bucket.Good, bucket.P50Ms));
    }

    [Fact]
    public void Quantiles_are_by_nearest_rank()
    {
        for (var i = 1; i <= 200; i++) End(Ending.Good, i);

        var bucket = First();

        Assert.Equal((100.0, 198.0, 200.0), (bucket.P50Ms, bucket.P99Ms, bucket.MaxMs));
    }

    [Fact]
    public void Buckets_come_in_order_without_gaps_and_count_every_request_once()
    {
        var request = Gen.Select(Gen.Long[0, 30 * Buckets.Width], Gen.Int[0, 4], Gen.Double[0, 6_000]);
        request.Array[0, 60].Sample(requests =>
        {
            var buckets = new Buckets(Start);
            var told = new List<Bucket>();
            foreach (var (at, _, _) in requests.Where(r => r.Item2 < 4)) buckets.Begin(Start + at);
            foreach (var (at, _, _) in requests.Where(r => r.Item2 == 4)) buckets.NotSent(Start + at);
            foreach (var (at, ending, millis) in requests.Where(r => r.Item2 < 4))
            {
                buckets.End(Start + at, (Ending)ending, millis);
                told.AddRange(buckets.Take(Start + 31 * Buckets.Width));
            }
            told.AddRange(buckets.Take(Start + 31 * Buckets.Width));

            Assert.Equal(Enumerable.Range(0, 31).Select(i => Start + i * Buckets.Width), told.Select(b => b.At));
            Assert.Equal(requests.Length, told.Sum(b => b.Sent));
            Assert.Equal(requests.Length, told.Sum(b => b.Good + b.Failed + b.Late));
            Assert.All(told, b => Assert.True(b.P50Ms <= b.P99Ms && b.P99Ms <= b.MaxMs));
        }, iter: 1_000);
    }

    private void End(Ending ending, double millis)
    {
        _buckets.Begin(Start);
        _buckets.End(Start, ending, millis);
    }

    private Bucket First() => _buckets.Take(Start + Buckets.Width)[0];
}
