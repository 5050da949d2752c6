using System.Buffers.Binary;

using Prunella.Senses.Otlp.Wire;

namespace Prunella.Senses.Otlp.Metrics;

/// <summary>
/// Arrays that are used for one point after the other, so that reading a point allocates nothing.
/// </summary>
internal sealed class PointScratch
{
    /// <summary>
    /// Exponential histograms have 160 buckets by default, explicit ones some 15; more than this is
    /// refused.
    /// </summary>
    public const int MaxBuckets = 1_024;

    public long[] Counts { get; } = new long[MaxBuckets + 1];

    public double[] Bounds { get; } = new double[MaxBuckets];

    public long[] Difference { get; } = new long[MaxBuckets + 1];
}

/// <summary>
/// One data point of any kind, read in one pass; buckets lie in the scratch it was read with.
/// </summary>
internal ref struct MetricPoint
{
    /// <summary>
    /// No counter of a minute reaches this; sums of so many stay far from overflow.
    /// </summary>
    public const ulong MaxCount = 1_000_000_000_000;

    public long Start;
    public long Time;
    public Fingerprint Attributes;
    public double Value;
    public double Sum;
    public ulong Count;
    public int Scale;
    public int Offset;
    public ulong Zero;
    public int Counts;
    public int Bounds;
    public bool NoValue;

    /// <summary>A count, bound, offset or time that cannot be meant.</summary>
    public bool Bad;

    public static MetricPoint Number(ReadOnlySpan<byte> bytes)
    {
        var point = new MetricPoint();
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2: point.Start = point.TimeOf(reader.Bits); break;
                case 3: point.Time = point.TimeOf(reader.Bits); break;
                case 4: point.Value = reader.Double; break;
                case 6: point.Value = unchecked((long)reader.Bits); break;
                case 7: point.Attributes = point.Attributes.With(Fingerprint.Of(reader.Bytes)); break;
                case 8: point.NoValue = (reader.Bits & 1) != 0; break;
            }
        }
        if (!double.IsFinite(point.Value)) point.Bad = true;
        return point;
    }

    public static MetricPoint Explicit(ReadOnlySpan<byte> bytes, PointScratch scratch)
    {
        var point = new MetricPoint();
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2: point.Start = point.TimeOf(reader.Bits); break;
                case 3: point.Time = point.TimeOf(reader.Bits); break;
                case 4: point.Count = reader.Bits; break;
                case 5: point.Sum = reader.Double; break;
                case 6: point.AddFixed(ref reader, scratch.Counts); break;
                case 7: point.AddBounds(ref reader, scratch.Bounds); break;
                case 9: point.Attributes = point.Attributes.With(Fingerprint.Of(reader.Bytes)); break;
                case 10: point.NoValue = (reader.Bits & 1) != 0; break;
            }
        }
        if (point.Counts == 0 && point.Bounds == 0) point.AddCount(point.Count, scratch.Counts);
        if (point.Counts != point.Bounds + 1) point.Bad = true;
        point.CheckTotal(scratch.Counts);
        return point;
    }

    public static MetricPoint Exponential(ReadOnlySpan<byte> bytes, PointScratch scratch)
    {
        var point = new MetricPoint();
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: point.Attributes = point.Attributes.With(Fingerprint.Of(reader.Bytes)); break;
                case 2: point.Start = point.TimeOf(reader.Bits); break;
                case 3: point.Time = point.TimeOf(reader.Bits); break;
                case 6: point.Scale = reader.SInt32; break;
                case 7: point.AddZero(reader.Bits); break;
                case 8: point.ReadBuckets(reader.Bytes, scratch); break;
                case 9: point.AddNegative(reader.Bytes); break;
                case 10: point.NoValue = (reader.Bits & 1) != 0; break;
            }
        }
        // The specification's scales; an offset beyond 2^30 is no duration at any of them.
        if (point.Scale is < -10 or > 20 || point.Offset is < -(1 << 30) or > 1 << 30) point.Bad = true;
        point.CheckTotal(scratch.Counts);
        return point;
    }

    private long TimeOf(ulong nanos)
    {
        if (nanos <= long.MaxValue / 2) return (long)nanos;
        Bad = true;
        return 0;
    }

    private void AddCount(ulong count, long[] counts)
    {
        if (count > MaxCount || Counts >= counts.Length) Bad = true;
        else counts[Counts++] = (long)count;
    }

    private void AddFixed(ref ProtoReader reader, long[] counts)
    {
        if (reader.Type == WireType.Fixed64) AddCount(reader.Bits, counts);
        else
        {
            for (var rest = reader.Bytes; rest.Length >= 8 && !Bad; rest = rest[8..])
                AddCount(BinaryPrimitives.ReadUInt64LittleEndian(rest), counts);
        }
    }

    private void AddBounds(ref ProtoReader reader, double[] bounds)
    {
        if (reader.Type == WireType.Fixed64) AddBound(reader.Double, bounds);
        else
        {
            for (var rest = reader.Bytes; rest.Length >= 8 && !Bad; rest = rest[8..])
                AddBound(BinaryPrimitives.ReadDoubleLittleEndian(rest), bounds);
        }
    }

    private void AddBound(double bound, double[] bounds)
    {
        if (double.IsNaN(bound) || Bounds >= bounds.Length || (Bounds > 0 && bound <= bounds[Bounds - 1])) Bad = true;
        else bounds[Bounds++] = bound;
    }

    private void AddZero(ulong count)
    {
        if (count > MaxCount || Zero > MaxCount) Bad = true;
        else Zero += count;
    }

    private void ReadBuckets(ReadOnlySpan<byte> buckets, PointScratch scratch)
    {
        var reader = new ProtoReader(buckets);
        while (reader.Next())
        {
            if (reader.Field == 1) Offset = reader.SInt32;
            else if (reader.Field == 2 && reader.Type == WireType.Varint) AddCount(reader.Bits, scratch.Counts);
            else if (reader.Field == 2)
            {
                var rest = reader.Bytes;
                while (!rest.IsEmpty && !Bad) AddCount(ProtoReader.ReadVarint(ref rest), scratch.Counts);
            }
        }
    }

    /// <summary>
    /// A negative duration is nonsense, but it was an observation: it goes to the low end.
    /// </summary>
    private void AddNegative(ReadOnlySpan<byte> buckets)
    {
        var reader = new ProtoReader(buckets);
        while (reader.Next())
        {
            if (reader.Field != 2) continue;
            if (reader.Type == WireType.Varint) AddZero(reader.Bits);
            var rest = reader.Type == WireType.Bytes ? reader.Bytes : default;
            while (!rest.IsEmpty && !Bad) AddZero(ProtoReader.ReadVarint(ref rest));
        }
    }

    private void CheckTotal(long[] counts)
    {
        ulong total = Zero;
        for (var i = 0; i < Counts; i++) total += (ulong)counts[i];
        if (total > MaxCount) Bad = true;
    }
}
