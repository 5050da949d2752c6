using System.Runtime.Intrinsics;

namespace Prunella.Detection.Series;

/// <summary>Finds the cells in which a point lies, all fourteen at once: one lane each.</summary>
/// <remarks>
/// A coordinate is the whole number nearest to feature times resolution. Each map is a torus: its sides have a fixed
/// number of steps, and a coordinate beyond the last begins again at the first. So two cells share a bit only when
/// they lie a whole side apart, which the region that a series visits seldom spans; nothing is hashed, so no constant
/// decides by chance what is hidden.
/// </remarks>
internal static class CellGrid
{
    /// <summary>Beyond this there is nothing but the end of the scale.</summary>
    private const float Farthest = 1e6f;

    private static readonly Side s_first = new(0);
    private static readonly Side s_second = new(1);
    private static readonly Side s_third = new(2);
    private static readonly Vector512<uint> s_ofDay = Lanes(c => c.Time == CellTime.HourOfDay ? c.StepsOfSides : 0);
    private static readonly Vector512<uint> s_ofWeek = Lanes(c => c.Time == CellTime.SlotOfWeek ? c.StepsOfSides : 0);

    /// <summary>First coordinates and where in its map the row along that first side begins.</summary>
    public static (Vector512<uint> First, Vector512<uint> Row) Of(in Calendar when, ReadOnlySpan<float> sides)
    {
        var time = s_ofDay * (uint)when.HourOfDay + s_ofWeek * (uint)when.SlotOfWeek;
        return (s_first.Of(sides), time + s_second.Of(sides) * s_second.Stride + s_third.Of(sides) * s_third.Stride);
    }

    /// <summary>The bits of the cells so many steps along their first side.</summary>
    public static Vector512<uint> Bits(Vector512<uint> first, Vector512<uint> row, int steps) =>
        ((first + Vector512.Create(steps).AsUInt32()) & s_first.Mask) + row;

    private static Vector512<uint> Lanes(Func<NoveltyCell, int> of)
    {
        Span<uint> lanes = stackalloc uint[Vector512<uint>.Count];
        for (var c = 0; c < NoveltyCell.All.Length; c++) lanes[c] = (uint)of(NoveltyCell.All[c]);
        return Vector512.Create<uint>(lanes);
    }

    /// <summary>One coordinate of every cell, wrapped; 0 where a cell has none.</summary>
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
            Mask = Lanes(c => c.Sides.Length > side ? c.Sides[side].Steps - 1 : 0);
            Stride = Lanes(c => c.Sides.Take(side).Aggregate(1, (product, s) => product * s.Steps));
        }

        /// <summary>Steps of the side but one: they are powers of two.</summary>
        public Vector512<uint> Mask { get; }

        /// <summary>Bits from one step of this side to the next.</summary>
        public Vector512<uint> Stride { get; }

        public Vector512<uint> Of(ReadOnlySpan<float> sides)
        {
            Span<float> lanes = stackalloc float[Vector512<float>.Count];
            for (var i = 0; i < lanes.Length; i++) lanes[i] = sides[_features[i]];
            var steps = Vector512.Create<float>(lanes) * _resolution;
            var farthest = Vector512.Create(Farthest);
            steps = Vector512.MaxNative(-farthest, Vector512.MinNative(farthest, steps));
            return Vector512.ConvertToInt32(Vector512.Floor(steps + Vector512.Create(0.5f))).AsUInt32() & Mask;
        }
    }
}
