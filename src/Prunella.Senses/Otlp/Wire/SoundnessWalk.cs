namespace Prunella.Senses.Otlp.Wire;

/// <summary>
/// Proves a protobuf body sound before anything is taken from it, and counts its items.
/// </summary>
/// <remarks>
/// A body is taken whole or not at all: a cumulative stream that moved on before the reader met a
/// broken byte would have lost its difference. After this walk the readers behind it cannot fail on
/// structure. Depth is bounded because attribute values nest: a metric's attribute lies eight
/// messages deep, so 24 leaves room for lists in lists.
/// </remarks>
internal static class SoundnessWalk
{
    public const int MaxDepth = 24;

    /// <summary>
    /// Number of items; throws <see cref="MalformedTelemetryException"/> when the body is broken.
    /// </summary>
    public static int CountItems(OtlpMessage message, ReadOnlySpan<byte> body) => Walk(message, body, 0);

    private static int Walk(OtlpMessage message, ReadOnlySpan<byte> body, int depth)
    {
        if (depth > MaxDepth)
            throw new MalformedTelemetryException($"{message.Name} is nested deeper than {MaxDepth} messages.");
        var items = message.IsItem ? 1 : 0;
        var reader = new ProtoReader(body);
        while (reader.Next())
        {
            var field = message.ByNumber(reader.Field);
            if (field is null) continue;
            if (!Fits(field.Kind, reader.Type))
                throw new MalformedTelemetryException($"{message.Name}.{field.Name} has the wrong wire type.");
            if (field.Kind == FieldKind.Message) items += Walk(field.Message!, reader.Bytes, depth + 1);
            else if (reader.Type == WireType.Bytes) CheckPacked(message, field, reader.Bytes);
        }
        return items;
    }

    private static bool Fits(FieldKind kind, WireType type) => kind switch
    {
        FieldKind.Varint or FieldKind.SInt => type == WireType.Varint,
        FieldKind.Fixed64 or FieldKind.SFixed64 or FieldKind.Double => type == WireType.Fixed64,
        FieldKind.ManyFixed64 or FieldKind.ManyDouble => type is WireType.Bytes or WireType.Fixed64,
        FieldKind.ManyVarint => type is WireType.Bytes or WireType.Varint,
        _ => type == WireType.Bytes,
    };

    private static void CheckPacked(OtlpMessage message, OtlpField field, ReadOnlySpan<byte> packed)
    {
        if (field.Kind is FieldKind.ManyFixed64 or FieldKind.ManyDouble && packed.Length % 8 != 0)
            throw new MalformedTelemetryException($"{message.Name}.{field.Name} is not a whole number of values.");
        if (field.Kind != FieldKind.ManyVarint) return;
        while (!packed.IsEmpty) ProtoReader.ReadVarint(ref packed);
    }
}
