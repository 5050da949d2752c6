using CsCheck;

using Prunella.Contracts;
using Prunella.Senses.Streams;

namespace Prunella.Senses.Tests.Streams;

/// <summary>
/// Whatever buckets a sender uses, not one observation is lost or invented on the way into our
/// cells.
/// </summary>
public sealed class LatencySpreadTests
{
    [Fact]
    public void Explicit_buckets_keep_their_total() =>
        Gen.Select(Gen.Double[1e-6, 1e4].Array[0, 20], Gen.Long[0, 1_000_000].Array[21], Gen.Double[1e-6, 1e3]).Sample(
            (bounds, counts, mean) =>
            {
                var sorted = bounds.Distinct().Order().ToArray();
                var mine = counts[..(sorted.Length + 1)];
                var cells = new long[LatencyBuckets.Count];
                new ExplicitLayout(sorted, 1).Spread(mine, mean, cells);
                Assert.Equal(mine.Sum(), cells.Sum());
                Assert.All(cells, count => Assert.True(count >= 0));
            }, iter: 5_000);

    [Fact]
    public void An_explicit_bucket_stays_between_its_bounds()
    {
        var cells = new long[LatencyBuckets.Count];
        new ExplicitLayout([0.1, 0.25], 1).Spread([0, 1_000, 0], 0, cells);
        var low = LatencyBuckets.IndexOf(0.1);
        var high = LatencyBuckets.IndexOf(0.25);
        Assert.Equal(1_000, cells[low..(high + 1)].Sum());
        Assert.True(cells[low + 2] is > 80 and < 110, $"evenly over {high - low} cells, but {cells[low + 2]}");
    }

    [Fact]
    public void Without_bounds_everything_lies_at_the_mean()
    {
        var cells = new long[LatencyBuckets.Count];
        new ExplicitLayout([], 1).Spread([7], 0.3, cells);
        Assert.Equal(7, cells[LatencyBuckets.IndexOf(0.3)]);
    }

    [Fact]
    public void Exponential_buckets_of_any_scale_and_unit_keep_their_total() =>
        Gen.Select(Gen.Int[-10, 20], Gen.Int[-4_000, 4_000], Gen.Long[0, 1_000_000].Array[0, 160],
            Gen.Long[0, 1_000], Gen.Int[0, 2]).Sample((scale, offset, counts, zero, thousandths) =>
        {
            var cells = new long[LatencyBuckets.Count];
            ExponentialCounts.Of(scale, offset, counts, zero).Spread(Math.Pow(1e-3, thousandths), cells);
            Assert.Equal(counts.Sum() + zero, cells.Sum());
            Assert.All(cells, count => Assert.True(count >= 0));
        }, iter: 5_000);

    [Fact]
    public void An_exponential_histogram_in_seconds_lands_where_its_values_belong() =>
        Gen.Select(Gen.Int[3, 20], Gen.Double[1e-4, 200]).Sample((scale, seconds) =>
        {
            var index = (int)Math.Ceiling(Math.Log2(seconds) * Math.Pow(2, scale)) - 1;
            var cells = new long[LatencyBuckets.Count];
            ExponentialCounts.Of(scale, index, [1], 0).Spread(1, cells);
            var found = Array.IndexOf(cells, 1);
            // A value on a bound may round either way; the cell's own bounds are the witness.
            Assert.InRange(seconds, LatencyBuckets.UpperBound(found - 1) * (1 - 1e-9),
                LatencyBuckets.UpperBound(found) * (1 + 1e-9));
        }, iter: 5_000);

    [Fact]
    public void A_coarser_scale_minus_a_finer_one_is_exact()
    {
        var before = ExponentialCounts.Of(3, 10, [1, 2, 3, 4], 1);
        var now = ExponentialCounts.Of(2, 5, [5, 9], 1);
        var since = now.Since(before);
        Assert.NotNull(since);
        Assert.Equal((5 - 3) + (9 - 7), since.Total);
    }

    [Fact]
    public void A_count_that_falls_is_a_reset() =>
        Assert.Null(ExponentialCounts.Of(3, 10, [1, 1], 0).Since(ExponentialCounts.Of(3, 10, [1, 2], 0)));
}
