using Prunella.Contracts;
using Prunella.Senses.Otlp;

namespace Prunella.Senses.Tests.Otlp;

/// <summary>
/// OTLP's own JSON is read: hex ids, whole-number enums, 64-bit numbers as texts or numbers,
/// unknown fields ignored.
/// </summary>
public sealed class JsonTests : IDisposable
{
    public const string Metrics = """
        {"resourceMetrics":[{"resource":{"attributes":[
            {"key":"service.name","value":{"stringValue":"checkout"}},
            {"key":"service.instance.id","value":{"stringValue":"checkout-1"}}],"droppedAttributesCount":0},
          "scopeMetrics":[{"scope":{"name":"test","version":"1"},"metrics":[
            {"name":"http.server.request.duration","unit":"s",
            "histogram":{"aggregationTemporality":1,"dataPoints":[
              {"startTimeUnixNano":"1767225599000000000","timeUnixNano":1767225600000000000,"count":"3","sum":0.3,
               "bucketCounts":["0",3,"0"],"explicitBounds":[0.05,0.25],"min":0.1,"future":{"a":[1,{"b":null}]},
               "attributes":[{"key":"http.response.status_code","value":{"intValue":"503"}}]}]}}]}],
          "schemaUrl":"https://opentelemetry.io/schemas/1.44.0"}]}
        """;

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Metrics_are_read()
    {
        Assert.Equal(new OtlpResult(OtlpOutcome.Accepted, 0, "", TimeSpan.Zero), _bench.Json(OtlpSignal.Metrics,
            Metrics));
        Assert.Equal((3, 3), _bench.Sink.Errors("instance/checkout/checkout-1"));
        Assert.Equal(3, _bench.Sink.Latencies("instance/checkout/checkout-1"));
    }

    [Fact]
    public void Ids_of_spans_are_hex()
    {
        _bench.Json(OtlpSignal.Traces, """
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"5B8EFFF798038103D269B633813FC60C",
              "spanId":"EEE19B7EC3C1B174","parentSpanId":"","name":"pay","kind":3,
              "startTimeUnixNano":"1767225599000000000",
              "endTimeUnixNano":"1767225600000000000","status":{"code":2}}]}]}]}
            """);
        var span = Assert.Single(_bench.Sink.Spans);
        Assert.Equal(UInt128.Parse("5B8EFFF798038103D269B633813FC60C", System.Globalization.NumberStyles.HexNumber,
            System.Globalization.CultureInfo.InvariantCulture), span.TraceId);
        Assert.Equal(0xEEE19B7EC3C1B174, span.SpanId);
        Assert.Equal((SpanSide.Client, Some.Second, true, 0UL), (span.Side, span.DurationNanos, span.Failed,
            span.ParentSpanId));
    }

    [Theory]
    [InlineData("""{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"traceId":"not hex"}]}]}]}""", "LogRecord.traceId")]
    [InlineData("""{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"severityNumber":"INFO"}]}]}]}""", "severityNumber")]
    [InlineData("""{"resourceLogs":{}}""", "resourceLogs must be a list")]
    [InlineData("""{"resourceLogs":[""", "not JSON")]
    [InlineData("[]", "must be an object")]
    [InlineData("", "not JSON")]
    [InlineData("{} {}", "not JSON")]
    public void What_cannot_be_meant_is_refused_with_its_place(string json, string place)
    {
        var result = _bench.Json(OtlpSignal.Logs, json);
        Assert.Equal(OtlpOutcome.Malformed, result.Outcome);
        Assert.Contains(place, result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"resourceLogs":null}""")]
    [InlineData("""{"resource_logs":[{"not":"camelCase"}]}""")]
    public void An_empty_request_is_a_success(string json) =>
        Assert.Equal((OtlpOutcome.Accepted, ""), (_bench.Json(OtlpSignal.Logs, json) is var r ? (r.Outcome, r.Message)
            : default));
}
