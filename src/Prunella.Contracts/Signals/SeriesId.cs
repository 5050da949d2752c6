namespace Prunella.Contracts;

/// <summary>Identifies a series: a stable 128-bit hash of resource, scope, instrument and attributes.</summary>
/// <remarks>Stable across processes and machines (FNV-1a, 128 bit), so that a restart finds its history
/// again.</remarks>
public readonly record struct SeriesId(UInt128 Value) : IComparable<SeriesId>
{
    private static readonly UInt128 Offset = new(0x6c62272e07bb0142, 0x62b821756295c58d);
    private static readonly UInt128 Prime = new(0x0000000001000000, 0x000000000000013B);

    /// <summary>Hashes the parts in order; a part's length is hashed too, so that ("ab","c") differs from
    /// ("a","bc").</summary>
    public static SeriesId Of(params ReadOnlySpan<string> parts)
    {
        var hash = Offset;
        foreach (var part in parts)
        {
            hash = Mix(hash, part.Length);
            foreach (var c in part)
            {
                hash = unchecked((hash ^ (byte)c) * Prime);
                hash = unchecked((hash ^ (byte)(c >> 8)) * Prime);
            }
        }
        return new SeriesId(hash);
    }

    private static UInt128 Mix(UInt128 hash, int length)
    {
        for (var shift = 0; shift < 32; shift += 8)
            hash = unchecked((hash ^ (byte)(length >> shift)) * Prime);
        return hash;
    }

    /// <inheritdoc/>
    public int CompareTo(SeriesId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);
}
