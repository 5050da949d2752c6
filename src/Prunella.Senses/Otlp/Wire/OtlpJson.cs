using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Prunella.Senses.Otlp.Wire;

/// <summary>
/// Reads OTLP/JSON by rewriting it in the protobuf form, so that everything behind it exists once.
/// </summary>
/// <remarks>
/// OTLP's JSON is not protobuf's stock JSON: ids are hex, enums only whole numbers, names only
/// camelCase, 64-bit numbers a text or a number, unknown fields are ignored. Anything else is a
/// <see cref="MalformedTelemetryException"/> that names the field. JSON null stands for a field
/// that is not there.
/// </remarks>
internal static class OtlpJson
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 2 * SoundnessWalk.MaxDepth + 2 };

    /// <summary>
    /// Writes the protobuf form of <paramref name="json"/> into <paramref name="target"/>.
    /// </summary>
    public static void Rewrite(OtlpMessage message, ReadOnlySpan<byte> json, ProtoBuffer target)
    {
        if (json.StartsWith("\uFEFF"u8)) json = json[3..];
        try
        {
            var reader = new Utf8JsonReader(json, Strict);
            if (!reader.Read()) throw new MalformedTelemetryException("The body is empty.");
            Object(message, ref reader, target);
            if (reader.Read()) throw new MalformedTelemetryException("Something follows the message.");
        }
        catch (JsonException e)
        {
            throw new MalformedTelemetryException("The body is not JSON: " + e.Message, e);
        }
        catch (InvalidOperationException e)
        {
            // Utf8JsonReader's word for a text that is not UTF-8 or holds half a surrogate pair.
            throw new MalformedTelemetryException("A text in the body is not valid Unicode.", e);
        }
    }

    private static void Object(OtlpMessage message, ref Utf8JsonReader reader, ProtoBuffer target)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new MalformedTelemetryException($"{message.Name} must be an object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = message.ByName(ref reader);
            reader.Read();
            if (field is null) reader.Skip();
            else if (reader.TokenType != JsonTokenType.Null) Value(message, field, ref reader, target);
        }
    }

    private static void Value(OtlpMessage message, OtlpField field, ref Utf8JsonReader reader, ProtoBuffer target)
    {
        switch (field.Kind)
        {
            case FieldKind.Message when field.Repeated:
                Expect(JsonTokenType.StartArray, "a list", message, field, ref reader);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) Nested(field, ref reader, target);
                break;
            case FieldKind.Message:
                Nested(field, ref reader, target);
                break;
            case FieldKind.ManyFixed64 or FieldKind.ManyDouble or FieldKind.ManyVarint:
                Packed(message, field, ref reader, target);
                break;
            case FieldKind.Text:
                Text(message, field, ref reader, target);
                break;
            case FieldKind.Hex:
                Hex(message, field, ref reader, target);
                break;
            case FieldKind.Base64:
                Base64(message, field, ref reader, target);
                break;
            default:
                target.Tag(field.Number, TypeOf(field.Kind));
                Scalar(message, field, ref reader, target);
                break;
        }
    }

    private static void Nested(OtlpField field, ref Utf8JsonReader reader, ProtoBuffer target)
    {
        var start = target.Begin(field.Number);
        Object(field.Message!, ref reader, target);
        target.End(start);
    }

    private static void Packed(OtlpMessage message, OtlpField field, ref Utf8JsonReader reader, ProtoBuffer target)
    {
        Expect(JsonTokenType.StartArray, "a list", message, field, ref reader);
        var start = target.Begin(field.Number);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) Scalar(message, field, ref reader, target);
        target.End(start);
    }

    private static void Scalar(OtlpMessage message, OtlpField field, ref Utf8JsonReader reader, ProtoBuffer target)
    {
        switch (field.Kind)
        {
            case FieldKind.Varint when reader.TokenType is JsonTokenType.True or JsonTokenType.False:
                target.Varint(reader.GetBoolean() ? 1UL : 0);
                break;
            case FieldKind.Varint or FieldKind.SFixed64:
                var whole = unchecked((ulong)Signed(message, field, ref reader));
                if (field.Kind == FieldKind.Varint) target.Varint(whole);
                else target.Fixed64(whole);
                break;
            case FieldKind.SInt:
                var number = Signed(message, field, ref reader);
                if (number is < int.MinValue or > int.MaxValue) throw Wrong(message, field, "a 32-bit whole number");
                target.Varint(unchecked((uint)(((int)number << 1) ^ ((int)number >> 31))));
                break;
            case FieldKind.Fixed64 or FieldKind.ManyFixed64:
                target.Fixed64(Unsigned(message, field, ref reader));
                break;
            case FieldKind.ManyVarint:
                target.Varint(Unsigned(message, field, ref reader));
                break;
            default:
                target.Fixed64(BitConverter.DoubleToUInt64Bits(Real(message, field, ref reader)));
                break;
        }
    }

    private static long Signed(OtlpMessage message, OtlpField field, ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number)) return number;
        if (reader.TokenType == JsonTokenType.String
            && Utf8Parser.TryParse(Raw(ref reader), out number, out var used)
                && used == Raw(ref reader).Length) return number;
        throw Wrong(message, field, "a whole number");
    }

    private static ulong Unsigned(OtlpMessage message, OtlpField field, ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetUInt64(out var number)) return number;
        if (reader.TokenType == JsonTokenType.String
            && Utf8Parser.TryParse(Raw(ref reader), out number, out var used)
                && used == Raw(ref reader).Length) return number;
        throw Wrong(message, field, "a whole number that is not negative");
    }

    private static double Real(OtlpMessage message, OtlpField field, ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number)) return number;
        if (reader.TokenType != JsonTokenType.String) throw Wrong(message, field, "a number");
        if (reader.ValueTextEquals("NaN"u8)) return double.NaN;
        if (reader.ValueTextEquals("Infinity"u8)) return double.PositiveInfinity;
        if (reader.ValueTextEquals("-Infinity"u8)) return double.NegativeInfinity;
        return Utf8Parser.TryParse(Raw(ref reader), out number, out var used) && used == Raw(ref reader).Length
            ? number
            : throw Wrong(message, field, "a number");
    }

    /// <summary>
    /// A text's bytes as they stand; numbers need no unescaping, so an escaped one is simply no
    /// number.
    /// </summary>
    private static ReadOnlySpan<byte> Raw(ref Utf8JsonReader reader) => reader.ValueSpan;

    private static void Text(OtlpMessage message, OtlpField field, ref Utf8JsonReader reader, ProtoBuffer target)
    {
        Expect(JsonTokenType.String, "a text", message, field, ref reader);
        // Unescaping never lengthens.
        var rented = ArrayPool<byte>.Shared.Rent(Math.Max(1, reader.ValueSpan.Length));
        try
        {
            target.Bytes(field.Number, rented.AsSpan(0, reader.CopyString(rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static void Hex(OtlpMessage message, OtlpField field, ref Utf8JsonReader reader, ProtoBuffer target)
    {
        Expect(JsonTokenType.String, "a hex text", message, field, ref reader);
        Span<byte> id = stackalloc byte[16];
        var digits = Raw(ref reader);
        if (digits.Length > 32 || Convert.FromHexString(digits, id, out _, out var written) != OperationStatus.Done)
            throw Wrong(message, field, "hex digits, 16 for a span and 32 for a trace");
        target.Bytes(field.Number, id[..written]);
    }

    private static void Base64(OtlpMessage message, OtlpField field, ref Utf8JsonReader reader, ProtoBuffer target)
    {
        Expect(JsonTokenType.String, "base64", message, field, ref reader);
        if (!reader.TryGetBytesFromBase64(out var bytes)) throw Wrong(message, field, "base64");
        target.Bytes(field.Number, bytes);
    }

    private static WireType TypeOf(FieldKind kind) =>
        kind is FieldKind.Varint or FieldKind.SInt ? WireType.Varint : WireType.Fixed64;

    private static void Expect(
        JsonTokenType token, string what, OtlpMessage message, OtlpField field, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != token) throw Wrong(message, field, what);
    }

    private static MalformedTelemetryException Wrong(OtlpMessage message, OtlpField field, string what) =>
        new($"{message.Name}.{field.Name} must be {what}.");
}
