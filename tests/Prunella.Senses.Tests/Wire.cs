using System.Buffers.Binary;
using System.Text;

namespace Prunella.Senses.Tests;

/// <summary>
/// A small protobuf writer of the tests' own, so that the reader is not checked against its own
/// mistakes.
/// </summary>
internal sealed class Wire
{
    private readonly List<byte> _bytes = [];

    public byte[] Bytes => [.. _bytes];

    public static byte[] Message(Action<Wire> write)
    {
        var wire = new Wire();
        write(wire);
        return wire.Bytes;
    }

    public Wire Varint(int field, ulong value)
    {
        Raw((ulong)field << 3);
        Raw(value);
        return this;
    }

    public Wire SInt(int field, int value) => Varint(field, unchecked((uint)((value << 1) ^ (value >> 31))));

    public Wire Fixed64(int field, ulong value)
    {
        Raw(((ulong)field << 3) | 1);
        _bytes.AddRange(Little(value));
        return this;
    }

    public Wire Double(int field, double value) => Fixed64(field, BitConverter.DoubleToUInt64Bits(value));

    public Wire Bytes_(int field, ReadOnlySpan<byte> value)
    {
        Raw(((ulong)field << 3) | 2);
        Raw((ulong)value.Length);
        _bytes.AddRange(value);
        return this;
    }

    public Wire Text(int field, string value) => Bytes_(field, Encoding.UTF8.GetBytes(value));

    public Wire Message(int field, Action<Wire> write) => Bytes_(field, Message(write));

    public Wire PackedFixed64(int field, params IEnumerable<long> values) =>
        Bytes_(field, values.SelectMany(value => Little((ulong)value)).ToArray());

    public Wire PackedDouble(int field, params IEnumerable<double> values) =>
        Bytes_(field, values.SelectMany(value => Little(BitConverter.DoubleToUInt64Bits(value))).ToArray());

    public Wire PackedVarint(int field, params IEnumerable<long> values)
    {
        var packed = new Wire();
        foreach (var value in values) packed.Raw((ulong)value);
        return Bytes_(field, packed.Bytes);
    }

    private void Raw(ulong value)
    {
        while (value > 127)
        {
            _bytes.Add((byte)(value % 128 + 128));
            value /= 128;
        }
        _bytes.Add((byte)value);
    }

    private static byte[] Little(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }
}
