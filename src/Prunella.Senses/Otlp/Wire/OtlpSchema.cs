using System.Text;

namespace Prunella.Senses.Otlp.Wire;

/// <summary>What a field holds, as far as reading it needs to know.</summary>
internal enum FieldKind
{
    Text,
    Base64,
    Hex,
    Varint,
    SInt,
    Fixed64,
    SFixed64,
    Double,
    Message,
    ManyFixed64,
    ManyDouble,
    ManyVarint,
}

/// <summary>One field of a message: its number on the wire, its camelCase name in JSON.</summary>
internal sealed record OtlpField(int Number, string Name, FieldKind Kind, OtlpMessage? Message, bool Repeated);

/// <summary>One message of OTLP.</summary>
/// <param name="name">Its name in the public definition.</param>
/// <param name="isItem">
/// A data point, span or log record: what limits and rejected counts are counted in.
/// </param>
internal sealed class OtlpMessage(string name, bool isItem = false)
{
    private readonly OtlpField?[] _byNumber = new OtlpField?[17];
    private readonly List<(byte[] Name, OtlpField Field)> _byName = [];

    public string Name { get; } = name;

    public bool IsItem { get; } = isItem;

    public OtlpField? ByNumber(int number) => number < _byNumber.Length ? _byNumber[number] : null;

    /// <summary>Messages have at most sixteen fields, so a walk is as quick as a table.</summary>
    public OtlpField? ByName(ref System.Text.Json.Utf8JsonReader reader)
    {
        foreach (var (name, field) in _byName)
        {
            if (reader.ValueTextEquals(name)) return field;
        }
        return null;
    }

    public OtlpMessage Has(int number, string name, FieldKind kind)
    {
        Add(new OtlpField(number, name, kind, null, false));
        return this;
    }

    public OtlpMessage One(int number, string name, OtlpMessage message)
    {
        Add(new OtlpField(number, name, FieldKind.Message, message, false));
        return this;
    }

    public OtlpMessage Many(int number, string name, OtlpMessage message)
    {
        Add(new OtlpField(number, name, FieldKind.Message, message, true));
        return this;
    }

    private void Add(OtlpField field)
    {
        _byNumber[field.Number] = field;
        _byName.Add((Encoding.UTF8.GetBytes(field.Name), field));
    }
}

/// <summary>
/// The messages of OTLP 1.x with the fields that are read, by their public numbers.
/// </summary>
/// <remarks>
/// One table serves two readers: the walk that proves a protobuf body sound before anything is
/// taken from it, and the JSON reader, which turns JSON into the protobuf form so that everything
/// behind it exists once. Fields that nobody reads (exemplars, links, span events, schema
/// addresses, dropped counts) are left out: unknown fields are ignored.
/// </remarks>
internal static class OtlpSchema
{
    public static OtlpMessage Metrics { get; }

    public static OtlpMessage Traces { get; }

    public static OtlpMessage Logs { get; }

    /// <summary>One resource's share of a request.</summary>
    public static OtlpMessage ResourceMetrics => Metrics.ByNumber(1)!.Message!;

    static OtlpSchema()
    {
        var keyValue = KeyValues();
        var resource = new OtlpMessage("Resource").Many(1, "attributes", keyValue);
        var scope = new OtlpMessage("InstrumentationScope").Has(1, "name", FieldKind.Text);
        Metrics = Request("ExportMetricsServiceRequest", "resourceMetrics", new OtlpMessage("ResourceMetrics")
            .One(1, "resource", resource)
            .Many(2, "scopeMetrics", new OtlpMessage("ScopeMetrics")
                .One(1, "scope", scope).Many(2, "metrics", Metric(keyValue))));
        Traces = Request("ExportTraceServiceRequest", "resourceSpans", new OtlpMessage("ResourceSpans")
            .One(1, "resource", resource)
            .Many(2, "scopeSpans", new OtlpMessage("ScopeSpans")
                .One(1, "scope", scope).Many(2, "spans", Span(keyValue))));
        Logs = Request("ExportLogsServiceRequest", "resourceLogs", new OtlpMessage("ResourceLogs")
            .One(1, "resource", resource)
            .Many(2, "scopeLogs", new OtlpMessage("ScopeLogs")
                .One(1, "scope", scope).Many(2, "logRecords", LogRecord(keyValue))));
    }

    private static OtlpMessage Request(string name, string field, OtlpMessage perResource) =>
        new OtlpMessage(name).Many(1, field, perResource);

    private static OtlpMessage KeyValues()
    {
        var any = new OtlpMessage("AnyValue");
        var keyValue = new OtlpMessage("KeyValue").Has(1, "key", FieldKind.Text).One(2, "value", any);
        any.Has(1, "stringValue", FieldKind.Text)
            .Has(2, "boolValue", FieldKind.Varint)
            .Has(3, "intValue", FieldKind.Varint)
            .Has(4, "doubleValue", FieldKind.Double)
            .One(5, "arrayValue", new OtlpMessage("ArrayValue").Many(1, "values", any))
            .One(6, "kvlistValue", new OtlpMessage("KeyValueList").Many(1, "values", keyValue))
            .Has(7, "bytesValue", FieldKind.Base64);
        return keyValue;
    }

    private static OtlpMessage Metric(OtlpMessage keyValue)
    {
        var number = new OtlpMessage("NumberDataPoint", isItem: true)
            .Many(7, "attributes", keyValue)
            .Has(2, "startTimeUnixNano", FieldKind.Fixed64)
            .Has(3, "timeUnixNano", FieldKind.Fixed64)
            .Has(4, "asDouble", FieldKind.Double)
            .Has(6, "asInt", FieldKind.SFixed64)
            .Has(8, "flags", FieldKind.Varint);
        var histogram = new OtlpMessage("HistogramDataPoint", isItem: true)
            .Many(9, "attributes", keyValue)
            .Has(2, "startTimeUnixNano", FieldKind.Fixed64)
            .Has(3, "timeUnixNano", FieldKind.Fixed64)
            .Has(4, "count", FieldKind.Fixed64)
            .Has(5, "sum", FieldKind.Double)
            .Has(6, "bucketCounts", FieldKind.ManyFixed64)
            .Has(7, "explicitBounds", FieldKind.ManyDouble)
            .Has(10, "flags", FieldKind.Varint);
        var buckets = new OtlpMessage("Buckets")
            .Has(1, "offset", FieldKind.SInt).Has(2, "bucketCounts", FieldKind.ManyVarint);
        var exponential = new OtlpMessage("ExponentialHistogramDataPoint", isItem: true)
            .Many(1, "attributes", keyValue)
            .Has(2, "startTimeUnixNano", FieldKind.Fixed64)
            .Has(3, "timeUnixNano", FieldKind.Fixed64)
            .Has(4, "count", FieldKind.Fixed64)
            .Has(5, "sum", FieldKind.Double)
            .Has(6, "scale", FieldKind.SInt)
            .Has(7, "zeroCount", FieldKind.Fixed64)
            .One(8, "positive", buckets)
            .One(9, "negative", buckets)
            .Has(10, "flags", FieldKind.Varint);
        var summary = new OtlpMessage("SummaryDataPoint", isItem: true).Has(3, "timeUnixNano", FieldKind.Fixed64);
        return new OtlpMessage("Metric")
            .Has(1, "name", FieldKind.Text)
            .Has(3, "unit", FieldKind.Text)
            .One(5, "gauge", Data("Gauge", number))
            .One(7, "sum", Data("Sum", number)
                .Has(2, "aggregationTemporality", FieldKind.Varint).Has(3, "isMonotonic", FieldKind.Varint))
            .One(9, "histogram", Data("Histogram", histogram)
                .Has(2, "aggregationTemporality", FieldKind.Varint))
            .One(10, "exponentialHistogram", Data("ExponentialHistogram", exponential)
                .Has(2, "aggregationTemporality", FieldKind.Varint))
            .One(11, "summary", Data("Summary", summary));
    }

    private static OtlpMessage Data(string name, OtlpMessage point) =>
        new OtlpMessage(name).Many(1, "dataPoints", point);

    private static OtlpMessage Span(OtlpMessage keyValue) => new OtlpMessage("Span", isItem: true)
        .Has(1, "traceId", FieldKind.Hex)
        .Has(2, "spanId", FieldKind.Hex)
        .Has(4, "parentSpanId", FieldKind.Hex)
        .Has(5, "name", FieldKind.Text)
        .Has(6, "kind", FieldKind.Varint)
        .Has(7, "startTimeUnixNano", FieldKind.Fixed64)
        .Has(8, "endTimeUnixNano", FieldKind.Fixed64)
        .Many(9, "attributes", keyValue)
        .One(15, "status", new OtlpMessage("Status").Has(3, "code", FieldKind.Varint));

    private static OtlpMessage LogRecord(OtlpMessage keyValue)
    {
        var any = keyValue.ByNumber(2)!.Message!;
        return new OtlpMessage("LogRecord", isItem: true)
            .Has(1, "timeUnixNano", FieldKind.Fixed64)
            .Has(2, "severityNumber", FieldKind.Varint)
            .One(5, "body", any)
            .Many(6, "attributes", keyValue)
            .Has(9, "traceId", FieldKind.Hex)
            .Has(10, "spanId", FieldKind.Hex)
            .Has(11, "observedTimeUnixNano", FieldKind.Fixed64);
    }
}
