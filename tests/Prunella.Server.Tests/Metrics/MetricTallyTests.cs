using System.Diagnostics.Metrics;

using Prunella.Server.Metrics;

namespace Prunella.Server.Tests.Metrics;

/// <summary>What the instruments measure is what a scrape reads: added up, bounded, escaped.</summary>
public sealed class MetricTallyTests : IDisposable
{
    private readonly string _name = "Tally." + Guid.NewGuid();
    private readonly MetricTally _tally;
    private readonly Meter _meter;

    public MetricTallyTests() => (_tally, _meter) = (new MetricTally(_name), new Meter(_name));

    [Fact]
    public void Counters_add_up_by_their_labels()
    {
        var orders = _meter.CreateCounter<long>("t.orders", "{order}", "Orders, by verb.");
        orders.Add(2, new KeyValuePair<string, object?>("verb", "Eject"));
        orders.Add(1, new KeyValuePair<string, object?>("verb", "Weight"));
        orders.Add(3, new KeyValuePair<string, object?>("verb", "Eject"));

        Assert.Equal(
            """
            # HELP t_orders_total Orders, by verb.
            # TYPE t_orders_total counter
            t_orders_total{verb="Eject"} 5
            t_orders_total{verb="Weight"} 1

            """, Text());
    }

    [Fact]
    public void What_grows_and_shrinks_is_a_gauge()
    {
        var open = _meter.CreateUpDownCounter<long>("t.open", "{incident}", "Open now.");
        open.Add(2);
        open.Add(-1);

        Assert.Contains("# TYPE t_open gauge\nt_open 1\n", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_histogram_has_the_buckets_that_its_instrument_advises_and_each_counts_those_below()
    {
        var took = _meter.CreateHistogram(
            "t.took", "s", "How long.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (var seconds in (double[])[0.05, 0.1, 0.5, 30]) took.Record(seconds);

        Assert.Equal(
            """
            # HELP t_took_seconds How long.
            # TYPE t_took_seconds histogram
            t_took_seconds_bucket{le="0.1"} 2
            t_took_seconds_bucket{le="1"} 3
            t_took_seconds_bucket{le="+Inf"} 4
            t_took_seconds_sum 30.65
            t_took_seconds_count 4

            """, Text());
    }

    [Fact]
    public void Two_makers_of_one_instrument_are_one_family()
    {
        using var second = new Meter(_name);
        _meter.CreateCounter<long>("t.both").Add(1);
        second.CreateCounter<long>("t.both").Add(2);

        Assert.Equal("# HELP t_both_total \n# TYPE t_both_total counter\nt_both_total 3\n", Text());
    }

    [Fact]
    public void Other_peoples_meters_are_not_listened_to()
    {
        using var other = new Meter(_name + ".Other");
        other.CreateCounter<long>("t.other").Add(1);

        Assert.Equal("", Text());
    }

    [Fact]
    public void A_label_cannot_break_out_of_its_quotes()
    {
        _meter.CreateCounter<long>("t.odd").Add(1, new KeyValuePair<string, object?>("why", "a\"} 1\nb\\"));

        Assert.Contains("""t_odd_total{why="a\"} 1\nb\\"} 1""" + "\n", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_without_end_end_in_one_series()
    {
        var counter = _meter.CreateCounter<long>("t.many");
        for (var i = 0; i < InstrumentTally.MostSeries + 50; i++)
            counter.Add(1, new KeyValuePair<string, object?>("n", i));

        var lines = Text().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(InstrumentTally.MostSeries + 1 + 2, lines.Length);
        Assert.Contains("""t_many_total{otel_metric_overflow="true"} 50""", lines);
    }

    public void Dispose()
    {
        _meter.Dispose();
        _tally.Dispose();
    }

    private string Text() => PrometheusText.Of(_tally.Read());
}
