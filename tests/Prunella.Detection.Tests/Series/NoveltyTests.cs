using System.Numerics;
using System.Runtime.Intrinsics;

using CsCheck;

using Prunella.Detection.Series;

namespace Prunella.Detection.Tests.Series;

/// <summary>The maps of visited cells hide nothing that lies within their sides, and forgive the more the fuller they
/// are.</summary>
public sealed class NoveltyTests
{
    private const string Seed = "0N0XIzNsQ0O2";
    private static readonly Calendar s_when = Calendar.OfWeek(37);

    [Fact]
    public void The_maps_are_as_large_as_the_table_says()
    {
        Assert.Equal(NoveltyCell.WordsOfMaps, NoveltyCell.All.Sum(c => c.Cells) / 32);
        Assert.All(NoveltyCell.All, c => Assert.Equal(0, c.Cells % 32));
        Assert.All(NoveltyCell.All.SelectMany(c => c.Sides), s => Assert.True(BitOperations.IsPow2(s.Steps)));
    }

    [Fact]
    public void Every_cell_within_the_sides_and_at_every_hour_has_a_bit_of_its_own()
    {
        for (var c = 0; c < NoveltyCell.All.Length; c++)
        {
            var cell = NoveltyCell.All[c];
            var hours = cell.Time switch { CellTime.HourOfDay => 24, CellTime.SlotOfWeek => 168, _ => 1 };
            var seen = new HashSet<uint>();
            for (var hour = 0; hour < hours; hour += cell.Time == CellTime.SlotOfWeek ? 2 : 1)
                foreach (var sides in Coordinates(cell)) Assert.True(seen.Add(BitOf(c, Calendar.OfWeek(hour), sides)), cell.Name);
            Assert.Equal(cell.Cells, seen.Count);
            Assert.Equal((uint)cell.Cells - 1, seen.Max());
        }
    }

    [Fact]
    public void A_step_along_the_first_side_is_the_neighbour_that_is_asked() => Gen.Int[-40, 40].Array[3].Sample(
        steps =>
        {
            for (var c = 0; c < NoveltyCell.All.Length; c++)
            {
                var cell = NoveltyCell.All[c];
                var here = Features(cell, steps);
                var (first, row) = CellGrid.Of(s_when, here);
                var above = Features(cell, [steps[0] + 1, steps[1], steps[2]]);

                Assert.Equal(BitOf(c, s_when, above), CellGrid.Bits(first, row, 1)[c]);
                var (next, rowAbove) = CellGrid.Of(s_when, above);
                Assert.Equal(BitOf(c, s_when, here), CellGrid.Bits(next, rowAbove, -1)[c]);
            }
        },
        iter: 500, seed: Seed, threads: 1);

    [Fact]
    public void What_is_new_is_worth_less_the_more_of_its_map_was_visited()
    {
        var (narrow, wide) = (Walked(0.5f), Walked(12f));

        Assert.True(narrow > 3 * wide && wide > 0, $"{narrow} where little, {wide} where much was visited");
    }

    /// <summary>Worth of one leap after two thousand points over so wide a range, on the mean of twenty series.</summary>
    private static double Walked(float width)
    {
        var worth = 0.0;
        for (var seed = 0; seed < 20; seed++)
        {
            var chance = new Random(seed);
            var channels = new NoveltyChannels();
            for (var i = 1; i <= 2000; i++)
            {
                var at = Calendar.OfWeek(i / 12 % 168);
                channels.Judge(i, at, Vector512.Create(width * (float)(chance.NextDouble() - 0.5)));
            }
            worth += channels.Judge(2001, s_when, Vector512.Create(7.3f)) / 20;
        }
        return worth;
    }

    private static IEnumerable<int[]> Coordinates(NoveltyCell cell)
    {
        var sizes = Enumerable.Range(0, 3).Select(s => s < cell.Sides.Length ? cell.Sides[s].Steps : 1).ToArray();
        for (var x = 0; x < sizes[0]; x++)
            for (var y = 0; y < sizes[1]; y++)
                for (var z = 0; z < sizes[2]; z++)
                    yield return [x - sizes[0] / 2, y - sizes[1] / 2, z - sizes[2] / 2];
    }

    private static uint BitOf(int cell, in Calendar when, int[] steps) => BitOf(cell, when, Features(NoveltyCell.All[cell], steps));

    private static uint BitOf(int cell, in Calendar when, float[] features)
    {
        var (first, row) = CellGrid.Of(when, features);
        return CellGrid.Bits(first, row, 0)[cell];
    }

    private static float[] Features(NoveltyCell cell, int[] steps)
    {
        var features = new float[CellSide.All];
        for (var s = 0; s < cell.Sides.Length; s++) features[cell.Sides[s].Feature] = steps[s] / cell.Sides[s].Resolution;
        return features;
    }
}
