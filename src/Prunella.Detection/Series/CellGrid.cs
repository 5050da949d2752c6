using System.Runtime.Intrinsics;

namespace Prunella.Detection.Series;

/// <summary>Finds the cells in which a point lies, all fourteen at once: one lane each.</summary>
/// <remarks>
/// A coordinate is the whole number nearest to feature times resolution. A lane's coordinates and its time are mixed
/// to the number of a bit by three odd multipliers and the finaliser of MurmurHash3 (Appleby 2011). Which cells share a
/// bit is chance, and a multiplier chosen by what it scores would be chosen by somebody's labels: these are the upper
/// halves of what SplitMix64 (Steele, Lea and Flood 2014) gives first from 0, that is of one, two and three times the
/// golden ratio's 0x9E3779B97F4A7C15, mixed, with their last bits set. No other choice was looked at for shipping.
/// </remarks>
internal static class CellGrid
{
    public const int Bits = 1024;

    /// <summary>Beyond this there is nothing but the end of the scale.</summary>
    private const float Farthest = 1e6f;

    private const uint First = 0xE220A839;
    private const uint Second = 0x6E789E6B;
    private const uint Third = 0x06C45D19;
    private static readonly Side s_first = new(0);
    private static readonly Side s_second = new(1);
    private static readonly Side s_third = new(2);
    private static readonly Vector512<int> s_ofDay = Lanes(c => c.Time == CellTime.HourOfDay ? 1 : 0);
    private static readonly Vector512<int> s_ofWeek = Lanes(c => c.Time == CellTime.SlotOfWeek ? 1 : 0);

    /// <summary>First coordinates and, mixed, all the others.</summary>
    public static (Vector512<uint> First, Vector512<uint> Others) Of(in Calendar when, ReadOnlySpan<float> sides)
    {
        var time = s_ofDay * Vector512.Create(when.HourOfDay + 1) + s_ofWeek * Vector512.Create(when.SlotOfWeek + 1);
        var others = s_third.Of(sides) + time.AsUInt32();
        return (s_first.Of(sides), s_second.Of(sides) * Vector512.Create(Second) + others * Vector512.Create(Third));
    }

    /// <summary>The bits of cells.</summary>
    public static Vector512<uint> Hash(Vector512<uint> first, Vector512<uint> rest)
    {
        var h = first * Vector512.Create(First) + rest;
        h ^= h >>> 16;
        h *= Vector512.Create(0x85EBCA6Bu);
        h ^= h >>> 13;
        h *= Vector512.Create(0xC2B2AE35u);
        return (h ^ (h >>> 16)) & Vector512.Create(Bits - 1u);
    }

    private static Vector512<int> Lanes(Func<NoveltyCell, int> of)
    {
        Span<int> lanes = stackalloc int[Vector512<int>.Count];
        for (var c = 0; c < NoveltyCell.All.Length; c++) lanes[c] = of(NoveltyCell.All[c]);
        return Vector512.Create<int>(lanes);
    }

    /// <summary>One coordinate of every cell; 0 where a cell has none.</summary>
    private sealed class Side
    {
        private readonly int[] _features = new int[Vector512<int>.Count];
        private readonly Vector512<float> _resolution;

        public Side(int side)
        {
            Span<float> resolution = stackalloc float[Vector512<int>.Count];
            for (var c = 0; c < NoveltyCell.All.Length; c++)
            {
                var sides = NoveltyCell.All[c].Sides;
                if (sides.Length > side) (_features[c], resolution[c]) = (sides[side].Feature, sides[side].Resolution);
            }
            _resolution = Vector512.Create<float>(resolution);
        }

        public Vector512<uint> Of(ReadOnlySpan<float> sides)
        {
            Span<float> lanes = stackalloc float[Vector512<float>.Count];
            for (var i = 0; i < lanes.Length; i++) lanes[i] = sides[_features[i]];
            var steps = Vector512.Create<float>(lanes) * _resolution;
            var farthest = Vector512.Create(Farthest);
            steps = Vector512.MaxNative(-farthest, Vector512.MinNative(farthest, steps));
            return Vector512.ConvertToInt32(Vector512.Floor(steps + Vector512.Create(0.5f))).AsUInt32();
        }
    }
}
