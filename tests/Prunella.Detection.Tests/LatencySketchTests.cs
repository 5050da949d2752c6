using CsCheck;

using Prunella.Contracts;
using Prunella.Detection.Objectives;

namespace Prunella.Detection.Tests;

/// <summary>Sketches add up: whoever merges them, in whatever order, has what one sketch of all samples would have;
/// and a bound inside a bucket is told as an interval.</summary>
public sealed class LatencySketchTests
{
    private static readonly Gen<double[]> Latencies =
        Gen.OneOf(Gen.Double[1e-5, 0.01], Gen.Double[0.001, 2], Gen.Double[1, 400]).Array[0, 200];

    [Fact]
    public void Merging_is_associative_and_commutative_and_the_empty_one_changes_nothing() =>
        Gen.Select(Latencies, Latencies, Latencies).Sample((a, b, c) =>
        {
            Assert.Equal(Counts(Merged(Of(a), Of(b))), Counts(Merged(Of(b), Of(a))));
            Assert.Equal(Counts(Merged(Merged(Of(a), Of(b)), Of(c))), Counts(Merged(Of(a), Merged(Of(b), Of(c)))));
            Assert.Equal(Counts(Of(a)), Counts(Merged(Of(a), new LatencySketch())));
            Assert.Equal(Counts(Of(a)), Counts(Merged(new LatencySketch(), Of(a))));
        });

    [Fact]
    public void A_quantile_of_the_merged_holds_the_one_of_all_samples() =>
        Gen.Select(Latencies, Latencies, Gen.Int[1, 1000]).Sample((a, b, perMille) =>
        {
            double[] all = [.. a, .. b];
            if (all.Length == 0) return;
            Array.Sort(all);
            var (rank, merged) = ((int)Math.Ceiling(perMille / 1000.0 * all.Length), Merged(Of(a), Of(b)));
            var (above, upTo) = merged.Quantile(perMille / 1000.0);

            Assert.InRange(all[rank - 1], above * (1 - 1e-12), upTo * (1 + 1e-12));
        });

    [Fact]
    public void The_middle_is_within_the_stated_error() =>
        Gen.Double[0.0001, 250].Sample(seconds =>
        {
            var sketch = Of([seconds]);
            Assert.InRange(sketch.Middle(0.5) / seconds, 1 / 1.0443, 1.0443);
        });

    [Fact]
    public void The_true_number_of_late_ones_lies_between_certain_and_possible() =>
        Gen.Select(Latencies, Gen.Double[0.0005, 100]).Sample((latencies, bound) =>
        {
            var (certain, possible) = Of(latencies).Later(bound);
            var late = latencies.Count(l => l > bound);

            Assert.InRange(late, certain, possible);
        });

    [Fact]
    public void A_bound_at_the_end_of_a_bucket_leaves_no_doubt()
    {
        var bound = LatencyBuckets.UpperBound(60);
        var sketch = Of([bound, bound, bound * 1.01]);

        Assert.Equal((1, 1), sketch.Later(bound));
        Assert.Equal((1, 3), sketch.Later(bound * 0.99));
    }

    [Fact]
    public void What_is_no_count_is_not_taken_and_too_many_do_not_overflow()
    {
        var sketch = new LatencySketch();
        sketch.Add(-5, -3);
        sketch.Add(int.MaxValue, long.MaxValue);
        sketch.Add(int.MaxValue, long.MaxValue);

        Assert.Equal(1L << 50, sketch.Total);
        Assert.Equal((0d, 0d), new LatencySketch().Quantile(0.99));
    }

    private static LatencySketch Of(double[] latencies)
    {
        var sketch = new LatencySketch();
        foreach (var latency in latencies) sketch.Add(LatencyBuckets.IndexOf(latency), 1);
        return sketch;
    }

    private static LatencySketch Merged(LatencySketch a, LatencySketch b)
    {
        a.Merge(b);
        return a;
    }

    private static long[] Counts(LatencySketch sketch) => sketch.Counts.ToArray();
}
