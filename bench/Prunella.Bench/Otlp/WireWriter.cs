using System.Buffers.Binary;
using System.Text;

namespace Prunella.Bench.Otlp;

/// <summary>The part of protobuf's encoding that a metrics export needs.</summary>
internal sealed class WireWriter
{
    private readonly List<byte> _bytes = [];

    public static byte[] Message(Action<WireWriter> write)
    {
        var writer = new WireWriter();
        write(writer);
        return [.. writer._bytes];
    }

    public WireWriter Varint(int field, ulong value)
    {
        Raw((ulong)field << 3);
        Raw(value);
        return this;
    }

    public WireWriter Fixed(int field, long value)
    {
        Raw(((ulong)field << 3) | 1);
        Little(value);
        return this;
    }

    public WireWriter Double(int field, double value) => Fixed(field, BitConverter.DoubleToInt64Bits(value));

    public WireWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public WireWriter Message(int field, Action<WireWriter> write) => Bytes(field, Message(write));

    public WireWriter Packed(int field, IReadOnlyList<long> values)
    {
        Raw(((ulong)field << 3) | 2);
        Raw((ulong)values.Count * sizeof(long));
        foreach (var value in values) Little(value);
        return this;
    }

    /// <summary>Key and text of an attribute.</summary>
    public WireWriter Attribute(int field, string key, string value) =>
        Message(field, pair => pair.Text(1, key).Message(2, any => any.Text(1, value)));

    /// <summary>Key and whole number of an attribute.</summary>
    public WireWriter Attribute(int field, string key, long value) =>
        Message(field, pair => pair.Text(1, key).Message(2, any => any.Varint(3, (ulong)value)));

    private WireWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Raw(((ulong)field << 3) | 2);
        Raw((ulong)value.Length);
        _bytes.AddRange(value);
        return this;
    }

    private void Raw(ulong value)
    {
        for (; value > 127; value >>= 7) _bytes.Add((byte)((value & 127) | 128));
        _bytes.Add((byte)value);
    }

    private void Little(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        _bytes.AddRange(bytes);
    }
}
