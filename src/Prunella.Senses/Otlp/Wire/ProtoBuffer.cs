using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Prunella.Senses.Otlp.Wire;

/// <summary>Writes protobuf into a rented, growing array.</summary>
/// <remarks>
/// A nested message's length is not known when it begins, so five bytes are kept for it and filled
/// in at its end as a padded varint; protobuf allows that. One owner; give the array back with <see
/// cref="Dispose"/>.
/// </remarks>
internal sealed class ProtoBuffer(int capacity, int limit) : IDisposable
{
    private const int LengthBytes = 5;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Tag(int field, WireType type) => Varint(((ulong)field << 3) | (ulong)type);

    public void Varint(ulong value)
    {
        var target = Room(10);
        var used = 0;
        while (value >= 0x80)
        {
            target[used++] = (byte)(value & 0x7F | 0x80);
            value >>= 7;
        }
        target[used++] = (byte)value;
        Length += used;
    }

    public void Fixed64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Room(8), value);
        Length += 8;
    }

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, WireType.Bytes);
        Varint((ulong)value.Length);
        value.CopyTo(Room(value.Length));
        Length += value.Length;
    }

    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Begins a length-delimited field; hand the result to <see cref="End"/>.</summary>
    public int Begin(int field)
    {
        Tag(field, WireType.Bytes);
        Room(LengthBytes);
        Length += LengthBytes;
        return Length;
    }

    public void End(int start)
    {
        var length = (uint)(Length - start);
        var target = _bytes.AsSpan(start - LengthBytes, LengthBytes);
        for (var i = 0; i < LengthBytes - 1; i++)
        {
            target[i] = (byte)(length & 0x7F | 0x80);
            length >>= 7;
        }
        target[LengthBytes - 1] = (byte)length;
    }

    public void Dispose()
    {
        if (_bytes.Length == 0) return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private Span<byte> Room(int count)
    {
        var needed = Length + count;
        if (needed > limit) throw new MalformedTelemetryException($"The message grows beyond {limit} bytes.");
        if (needed > _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, (int)Math.Min(limit, (long)_bytes.Length * 2)));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
        return _bytes.AsSpan(Length, count);
    }
}
