using Prunella.Contracts;
using Prunella.Senses.Otlp.Wire;

namespace Prunella.Senses.Otlp;

/// <summary>
/// Walks an export request whose records belong to nothing but their resource (spans, log lines), found sound before.
/// </summary>
/// <remarks>
/// Traces and logs share their outer shape: resources in field 1, in each its scopes in field 2, in each the records in
/// field 2. Metrics do not walk here: their points need the scope and the instrument.
/// </remarks>
internal static class RecordWalk
{
    /// <summary>Reads one record; null when it was rejected, and then the receipt says why.</summary>
    public delegate T? ReadRecord<T>(ReadOnlySpan<byte> record, InstanceId instance, ReadContext context)
        where T : struct;

    public static List<T> Read<T>(
        ReadOnlySpan<byte> request, ReadContext context, int expected, ReadRecord<T> read)
        where T : struct
    {
        var records = new List<T>(Math.Min(expected, 4_096));
        var reader = new ProtoReader(request);
        while (reader.Next())
        {
            if (reader.Field == 1) ReadResource(reader.Bytes, context, read, records);
        }
        return records;
    }

    private static void ReadResource<T>(
        ReadOnlySpan<byte> resource, ReadContext context, ReadRecord<T> read, List<T> records)
        where T : struct
    {
        var entry = context.Streams.Resource(ProtoReader.Last(resource, 1), context.Received, context.Sink);
        if (entry?.Advice is { } advice) context.Receipt.Advise(advice);
        var scopes = new ProtoReader(resource);
        while (scopes.Next())
        {
            if (scopes.Field != 2) continue;
            var reader = new ProtoReader(scopes.Bytes);
            while (reader.Next())
            {
                if (reader.Field != 2) continue;
                if (entry is null)
                    context.Receipt.Reject(ShedReasons.ResourceLimit, "the limit of sending resources is reached");
                else if (read(reader.Bytes, entry.Sighting.Instance, context) is { } record) records.Add(record);
            }
        }
    }
}
