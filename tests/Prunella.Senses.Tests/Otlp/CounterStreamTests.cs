using Prunella.Contracts;

namespace Prunella.Senses.Tests.Otlp;

/// <summary>Sums become differences and rates: resets, wraps, gaps, repeats and falling sums are read as what they
/// are.</summary>
public sealed class CounterStreamTests : IDisposable
{
    private const string Subject = "instance/checkout/checkout-1";
    private const long Old = Some.Now - 3_600 * Some.Second;
    private const double Wrap32 = 4_294_967_296.0;

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void The_first_reading_of_an_old_process_is_no_count() => Assert.Equal([5], Counts(Old, 1_000, 1_005));

    [Fact]
    public void A_fall_to_nothing_without_a_new_start_is_a_reset()
    {
        Assert.Equal([0, 7], Counts(Old, 1_000, 0, 7));
        Assert.Equal(1, _bench.Shed("reset"));
    }

    [Fact]
    public void A_new_start_is_a_reset_also_where_the_value_has_grown()
    {
        Send(Old, _bench.Now, 3);
        var restarted = _bench.Tick();
        Send(restarted, _bench.Tick(), 40);

        Assert.Equal([40], Seen());
        Assert.Equal(1, _bench.Shed("reset"));
    }

    [Fact]
    public void A_register_of_32_bits_that_wraps_is_no_reset()
    {
        Assert.Equal([300], Counts(Old, Wrap32 - 100, 200));
        Assert.Equal(0, _bench.Shed("reset"));
    }

    [Fact]
    public void One_of_64_bits_neither()
    {
        Assert.Equal([3 * 4_096], Counts(Old, 2 * 9_223_372_036_854_775_808.0 - 4_096, 2 * 4_096));
        Assert.Equal(0, _bench.Shed("reset"));
    }

    [Fact]
    public void A_whole_number_beyond_63_bits_is_refused_and_not_taken_for_a_fall()
    {
        Counts(Old, 10, -5);

        Assert.Empty(Seen());
        Assert.Equal(1, _bench.Shed("wrong_shape"));
    }

    [Fact]
    public void Repeats_and_what_was_overtaken_count_once()
    {
        Send(Old, _bench.Now, 100);
        var (first, second) = (_bench.Tick(), _bench.Tick());
        foreach (var (time, value) in new[] { (second, 120), (second, 120), (first, 110) }) Send(Old, time, value);

        Assert.Equal([20], Seen());
        Assert.Equal((1, 1), (_bench.Shed("duplicate"), _bench.Shed("out_of_order")));
    }

    [Fact]
    public void A_gap_keeps_its_difference_and_a_rate_is_over_the_whole_of_it()
    {
        foreach (var (wait, value) in new[] { (0, 100.0), (1, 100.5), (20, 110.5) })
        {
            _bench.Tick(wait);
            _bench.Metrics(Some.Metrics(Some.Checkout, Some.Sum("process.cpu.time", true, false, Some.Number(Old, _bench.Now, value))));
        }

        Assert.Equal([0.5, 0.5], _bench.Sink.Values(Subject, SignalKind.Saturation));
        Assert.Equal(1, _bench.Shed("gap"));
    }

    [Fact]
    public void A_sum_that_may_fall_is_a_level()
    {
        foreach (var value in new[] { 30.0, 12, 40 })
            _bench.Metrics(Some.Metrics(Some.Checkout, Some.Sum("process.thread.count", false, false, Some.Number(Old, _bench.Tick(), value))));

        Assert.Equal([30, 12, 40], _bench.Sink.Values(Subject, SignalKind.Gauge));
        Assert.Equal(0, _bench.Shed("reset"));
    }

    [Fact]
    public void Deltas_of_a_sum_that_may_fall_add_up_to_its_level()
    {
        foreach (var value in new[] { 30.0, -12, 4 })
            _bench.Metrics(Some.Metrics(Some.Checkout, Some.Sum("process.thread.count", false, true, Some.Number(Old, _bench.Tick(), value))));

        Assert.Equal([30, 18, 22], _bench.Sink.Values(Subject, SignalKind.Gauge));
    }

    [Fact]
    public void The_same_durations_in_seconds_and_in_milliseconds_are_the_same_histogram()
    {
        (int, long)[] In(string unit, double scale)
        {
            using var bench = new Bench();
            var time = bench.Tick();
            bench.Metrics(Some.Metrics(Some.Checkout, Some.Histogram("http.server.request.duration", unit, true,
                Some.Point(time - Some.Second, time, [3, 40, 7, 1], [0.01 * scale, 0.1 * scale, 1 * scale]))));
            return [.. Assert.Single(bench.Sink.Batches).Cells.Select(cell => (cell.Bucket, cell.Count))];
        }

        Assert.Equal(In("s", 1), In("ms", 1_000));
        Assert.Equal(In("s", 1), In("us", 1_000_000));
    }

    private double[] Counts(long start, params IEnumerable<double> values)
    {
        foreach (var value in values) Send(start, _bench.Tick(), value);
        return Seen();
    }

    private double[] Seen() => _bench.Sink.Values(Subject, SignalKind.Counter);

    private void Send(long start, long time, double value) =>
        _bench.Metrics(Some.Metrics(Some.Checkout, Some.Sum("dotnet.exceptions", true, false, Some.Number(start, time, value))));
}
