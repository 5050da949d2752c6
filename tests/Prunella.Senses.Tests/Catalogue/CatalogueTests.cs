using System.Text;

using Prunella.Contracts;
using Prunella.Senses.Catalogue;
using Prunella.Senses.Otlp;

namespace Prunella.Senses.Tests.Catalogue;

/// <summary>
/// The catalogue means what its golden table says, and the page that users read names every
/// instrument.
/// </summary>
public sealed class CatalogueTests
{
    [Fact]
    public void The_table_is_the_golden_one()
    {
        var text = new StringBuilder("version " + ConventionTable.Version + "\n");
        foreach (var row in ConventionTable.Rows)
        {
            var where = row.Where.Attribute.Length == 0 ? "" : $" where {row.Where.Attribute}={row.Where.Value}";
            var of = row.Of.Length == 0 ? "" : $" of {row.Of}";
            var full = row.Full > 0 ? $" full={row.Full}" : "";
            var scope = row.Scope.Length == 0 ? "" : $" scope={row.Scope}";
            text.AppendJoin(' ', row.Instrument, row.Reading, row.Kind, row.Unit, row.About, row.Witness)
                .Append(where).Append(of).Append(full).Append(scope)
                .Append(row.MayCallItselfCounter ? " may-call-itself-counter" : "").Append('\n');
        }
        var path = Path.Combine(Folder(), "Catalogue", "catalogue.golden.txt");
        if (Environment.GetEnvironmentVariable("PRUNELLA_ACCEPT") == "1") File.WriteAllText(path, text.ToString());
        Assert.Equal(File.ReadAllText(path), text.ToString());
    }

    [Fact]
    public void The_reference_page_names_every_instrument()
    {
        var page = File.ReadAllText(Path.Combine(Folder(), "..", "..", "docs", "reference", "otlp.md"));
        Assert.All(ConventionTable.Rows, row => Assert.Contains("`" + row.Instrument + "`", page,
            StringComparison.Ordinal));
    }

    [Fact]
    public void The_reference_page_lists_every_reason_with_its_cause_and_no_other()
    {
        var page = File.ReadAllText(Path.Combine(Folder(), "..", "..", "docs", "reference", "otlp.md"));
        var listed = page[page.IndexOf("| Reason | Cause |", StringComparison.Ordinal)..].Split('\n').Skip(2)
            .Where(line => line.StartsWith('|')).Select(line => string.Join('|', line.Split('|')[1..3]).Replace(" ", ""));
        var reasons = typeof(ShedReasons).GetFields().Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(
            reasons.Select(r => $"`{r}`|{ShedReasons.CauseOf(r)}".ToLowerInvariant()).Order(StringComparer.Ordinal),
            listed.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("http.response.status_code", "500", 1)]
    [InlineData("http.status_code", "503", 1)]
    [InlineData("http.response.status_code", "404", 0)]
    [InlineData("error.type", "timeout", 1)]
    [InlineData("rpc.grpc.status_code", "14", 1)]
    [InlineData("rpc.response.status_code", "UNAVAILABLE", 1)]
    [InlineData("rpc.grpc.status_code", "5", 0)]
    public void Failures_are_told_by_attributes(string attribute, string value, long bad)
    {
        using var bench = new Bench();
        bench.Metrics(Duration("http.server.request.duration", bench.Now, (attribute, value)));
        Assert.Equal((bad, 1), bench.Sink.Errors("instance/checkout/checkout-1"));
    }

    [Theory]
    [InlineData("service.peer.name", "payments")]
    [InlineData("peer.service", "payments")]
    [InlineData("server.address", "10.0.0.7")]
    public void A_callers_durations_become_an_edge_when_the_peer_is_known(string attribute, string value)
    {
        using var bench = new Bench(peerAt: (host, _) => host == "10.0.0.7" ? new ServiceId("payments") : null);
        bench.Metrics(Duration("http.client.request.duration", bench.Now, (attribute, value), ("error.type", "500")));
        Assert.Equal((1, 1), bench.Sink.Errors("dependency/checkout>payments"));
        Assert.Equal(Witness.Telemetry, bench.Sink.Series("dependency/checkout>payments", SignalKind.Errors)!.Witness);
    }

    [Fact]
    public void An_unknown_peer_is_counted_and_dropped()
    {
        using var bench = new Bench();
        var result = bench.Metrics(Duration("http.client.request.duration", bench.Now, ("server.address",
            "example.org")));
        Assert.Equal(0, result.Rejected);
        Assert.Equal(1, bench.Shed("unknown_subject"));
        Assert.Empty(bench.Sink.Batches);
    }

    [Fact]
    public void An_unknown_instrument_is_counted_and_dropped_without_a_word()
    {
        using var bench = new Bench();
        var result = bench.Metrics(Duration("my.own.histogram", bench.Now));
        Assert.Equal((0L, ""), (result.Rejected, result.Message));
        Assert.Equal(1, bench.Shed("unknown_instrument"));
    }

    [Fact]
    public void A_gateways_tries_are_about_instances_and_its_requests_about_services()
    {
        using var bench = new Bench();
        bench.Metrics(Gateway(bench.Now));
        Assert.Equal((1, 1), bench.Sink.Errors("instance/shop.payments/payments-2"));
        Assert.Equal((0, 1), bench.Sink.Errors("service/shop.payments"));
        Assert.Equal(Witness.Gateway, bench.Sink.Series("service/shop.payments", SignalKind.Latency)!.Witness);
    }

    [Fact]
    public void A_gateways_word_needs_its_credential()
    {
        using var bench = new Bench();
        var result = bench.Metrics(Gateway(bench.Now), Bench.Sender with { MayWitnessAsGateway = false });
        Assert.Equal(2, result.Rejected);
        Assert.Empty(bench.Sink.Batches);
    }

    [Fact]
    public void A_foreign_scope_cannot_speak_as_a_gateway()
    {
        using var bench = new Bench();
        bench.Metrics(Duration("prunella.gateway.request.duration", bench.Now,
            ("prunella.service", "payments"), ("prunella.scope", "request")));
        Assert.Equal(1, bench.Shed("unknown_instrument"));
    }

    [Fact]
    public void Levels_of_a_pool_add_up_and_carry_their_limit()
    {
        using var bench = new Bench();
        byte[] Body() => Some.Metrics(Some.Checkout,
            Some.Sum("db.client.connection.count", false, false,
                Some.Number(1, bench.Now, 3, ("db.client.connection.state", "used"),
                    ("db.client.connection.pool.name", "a")),
                Some.Number(1, bench.Now, 4, ("db.client.connection.state", "used"),
                    ("db.client.connection.pool.name", "b")),
                Some.Number(1, bench.Now, 9, ("db.client.connection.state", "idle"))),
            Some.Sum("db.client.connection.max", false, false,
                Some.Number(1, bench.Now, 10, ("db.client.connection.pool.name", "a")),
                Some.Number(1, bench.Now, 10, ("db.client.connection.pool.name", "b"))));
        bench.Metrics(Body());
        bench.Tick();
        bench.Metrics(Body());
        Assert.Equal([7, 7], bench.Sink.Values("instance/checkout/checkout-1", SignalKind.Saturation));
        Assert.Equal(20, bench.Sink.Descriptions.Last().Limit);
    }

    [Fact]
    public void Processor_time_becomes_a_rate()
    {
        using var bench = new Bench();
        for (var i = 0; i < 3; i++)
        {
            bench.Metrics(Some.Metrics(Some.Checkout, Some.Sum("dotnet.process.cpu.time", true, false,
                Some.Number(1, bench.Now, 100 + i, ("cpu.mode", "user")), Some.Number(1, bench.Now, 50 + 0.5 * i,
                    ("cpu.mode", "system")))));
            bench.Tick(2);
        }
        Assert.Equal([0.75, 0.75], bench.Sink.Values("instance/checkout/checkout-1", SignalKind.Saturation));
    }

    [Fact]
    public void Queues_are_backlog()
    {
        using var bench = new Bench();
        bench.Metrics(Some.Metrics(Some.Checkout,
            Some.Sum("dotnet.thread_pool.queue.length", false, false, Some.Number(1, bench.Now, 12))));
        Assert.Equal([12], bench.Sink.Values("instance/checkout/checkout-1", SignalKind.Backlog));
    }

    [Fact]
    public void A_queue_that_dotnet_declares_as_a_counter_is_a_level_that_may_fall()
    {
        using var bench = new Bench();
        foreach (var length in (double[])[12, 40, 3])
        {
            var result = bench.Metrics(Some.Metrics(Some.Checkout,
                Some.Sum("dotnet.thread_pool.queue.length", true, false, Some.Number(1, bench.Now, length))));
            Assert.Equal(0, result.Rejected);
            bench.Tick();
        }
        Assert.Equal([12, 40, 3], bench.Sink.Values("instance/checkout/checkout-1", SignalKind.Backlog));
        Assert.Equal(0, bench.Shed("wrong_shape"));
    }

    [Fact]
    public void An_instrument_of_another_kind_than_its_convention_is_refused()
    {
        using var bench = new Bench();
        var result = bench.Metrics(Some.Metrics(Some.Checkout,
            Some.Gauge("http.server.request.duration", Some.Number(1, bench.Now, 12))));
        Assert.Equal(1, result.Rejected);
        Assert.Contains("http.server.request.duration", result.Message, StringComparison.Ordinal);
    }

    private static byte[] Duration(string name, long time, params IEnumerable<(string, string)> attributes) =>
        Some.Metrics(Some.Checkout, Histogram(name, time, attributes));

    private static byte[] Gateway(long time) => Some.MetricsOf("Prunella.Gateway", Some.Checkout,
        Histogram("prunella.gateway.request.duration", time,
            [("prunella.service", "shop.payments"), ("prunella.instance", "payments-2"), ("prunella.scope", "try"),
                ("error.type", "reset")]),
        Histogram("prunella.gateway.request.duration", time,
            [("prunella.service", "shop.payments"), ("prunella.scope", "request"), ("prunella.degraded", "true")]));

    private static Action<Wire> Histogram(string name, long time, IEnumerable<(string, string)> attributes) =>
        Some.Histogram(name, "s", true, Some.Point(time - Some.Second, time, [0, 1, 0], [0.01, 0.1], attributes));

    private static string Folder([System.Runtime.CompilerServices.CallerFilePath] string path = "") =>
        Path.GetDirectoryName(Path.GetDirectoryName(path))!;
}
