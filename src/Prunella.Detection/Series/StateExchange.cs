using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace Prunella.Detection.Series;

/// <summary>Carries a detector's state out as bytes, or in from them: each part lists its fields once, for both
/// ways.</summary>
/// <remarks>Little-endian, in the order of the lists; nothing is skipped and nothing is named, so a change of any list
/// is a new version.</remarks>
internal abstract class StateExchange
{
    public abstract void Of(ref long field);

    public void Of(ref double field)
    {
        var bits = BitConverter.DoubleToInt64Bits(field);
        Of(ref bits);
        field = BitConverter.Int64BitsToDouble(bits);
    }

    public void Of(ref int field)
    {
        long wide = field;
        Of(ref wide);
        field = (int)wide;
    }

    public void Of(ref bool field)
    {
        long wide = field ? 1 : 0;
        Of(ref wide);
        field = wide != 0;
    }

    public void Of(ref float field)
    {
        long bits = BitConverter.SingleToInt32Bits(field);
        Of(ref bits);
        field = BitConverter.Int32BitsToSingle((int)bits);
    }

    /// <summary>A vector by its lanes: the same on machines of any width.</summary>
    public void Of(ref Vector512<float> field)
    {
        Span<float> lanes = stackalloc float[Vector512<float>.Count];
        field.CopyTo(lanes);
        Of(lanes);
        field = Vector512.Create<float>(lanes);
    }

    public void Of(ref Vector256<float> field)
    {
        Span<float> lanes = stackalloc float[Vector256<float>.Count];
        field.CopyTo(lanes);
        Of(lanes);
        field = Vector256.Create<float>(lanes);
    }

    public void Of(ref Vector512<double> field)
    {
        Span<double> lanes = stackalloc double[Vector512<double>.Count];
        field.CopyTo(lanes);
        Of(lanes);
        field = Vector512.Create<double>(lanes);
    }

    public void Of(ref Vector256<double> field)
    {
        Span<double> lanes = stackalloc double[Vector256<double>.Count];
        field.CopyTo(lanes);
        Of(lanes);
        field = Vector256.Create<double>(lanes);
    }

    public void Of(Span<double> fields)
    {
        foreach (ref var field in fields) Of(ref field);
    }

    public void Of(Span<float> fields)
    {
        foreach (ref var field in fields) Of(ref field);
    }

    public void Of(Span<long> fields)
    {
        foreach (ref var field in fields) Of(ref field);
    }

    public void Of(Span<int> fields)
    {
        foreach (ref var field in fields) Of(ref field);
    }

    public void Of(Span<ulong> fields)
    {
        foreach (ref var field in fields)
        {
            var signed = unchecked((long)field);
            Of(ref signed);
            field = unchecked((ulong)signed);
        }
    }

    public void Of(Span<byte> fields)
    {
        foreach (ref var field in fields)
        {
            long wide = field;
            Of(ref wide);
            field = unchecked((byte)wide);
        }
    }

    public void Of(Span<uint> fields)
    {
        foreach (ref var field in fields)
        {
            long wide = field;
            Of(ref wide);
            field = unchecked((uint)wide);
        }
    }
}

/// <summary>Out.</summary>
internal sealed class StateWriting : StateExchange
{
    private readonly List<byte> _bytes = new(8192);

    public byte[] Bytes => [.. _bytes];

    public override void Of(ref long field)
    {
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(eight, field);
        _bytes.AddRange(eight);
    }
}

/// <summary>In.</summary>
internal sealed class StateReading(byte[] bytes) : StateExchange
{
    private int _at;

    public bool IsAtEnd => _at == bytes.Length;

    public override void Of(ref long field)
    {
        if (_at + 8 > bytes.Length) throw new FormatException("The state of a series ends too early.");
        field = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(_at));
        _at += 8;
    }
}
