using System.Runtime.Intrinsics;

namespace Prunella.Detection.Series;

/// <summary>Sixteen channels side by side in one vector, a bit of a word for each.</summary>
internal static class Lane
{
    private static readonly Vector512<uint> s_bits = Vector512.Create(
        1u, 1u << 1, 1u << 2, 1u << 3, 1u << 4, 1u << 5, 1u << 6, 1u << 7,
        1u << 8, 1u << 9, 1u << 10, 1u << 11, 1u << 12, 1u << 13, 1u << 14, 1u << 15);

    /// <summary>All ones in the lanes whose bits are set.</summary>
    public static Vector512<uint> Mask(uint lanes) => Vector512.Equals(s_bits & Vector512.Create(lanes), s_bits);
}
