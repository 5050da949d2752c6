using Prunella.Senses.Catalogue;
using Prunella.Senses.Otlp.Wire;
using Prunella.Senses.Streams;

namespace Prunella.Senses.Otlp.Metrics;

/// <summary>Walks an ExportMetricsServiceRequest that was found sound, and fills a batch.</summary>
/// <remarks>
/// Protobuf puts no order on fields (a resource may follow its metrics, a temporality its points),
/// so each level is walked twice: for what it says of itself, then for its children. Used under the
/// streams' gate.
/// </remarks>
internal ref struct MetricsReader(ReadContext context, PointSteps steps)
{
    private ResourceEntry _resource = null!;
    private Fingerprint _resourceKey;
    private Fingerprint _scope;

    public void Read(ReadOnlySpan<byte> request)
    {
        var reader = new ProtoReader(request);
        while (reader.Next())
        {
            if (reader.Field == 1) ReadResource(reader.Bytes);
        }
        steps.Flush();
    }

    private void ReadResource(ReadOnlySpan<byte> resourceMetrics)
    {
        var resource = ProtoReader.Last(resourceMetrics, 1);
        var entry = context.Streams.Resource(resource, context.Received, context.Sink);
        if (entry is null)
        {
            RejectAll(resourceMetrics);
            return;
        }
        if (entry.Advice is not null) context.Receipt.Advise(entry.Advice);
        _resource = entry;
        _resourceKey = Fingerprint.Of(resource);
        var reader = new ProtoReader(resourceMetrics);
        while (reader.Next())
        {
            if (reader.Field == 2) ReadScope(reader.Bytes);
        }
    }

    private readonly void RejectAll(ReadOnlySpan<byte> resourceMetrics)
    {
        for (var left = SoundnessWalk.CountItems(OtlpSchema.ResourceMetrics, resourceMetrics); left > 0; left--)
            context.Receipt.Reject(ShedReasons.ResourceLimit, "the limit of sending resources is reached");
    }

    private void ReadScope(ReadOnlySpan<byte> scopeMetrics)
    {
        _scope = Fingerprint.Of(ProtoReader.Last(ProtoReader.Last(scopeMetrics, 1), 1));
        var reader = new ProtoReader(scopeMetrics);
        while (reader.Next())
        {
            if (reader.Field == 2) ReadMetric(reader.Bytes);
        }
    }

    private void ReadMetric(ReadOnlySpan<byte> metric)
    {
        ReadOnlySpan<byte> name = default, unit = default, data = default;
        var kind = 0;
        var reader = new ProtoReader(metric);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: name = reader.Bytes; break;
                case 3: unit = reader.Bytes; break;
                case 5 or 7 or 9 or 10 or 11:
                    kind = reader.Field;
                    data = reader.Bytes;
                    break;
            }
        }
        var instrument = Fingerprint.Of(name);
        var row = ConventionTable.Find(instrument, _scope);
        if (row is null) context.Receipt.Note(ShedReasons.UnknownInstrument, Points(data));
        else if (row.About == About.BehindGateway && !context.MayWitnessAsGateway) RejectGateway(data);
        else
        {
            steps.Turn(row, _resource, _resourceKey.Then(_scope).Then(instrument), unit);
            ReadPoints(kind, data);
        }
    }

    private readonly void RejectGateway(ReadOnlySpan<byte> data)
    {
        for (var left = Points(data); left > 0; left--)
        {
            context.Receipt.Reject(ShedReasons.NotAGateway,
                "metrics of scope Prunella.Gateway need a credential with role target or sender");
        }
    }

    private readonly void ReadPoints(int kind, ReadOnlySpan<byte> data)
    {
        var temporality = 0UL;
        var monotonic = false;
        var reader = new ProtoReader(data);
        while (reader.Next())
        {
            if (reader.Field == 2) temporality = reader.Bits;
            else if (reader.Field == 3) monotonic = reader.Bits != 0;
        }
        var delta = temporality == 1;
        reader = new ProtoReader(data);
        while (reader.Next())
        {
            if (reader.Field != 1) continue;
            switch (kind)
            {
                case 5: steps.Number(reader.Bytes, delta: false, monotonic: false); break;
                case 7: steps.Number(reader.Bytes, delta, monotonic); break;
                case 9: steps.Explicit(reader.Bytes, delta); break;
                case 10: steps.Exponential(reader.Bytes, delta); break;
                default: context.Receipt.Reject(ShedReasons.WrongShape, "summaries are not read"); break;
            }
        }
    }

    private static int Points(ReadOnlySpan<byte> data)
    {
        var points = 0;
        var reader = new ProtoReader(data);
        while (reader.Next())
        {
            if (reader.Field == 1) points++;
        }
        return points;
    }
}
