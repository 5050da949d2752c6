using System.Buffers.Binary;

using Prunella.Contracts;

namespace Prunella.Detection.Attention;

/// <summary>A place on the full tier as it is kept over a restart.</summary>
/// <param name="Id">Whose.</param>
/// <param name="NeededAt">When it was last needed, Unix nanoseconds.</param>
/// <param name="Memory">What is known there.</param>
internal sealed record SavedFull(SeriesId Id, long NeededAt, byte[] Memory)
{
    private const int IdBytes = 16;
    private const int LengthAt = IdBytes + sizeof(long);
    private const int Head = LengthAt + sizeof(int);

    /// <summary>Bytes that all of them take.</summary>
    public static int Bytes(List<SavedFull> all) => sizeof(int) + all.Sum(f => Head + f.Memory.Length);

    /// <summary>Writes them, with their number before.</summary>
    public static void Write(Span<byte> to, List<SavedFull> all)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to, all.Count);
        to = to[sizeof(int)..];
        foreach (var one in all)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(to, one.Id.Value);
            BinaryPrimitives.WriteInt64LittleEndian(to[IdBytes..], one.NeededAt);
            BinaryPrimitives.WriteInt32LittleEndian(to[LengthAt..], one.Memory.Length);
            one.Memory.CopyTo(to[Head..]);
            to = to[(Head + one.Memory.Length)..];
        }
    }

    /// <summary>Reads them back.</summary>
    /// <param name="from">What was written, and what may follow it; four bytes at least.</param>
    /// <param name="length">Bytes that were theirs.</param>
    /// <exception cref="FormatException">It is cut off.</exception>
    public static List<SavedFull> Read(ReadOnlySpan<byte> from, out int length)
    {
        var all = new List<SavedFull>();
        var rest = from[sizeof(int)..];
        for (var left = BinaryPrimitives.ReadInt32LittleEndian(from); left > 0; left--)
        {
            var memory = rest.Length < Head ? -1 : BinaryPrimitives.ReadInt32LittleEndian(rest[LengthAt..]);
            if (memory < 0 || rest.Length - Head < memory)
                throw new FormatException("What the full tier knew is cut off.");
            var id = new SeriesId(BinaryPrimitives.ReadUInt128LittleEndian(rest));
            var neededAt = BinaryPrimitives.ReadInt64LittleEndian(rest[IdBytes..]);
            all.Add(new SavedFull(id, neededAt, rest.Slice(Head, memory).ToArray()));
            rest = rest[(Head + memory)..];
        }
        length = from.Length - rest.Length;
        return all;
    }
}
