using System.Buffers.Binary;

namespace Prunella.Senses.Otlp.Wire;

/// <summary>How a field's bytes are laid out in a protobuf message.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}

/// <summary>
/// Walks over the fields of one protobuf message, in place and without allocating.
/// </summary>
/// <remarks>
/// Every field is a tag (number x 8 + wire type, as a varint) and a value: seven bits per byte for
/// a varint, four or eight bytes little-endian, or a length and so many bytes. <see cref="Next"/>
/// reads tag and value together, so a field that nobody asks for is already skipped. Any overrun,
/// group or tag 0 is a
/// <see cref="MalformedTelemetryException"/>. Source: the public protobuf encoding page.
/// </remarks>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    public int Field { get; private set; }

    public WireType Type { get; private set; }

    /// <summary>A varint's or fixed value's bits.</summary>
    public ulong Bits { get; private set; }

    /// <summary>The bytes of a length-delimited field.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    public readonly double Double => BitConverter.UInt64BitsToDouble(Bits);

    /// <summary>
    /// The zigzag-coded whole number of a sint32 field, cut to 32 bits as protobuf does.
    /// </summary>
    public readonly int SInt32 => unchecked((int)((uint)Bits >> 1) ^ -(int)((uint)Bits & 1));

    /// <summary>True while there is another field.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty) return false;
        var tag = ReadVarint(ref _rest);
        var number = tag >> 3;
        if (number is 0 or > 536_870_911) throw new MalformedTelemetryException("A field number is out of range.");
        Field = (int)number;
        Type = (WireType)(int)(tag & 7);
        switch (Type)
        {
            case WireType.Varint:
                Bits = ReadVarint(ref _rest);
                break;
            case WireType.Fixed64:
                Bits = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
                break;
            case WireType.Fixed32:
                Bits = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                break;
            case WireType.Bytes:
                var length = ReadVarint(ref _rest);
                if (length > (ulong)_rest.Length)
                    throw new MalformedTelemetryException("A length runs past the end of its message.");
                Bytes = Take((int)length);
                break;
            default:
                throw new MalformedTelemetryException("A wire type is unknown.");
        }
        return true;
    }

    /// <summary>
    /// Reads one varint off the front of <paramref name="rest"/>; at most ten bytes.
    /// </summary>
    public static ulong ReadVarint(ref ReadOnlySpan<byte> rest)
    {
        ulong value = 0;
        for (var i = 0; i < 10 && i < rest.Length; i++)
        {
            var part = rest[i];
            value |= (ulong)(part & 0x7F) << (7 * i);
            if (part < 0x80)
            {
                rest = rest[(i + 1)..];
                return value;
            }
        }
        throw new MalformedTelemetryException("A number is cut off or too long.");
    }

    /// <summary>
    /// The last value of a field that is not repeated, as protobuf has it; empty when it is not
    /// there.
    /// </summary>
    public static ReadOnlySpan<byte> Last(ReadOnlySpan<byte> message, int field)
    {
        ReadOnlySpan<byte> found = default;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == field && reader.Type == WireType.Bytes) found = reader.Bytes;
        }
        return found;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length) throw new MalformedTelemetryException("A value is cut off.");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
