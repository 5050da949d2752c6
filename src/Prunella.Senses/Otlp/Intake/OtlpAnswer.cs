using System.Buffers;
using System.Globalization;
using System.Text.Json;

using Prunella.Senses.Otlp.Wire;

namespace Prunella.Senses.Otlp;

/// <summary>
/// Writes answers: an Export…Response for what was taken, a google.rpc.Status for what was not.
/// </summary>
internal static class OtlpAnswer
{
    /// <summary>gRPC's numbers, which a Status carries over HTTP too.</summary>
    public static int GrpcCode(OtlpOutcome outcome) => outcome switch
    {
        OtlpOutcome.Accepted => 0,
        OtlpOutcome.Malformed => 3,
        OtlpOutcome.UnknownFleet => 7,
        OtlpOutcome.TooLarge => 8,
        OtlpOutcome.Overloaded => 14,
        _ => 16,
    };

    public static int HttpStatus(OtlpOutcome outcome) => outcome switch
    {
        OtlpOutcome.Accepted => 200,
        OtlpOutcome.Malformed => 400,
        OtlpOutcome.UnknownFleet => 403,
        OtlpOutcome.TooLarge => 413,
        OtlpOutcome.Overloaded => 429,
        _ => 401,
    };

    /// <summary>Whole seconds for <c>Retry-After</c>, at least one.</summary>
    public static string RetryAfter(TimeSpan wait) =>
        Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    public static byte[] Write(OtlpSignal signal, OtlpEncoding encoding, in OtlpResult result) =>
        result.Outcome == OtlpOutcome.Accepted
            ? encoding == OtlpEncoding.Json ? JsonResponse(signal, result) : ProtoResponse(result)
            : encoding == OtlpEncoding.Json
                ? JsonStatus(GrpcCode(result.Outcome), result.Message)
                : ProtoStatus(GrpcCode(result.Outcome), result.Message, result.RetryAfter);

    public static byte[] JsonStatus(int code, string message) => Json(writer =>
    {
        writer.WriteNumber("code", code);
        writer.WriteString("message", message);
    });

    /// <summary>A Status, with a RetryInfo when there is a time to wait.</summary>
    public static byte[] ProtoStatus(int code, string message, TimeSpan retryAfter)
    {
        using var buffer = new ProtoBuffer(256, 1 << 20);
        buffer.Tag(1, WireType.Varint);
        buffer.Varint((ulong)code);
        buffer.Text(2, message);
        if (retryAfter > TimeSpan.Zero)
        {
            var any = buffer.Begin(3);
            buffer.Text(1, "type.googleapis.com/google.rpc.RetryInfo");
            var info = buffer.Begin(2);
            var delay = buffer.Begin(1);
            buffer.Tag(1, WireType.Varint);
            buffer.Varint((ulong)retryAfter.TotalSeconds);
            buffer.Tag(2, WireType.Varint);
            buffer.Varint((ulong)(retryAfter.Ticks % TimeSpan.TicksPerSecond * 100));
            buffer.End(delay);
            buffer.End(info);
            buffer.End(any);
        }
        return buffer.Written.ToArray();
    }

    /// <summary>
    /// All taken: an empty message. A rejected count, a message or both: partial_success (field 1).
    /// </summary>
    private static byte[] ProtoResponse(in OtlpResult result)
    {
        if (result.Rejected == 0 && result.Message.Length == 0) return [];
        using var buffer = new ProtoBuffer(256, 1 << 20);
        var partial = buffer.Begin(1);
        if (result.Rejected > 0)
        {
            buffer.Tag(1, WireType.Varint);
            buffer.Varint((ulong)result.Rejected);
        }
        buffer.Text(2, result.Message);
        buffer.End(partial);
        return buffer.Written.ToArray();
    }

    private static byte[] JsonResponse(OtlpSignal signal, OtlpResult result) => Json(writer =>
    {
        if (result.Rejected == 0 && result.Message.Length == 0) return;
        writer.WriteStartObject("partialSuccess");
        var name = signal switch
        {
            OtlpSignal.Metrics => "rejectedDataPoints",
            OtlpSignal.Traces => "rejectedSpans",
            _ => "rejectedLogRecords",
        };
        if (result.Rejected > 0)
            writer.WriteString(name, result.Rejected.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("errorMessage", result.Message);
        writer.WriteEndObject();
    });

    private static byte[] Json(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
