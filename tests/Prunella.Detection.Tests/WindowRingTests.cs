using CsCheck;

using Prunella.Contracts;
using Prunella.Detection.Objectives;

namespace Prunella.Detection.Tests;

/// <summary>Sums over minutes to days are those of a slow, obvious list of all samples, whatever their order; and
/// nothing is allocated for them.</summary>
public sealed class WindowRingTests
{
    private const long Second = Shop.Second;
    private const long Minute = 60 * Second;
    private const long Hour = 60 * Minute;
    private const long Start = 1_700_000_000 * Second;
    private static readonly long[] Windows = [Minute, 5 * Minute, 10 * Minute, 30 * Minute, Hour, 2 * Hour, 6 * Hour, 24 * Hour, 72 * Hour];

    private static readonly Gen<(long At, int Bad, int Total)[]> Samples = Gen
        .Select(Gen.OneOf(Gen.Long[0, Hour], Gen.Long[0, 73 * Hour]), Gen.Int[0, 50], Gen.Int[0, 1000])
        .Select(s => (Start + s.Item1, Math.Min(s.Item2, s.Item3), s.Item3))
        .Array[1, 60];

    [Fact]
    public void Sums_are_those_of_a_list_of_all_samples_in_whole_slots() =>
        Gen.Select(Samples, Gen.Long[0, Hour]).Sample((samples, later) =>
        {
            // In time: none comes after its slot has gone.
            var ring = new WindowRing();
            foreach (var (at, bad, total) in samples.OrderBy(s => s.At)) ring.Add(at, bad, total);
            var now = samples.Max(s => s.At) + later;

            foreach (var window in Windows)
            {
                var width = Width(window);
                var counted = samples.Where(s => (s.At - 1) / width >= (now - window) / width && (s.At - 1) / width <= now / width).ToArray();
                var sum = ring.Recent(now, window);
                Assert.Equal((counted.Sum(s => (long)s.Bad), counted.Sum(s => (long)s.Total)), (sum.Bad, sum.Total));
            }
        });

    [Fact]
    public void The_order_of_samples_does_not_matter() =>
        Samples.SelectMany(s => Gen.Shuffle(s).Select(t => (s, t))).Sample((inTime, shuffled) =>
        {
            var (a, b) = (new WindowRing(), new WindowRing());
            foreach (var (at, bad, total) in inTime.OrderBy(s => s.At)) Put(a, at, bad, total);
            foreach (var (at, bad, total) in shuffled) Put(b, at, bad, total);
            var now = inTime.Max(s => s.At);

            foreach (var window in Windows) Assert.Equal(a.Recent(now, window), b.Recent(now, window));
        });

    [Fact]
    public void A_window_that_has_passed_is_empty_and_was_not_seen()
    {
        var ring = new WindowRing();
        Put(ring, Start, 5, 10);

        foreach (var window in Windows) Assert.Equal((10, 1), (ring.Recent(Start, window).Total, ring.Recent(Start, window).Seen));
        foreach (var window in Windows) Assert.Equal((0, 0), (ring.Recent(Start + window + 2 * Hour, window).Total, ring.Recent(Start + window + 2 * Hour, window).Seen));
    }

    [Fact]
    public void A_window_is_seen_when_its_witness_spoke_in_each_minute_or_of_it()
    {
        var (often, rarely) = (new WindowRing(), new WindowRing());
        for (var at = Start; at <= Start + Hour; at += 10 * Second) often.See(at, 10 * Second);
        for (var at = Start; at <= Start + Hour; at += 2 * Minute) rarely.See(at, 2 * Minute);

        Assert.Equal(1000, often.Recent(Start + Hour, Hour).SeenPerMille);
        Assert.Equal(1000, rarely.Recent(Start + Hour, Hour).SeenPerMille);
        Assert.Equal(166, often.Recent(Start + Hour, 6 * Hour).SeenPerMille, 5.0);
        Assert.False(often.Recent(Start + Hour + 3 * Minute, 5 * Minute).IsSeen);
    }

    [Fact]
    public void What_is_no_count_is_not_taken_and_too_many_do_not_overflow()
    {
        var ring = new WindowRing();
        ring.Add(Start, 3, 2);
        ring.Add(Start, -1, 2);
        ring.Add(-5, 1, 2);
        ring.See(0, Hour);
        Assert.Equal(0, ring.Recent(Start, Hour).Total);

        for (var i = 0; i < 400; i++) ring.Add(Start + i * Hour, long.MaxValue, long.MaxValue);
        Assert.True(ring.Recent(Start + 400 * Hour, 72 * Hour).WithUnseen > 0);
    }

    [Fact]
    public void What_was_of_a_time_that_has_not_come_is_forgotten()
    {
        var ring = new WindowRing();
        Put(ring, Start, 1, 10);
        Put(ring, Start + 90 * Minute, 5, 100);
        ring.ForgetLaterThan(Start + Minute);

        Assert.Equal(10, ring.Recent(Start + Minute, Hour).Total);
        Put(ring, Start + 90 * Minute, 2, 20);
        Assert.Equal((3, 30), (ring.Recent(Start + 90 * Minute, 2 * Hour).Bad, ring.Recent(Start + 90 * Minute, 2 * Hour).Total));
    }

    [Fact]
    public void It_allocates_nothing_after_construction_and_is_as_large_as_it_says()
    {
        // Statics are the type's, not the ring's.
        Assert.Equal(0, new WindowRing().Recent(Start, Hour).Total);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var ring = new WindowRing();
        var size = GC.GetAllocatedBytesForCurrentThread() - before;
        // What is counted, and the headers of the arrays.
        Assert.InRange(size, 13_568, 13_824);

        Put(ring, Start, 1, 2);
        before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            Put(ring, Start + i * 30 * Second, 1, 2);
            ring.Recent(Start + i * 30 * Second, 6 * Hour);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_feed_allocates_nothing_and_counts_late_ones_above_the_bounds_bucket()
    {
        var ring = new WindowRing();
        var feed = new WindowFeed(ring, 0.25);
        HistogramCell[] cells = [new(LatencyBuckets.IndexOf(0.25), 7), new(LatencyBuckets.IndexOf(0.251), 2), new(3, -5)];
        feed.Add(new HistogramSample(default, Start, 0, 3), cells, Second);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            feed.Add(new HistogramSample(default, Start, 0, 3), cells, Second);
            feed.Add(new RatioSample(default, Start, 1, 2), Second);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal((2002, 9009), (ring.Recent(Start, Hour).Bad, ring.Recent(Start, Hour).Total));
    }

    private static long Width(long window) =>
        window <= 10 * Minute ? 10 * Second : window <= 2 * Hour ? Minute : window <= 24 * Hour ? 5 * Minute : Hour;

    private static void Put(WindowRing ring, long at, long bad, long total)
    {
        ring.See(at, 0);
        ring.Add(at, bad, total);
    }
}
