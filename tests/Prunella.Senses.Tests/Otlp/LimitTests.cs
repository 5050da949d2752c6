using Prunella.Contracts;
using Prunella.Senses.Otlp;

namespace Prunella.Senses.Tests.Otlp;

/// <summary>
/// Size, rate and cardinality are bounded; what is shed is counted by reason and told to the
/// sender.
/// </summary>
public sealed class LimitTests
{
    [Fact]
    public void An_instance_cannot_take_more_than_its_share_of_series()
    {
        using var bench = new Bench(new OtlpOptions { MaxStreamsPerInstance = 10 });
        var result = bench.Metrics(Routes(Some.Checkout, bench.Now, 0, 15));
        Assert.Equal(5, result.Rejected);
        Assert.Contains("checkout/checkout-1 has reached the limit", result.Message, StringComparison.Ordinal);
        Assert.Equal(5, bench.Shed("instance_series_limit"));
        Assert.Equal(10, bench.Sink.Latencies("instance/checkout/checkout-1"));
    }

    [Fact]
    public void A_flood_of_new_series_does_not_push_out_the_living()
    {
        using var bench = new Bench(new OtlpOptions { MaxStreams = 10, MaxStreamsPerInstance = 10 });
        bench.Metrics(Routes(Some.Checkout, bench.Now, 0, 10));
        Assert.Equal(100, bench.Metrics(Routes(Other(1), bench.Tick(), 0, 100)).Rejected);
        Assert.Equal(0, bench.Metrics(Routes(Some.Checkout, bench.Tick(), 0, 10)).Rejected);
    }

    [Fact]
    public void Silent_series_make_room()
    {
        using var bench = new Bench(new OtlpOptions { MaxStreams = 10, MaxStreamsPerInstance = 10 });
        bench.Metrics(Routes(Some.Checkout, bench.Now, 0, 10));
        Assert.Equal(0, bench.Metrics(Routes(Other(1), bench.Tick(301), 0, 10)).Rejected);
    }

    [Fact]
    public void Sending_resources_are_bounded()
    {
        using var bench = new Bench(new OtlpOptions { MaxResources = 2 });
        var results = Enumerable.Range(0, 4).Select(i => bench.Metrics(Routes(Other(i), bench.Now, 0, 1)).Rejected);
        Assert.Equal([0, 0, 1, 1], results);
        Assert.Equal(2, bench.Shed("resource_limit"));
    }

    [Fact]
    public void A_sender_above_its_rate_is_told_to_wait()
    {
        using var bench = new Bench(new OtlpOptions { ItemsPerSecond = 10 });
        for (var i = 0; i < 3; i++) bench.Metrics(Routes(Some.Checkout, bench.Now, 0, 10));
        var result = bench.Metrics(Routes(Some.Checkout, bench.Now, 0, 10));
        Assert.Equal(OtlpOutcome.Overloaded, result.Outcome);
        Assert.InRange(result.RetryAfter.TotalSeconds, 0.9, 1.1);
        Assert.Equal(10, bench.Shed("rate_limit"));
        bench.Tick(1.1);
        Assert.Equal(OtlpOutcome.Accepted, bench.Metrics(Routes(Some.Checkout, bench.Now, 0, 10)).Outcome);
    }

    [Fact]
    public void Too_many_items_are_too_large()
    {
        using var bench = new Bench(new OtlpOptions { MaxItems = 5 });
        Assert.Equal(OtlpOutcome.TooLarge, bench.Metrics(Routes(Some.Checkout, bench.Now, 0, 6)).Outcome);
    }

    [Fact]
    public void A_full_sink_is_told_to_the_sender_and_descriptions_come_again()
    {
        using var bench = new Bench();
        bench.Sink.Full = true;
        var result = bench.Metrics(Routes(Some.Checkout, bench.Now, 0, 3));
        Assert.Equal((OtlpOutcome.Accepted, 3), (result.Outcome, result.Rejected));
        bench.Sink.Full = false;
        bench.Metrics(Routes(Some.Checkout, bench.Tick(), 0, 3));
        Assert.NotNull(bench.Sink.Series("instance/checkout/checkout-1", SignalKind.Latency));
        Assert.Single(bench.Sink.Sightings);
    }

    [Fact]
    public void A_series_is_described_once()
    {
        using var bench = new Bench();
        bench.Metrics(Routes(Some.Checkout, bench.Now, 0, 3));
        bench.Metrics(Routes(Some.Checkout, bench.Tick(), 0, 3));
        Assert.Equal(3, bench.Sink.Descriptions.Count());
    }

    [Fact]
    public void A_point_from_long_ago_is_refused_and_the_sender_told_its_clock()
    {
        using var bench = new Bench();
        var result = bench.Metrics(Routes(Some.Checkout, bench.Now - 3_600 * Some.Second, 0, 1));
        Assert.Equal(1, result.Rejected);
        Assert.Contains("3600 s in the past", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_point_from_the_future_is_taken_at_our_time()
    {
        using var bench = new Bench();
        bench.Metrics(Routes(Some.Checkout, bench.Now + 60 * Some.Second, 0, 1));
        Assert.Equal(bench.Now, Assert.Single(Assert.Single(bench.Sink.Batches).Ratios).TimeUnixNanos);
        Assert.Equal(1, bench.Shed("ahead"));
    }

    [Fact]
    public void Impossible_values_are_refused_and_the_rest_is_taken()
    {
        using var bench = new Bench();
        var result = bench.Metrics(Some.Metrics(Some.Checkout, Some.Histogram("http.server.request.duration", "s", true,
            Some.Point(0, bench.Now, [1, 2, 3], [1]),
            Some.Point(0, bench.Now, [1, long.MaxValue - 1], [1]),
            Some.Point(0, bench.Now, [0, 4], [1], ("http.route", "/good")))));
        Assert.Equal(2, result.Rejected);
        Assert.Equal(4, bench.Sink.Latencies("instance/checkout/checkout-1"));
    }

    [Fact]
    public void Wrong_bounds_are_all_told_at_once()
    {
        var wrong = new OtlpOptions { MaxItems = 0, MaxStreams = -1 };
        var error = Assert.Throws<ArgumentException>(() => new Bench(wrong));
        Assert.Contains("MaxItems is 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("MaxStreams is -1", error.Message, StringComparison.Ordinal);
    }

    private static (string, string)[] Other(int number) =>
        [("service.name", "other"), ("service.instance.id", "other-" + number), ("host.name", "h2")];

    private static byte[] Routes((string, string)[] resource, long time, int first, int count) =>
        Some.Metrics(resource, Some.Histogram("http.server.request.duration", "s", true,
            Enumerable.Range(first, count).Select(i =>
                Some.Point(time - Some.Second, time, [0, 1, 0], [0.01, 0.1], ("http.route", "/" + i)))));
}
