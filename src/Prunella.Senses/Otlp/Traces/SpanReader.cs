using System.Buffers.Binary;

using Prunella.Contracts;
using Prunella.Senses.Identity;
using Prunella.Senses.Otlp.Wire;

namespace Prunella.Senses.Otlp.Traces;

/// <summary>
/// Walks an ExportTraceServiceRequest that was found sound, and keeps of each span what edges need.
/// </summary>
internal static class SpanReader
{
    public static List<SpanRecord> Read(ReadOnlySpan<byte> request, ReadContext context, int expected) =>
        RecordWalk.Read<SpanRecord>(request, context, expected, Span);

    private static SpanRecord? Span(ReadOnlySpan<byte> bytes, InstanceId instance, ReadContext context)
    {
        ReadOnlySpan<byte> traceId = default, spanId = default, parent = default, name = default, status = default;
        ulong kind = 0, start = 0, end = 0;
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: traceId = reader.Bytes; break;
                case 2: spanId = reader.Bytes; break;
                case 4: parent = reader.Bytes; break;
                case 5: name = reader.Bytes; break;
                case 6: kind = reader.Bits; break;
                case 7: start = reader.Bits; break;
                case 8: end = reader.Bits; break;
                case 15: status = reader.Bytes; break;
            }
        }
        if (traceId.Length != 16 || spanId.Length != 8 || parent.Length is not (0 or 8)
            || start > long.MaxValue / 2 || end > long.MaxValue / 2 || start == 0)
        {
            context.Receipt.Reject(ShedReasons.BadValue, "a span has no valid ids or times");
            return null;
        }
        var attributes = Attributes.Of(bytes, 9);
        return new SpanRecord(
            BinaryPrimitives.ReadUInt128BigEndian(traceId),
            BinaryPrimitives.ReadUInt64BigEndian(spanId),
            parent.IsEmpty ? 0 : BinaryPrimitives.ReadUInt64BigEndian(parent),
            instance,
            SideOf(kind),
            Operation(attributes, name),
            Peer(attributes),
            (long)start,
            // A clock that was set back inside a span must not make a duration negative.
            Math.Max(0, (long)end - (long)start),
            Failed(status) || attributes.First("error.type") is not null);
    }

    private static SpanSide SideOf(ulong kind) => kind switch
    {
        2 => SpanSide.Server,
        3 => SpanSide.Client,
        4 => SpanSide.Producer,
        5 => SpanSide.Consumer,
        _ => SpanSide.Internal,
    };

    /// <summary>
    /// The route or method rather than the span's name, where a sender puts whole paths into names.
    /// </summary>
    private static string Operation(Attributes attributes, ReadOnlySpan<byte> name)
    {
        var operation = attributes.First("http.route", "rpc.method", "messaging.destination.template")
            ?? Attributes.Utf8(name, Names.MaxLength);
        return operation.Length <= Names.MaxLength ? operation : operation[..Names.MaxLength];
    }

    private static string? Peer(Attributes attributes)
    {
        if (attributes.First("service.peer.name") is { } peer)
            return Names.Service(attributes.First("service.peer.namespace"), peer)?.ToString();
        return Names.Service(null, attributes.First("peer.service"))?.ToString();
    }

    private static bool Failed(ReadOnlySpan<byte> status)
    {
        var reader = new ProtoReader(status);
        var code = 0UL;
        while (reader.Next())
        {
            if (reader.Field == 3) code = reader.Bits;
        }
        return code == 2;
    }
}
