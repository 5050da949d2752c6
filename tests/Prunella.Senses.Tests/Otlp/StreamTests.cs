using Prunella.Contracts;

namespace Prunella.Senses.Tests.Otlp;

/// <summary>
/// Cumulative streams become differences; what repeats, overtakes, restarts or goes missing is
/// never counted twice.
/// </summary>
public sealed class StreamTests : IDisposable
{
    private const string Subject = "instance/checkout/checkout-1";
    private const long Old = Some.Now - 3_600 * Some.Second;

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void The_first_value_of_an_old_process_is_only_a_starting_point()
    {
        Send(Old, _bench.Now, 1_000);
        Assert.Equal(0, _bench.Sink.Latencies(Subject));
        Send(Old, _bench.Tick(), 1_010);
        Assert.Equal(10, _bench.Sink.Latencies(Subject));
        Assert.Equal(1, _bench.Shed("baseline"));
    }

    [Fact]
    public void The_first_value_of_a_young_process_counts()
    {
        Send(_bench.Now - 5 * Some.Second, _bench.Now, 12);
        Assert.Equal(12, _bench.Sink.Latencies(Subject));
    }

    [Fact]
    public void The_first_failure_after_an_hour_counts_although_its_stream_is_new()
    {
        Send(Old, _bench.Now, 1_000);
        Send(Old, _bench.Tick(), 1_010);
        _bench.Tick();
        Send(_bench.Now, (Old, 1_020, "200"), (Old, 3, "503"));
        Assert.Equal((3, 23), _bench.Sink.Errors(Subject));
    }

    [Fact]
    public void A_resend_is_dropped()
    {
        Send(Old, _bench.Now, 1_000);
        var time = _bench.Tick();
        Send(Old, time, 1_010);
        Send(Old, time, 1_010);
        Assert.Equal(10, _bench.Sink.Latencies(Subject));
        Assert.Equal(1, _bench.Shed("duplicate"));
    }

    [Fact]
    public void A_point_that_was_overtaken_is_dropped()
    {
        Send(Old, _bench.Now, 1_000);
        var time = _bench.Tick();
        Send(Old, _bench.Tick(), 1_020);
        Send(Old, time, 1_010);
        Assert.Equal(20, _bench.Sink.Latencies(Subject));
        Assert.Equal(1, _bench.Shed("out_of_order"));
    }

    [Fact]
    public void A_restart_counts_from_nothing()
    {
        Send(Old, _bench.Now, 1_000);
        var restarted = _bench.Tick();
        Send(restarted, _bench.Tick(), 4);
        Assert.Equal(4, _bench.Sink.Latencies(Subject));
        Assert.Equal(1, _bench.Shed("reset"));
    }

    [Fact]
    public void A_value_that_falls_without_a_new_start_counts_from_nothing()
    {
        Send(Old, _bench.Now, 1_000);
        Send(Old, _bench.Tick(), 6);
        Assert.Equal(6, _bench.Sink.Latencies(Subject));
        Assert.Equal(1, _bench.Shed("reset"));
    }

    [Fact]
    public void Two_processes_with_one_identity_are_not_counted_twice()
    {
        var young = Old + 60 * Some.Second;
        Send(young, _bench.Now, 500);
        Send(Old, _bench.Tick(), 1_000);
        Send(young, _bench.Tick(), 510);
        Send(Old, _bench.Tick(), 1_010);
        Assert.Equal(10, _bench.Sink.Latencies(Subject));
        Assert.Equal(2, _bench.Shed("overlap"));
    }

    [Fact]
    public void A_gap_is_counted_and_its_difference_kept()
    {
        Send(Old, _bench.Now, 1_000);
        Send(Old, _bench.Tick(), 1_001);
        Send(Old, _bench.Tick(10), 1_031);
        Assert.Equal(31, _bench.Sink.Latencies(Subject));
        Assert.Equal(1, _bench.Shed("gap"));
    }

    [Fact]
    public void Deltas_pass_as_they_are()
    {
        for (var i = 0; i < 3; i++)
        {
            var time = _bench.Tick();
            _bench.Metrics(Some.Metrics(Some.Checkout, Some.Histogram("http.server.request.duration", "s", true,
                Some.Point(time - Some.Second, time, Counts(5), Some.Bounds))));
        }
        Assert.Equal(15, _bench.Sink.Latencies(Subject));
        Assert.Equal([5, 5, 5], _bench.Sink.Values(Subject, SignalKind.Traffic));
    }

    [Fact]
    public void A_late_delta_is_dropped_and_counted()
    {
        var time = _bench.Tick();
        Send(time - Some.Second, time, 5, delta: true);
        Send(time - 2 * Some.Second, time - Some.Second, 7, delta: true);
        Assert.Equal(5, _bench.Sink.Latencies(Subject));
        Assert.Equal(1, _bench.Shed("out_of_order"));
    }

    [Fact]
    public void Changed_bounds_begin_anew()
    {
        Send(Old, _bench.Now, 1_000);
        _bench.Metrics(Some.Metrics(Some.Checkout, Some.Histogram("http.server.request.duration", "s", false,
            Some.Point(Old, _bench.Tick(), [2_000, 0], [1], ("http.response.status_code", "200")))));
        Assert.Equal(0, _bench.Sink.Latencies(Subject));
    }

    [Fact]
    public void Exponential_histograms_become_differences_too()
    {
        void Export(int scale, params long[] counts) =>
            _bench.Metrics(Some.Metrics(Some.Checkout, metric => metric
                .Text(1, "http.server.request.duration").Text(3, "s").Message(10, data => data
                    .Message(1, point => point.Fixed64(2, (ulong)Old).Fixed64(3, (ulong)_bench.Now).SInt(6, scale)
                        .Message(8, buckets => buckets.SInt(1, -40).PackedVarint(2, counts)))
                    .Varint(2, 2))));
        Export(5, 100, 100, 100, 100);
        _bench.Tick();
        Export(5, 101, 102, 103, 104);
        Assert.Equal(10, _bench.Sink.Latencies(Subject));
    }

    [Fact]
    public void Milliseconds_become_seconds()
    {
        var time = _bench.Tick();
        _bench.Metrics(Some.Metrics(Some.Checkout, Some.Histogram("http.server.duration", "ms", true,
            Some.Point(time - Some.Second, time, [0, 4, 0], [100, 250]))));
        var batch = Assert.Single(_bench.Sink.Batches);
        Assert.All(batch.Cells, cell => Assert.InRange(LatencyBuckets.Middle(cell.Bucket), 0.099, 0.26));
    }

    private void Send(long start, long time, long count, bool delta = false) =>
        Assert.Equal(0, _bench.Metrics(Some.Metrics(Some.Checkout, Some.Histogram("http.server.request.duration", "s",
            delta,
            Some.Point(start, time, Counts(count), Some.Bounds, ("http.response.status_code", "200"))))).Rejected);

    private void Send(long time, params (long Start, long Count, string Status)[] streams) =>
        _bench.Metrics(Some.Metrics(Some.Checkout, Some.Histogram("http.server.request.duration", "s", false,
            streams.Select(s => Some.Point(s.Start, time, Counts(s.Count), Some.Bounds, ("http.response.status_code",
                s.Status))))));

    private static long[] Counts(long count)
    {
        var counts = new long[Some.Bounds.Length + 1];
        counts[3] = count;
        return counts;
    }
}
