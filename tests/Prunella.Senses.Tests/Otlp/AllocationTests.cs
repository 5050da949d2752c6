using Prunella.Senses.Otlp;

namespace Prunella.Senses.Tests.Otlp;

/// <summary>
/// Reading known streams makes no texts: memory per data point stays a small, fixed number of
/// bytes.
/// </summary>
public sealed class AllocationTests
{
    private const int Streams = 1_000;

    /// <summary>Enough that the rest of an allocation block (8 KB), which the runtime gives up now and
    /// then and counts, is nothing.</summary>
    private const int Exports = 20;

    [Fact]
    public void A_known_stream_costs_a_few_bytes_per_point()
    {
        using var bench = new Bench();
        byte[] Body() => Some.Metrics(Some.Checkout, Some.Histogram("http.server.request.duration", "s", false,
            Enumerable.Range(0, Streams).Select(i => Some.Point(1, bench.Now, [i, 2 * i, 3, 0, 0, 0, 0, 0, 0, 0, 0],
                Some.Bounds,
                ("http.route", "/route/" + i), ("http.request.method", "GET"), ("http.response.status_code", "200")))));
        for (var i = 0; i < 3; i++)
        {
            bench.Metrics(Body());
            bench.Tick();
        }
        long allocated = 0;
        for (var i = 0; i < Exports; i++)
        {
            var body = Body();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var result = bench.Intake.Export(OtlpSignal.Metrics, OtlpEncoding.Protobuf, body, Bench.Sender, "");
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(OtlpOutcome.Accepted, result.Outcome);
            bench.Tick();
        }
        var perPoint = allocated / (double)(Streams * Exports);
        TestContext.Current.TestOutputHelper!.WriteLine($"{perPoint:F1} bytes per data point");
        // What is left per request (batch, receipt, outlet's samples), spread over a thousand
        // points.
        Assert.True(perPoint < 4, $"{perPoint} bytes per point");
    }
}
