using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Prunella.Detection.Series;

/// <summary>Has the series been here before: a bitmap of visited cells for each way of cutting.</summary>
/// <remarks>
/// A cell counts as new when neither it nor a neighbour along its first side was ever visited. What that is worth is
/// -log10 of how often this series visits new cells by that cutting (a Good-Turing estimate): where everything is
/// always new, newness says nothing, and that is how noise and drift are forgiven. And it is worth that only in so far
/// as the map is still empty: a series that has been nearly everywhere would be new in the last corner by mere chance.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal struct NoveltyChannels
{
    private const float FirstRate = 0.1f;

    /// <summary>No habit is surer than this, and no cell worth more than six powers of ten: without a bound a
    /// channel that was quiet for a year would be an alarm by itself.</summary>
    private const float LeastRate = 1e-6f;

    private static readonly Vector512<float> s_leastGain = LeastGain();
    private static readonly int[] s_words = [.. NoveltyCell.All.Select(c => c.Cells / 32)];
    private static readonly int[] s_begins = [.. s_words.Select((_, c) => s_words.Take(c).Sum())];


    private Vector512<float> _rates = Vector512.Create(FirstRate);
    private Maps _visited;
    private Spoken _spoken;
    private float _lag1;
    private float _lag2;

    public NoveltyChannels()
    {
    }

    /// <summary>Evidence that the point is new, summed over the cuttings, in powers of ten.</summary>
    /// <param name="count">Points seen, this one included; during the first 150 nothing is judged, only visited.</param>
    /// <param name="when">Its time.</param>
    /// <param name="scaled">Its features.</param>
    public double Judge(long count, in Calendar when, Vector512<float> scaled)
    {
        Span<float> sides = stackalloc float[CellSide.All];
        scaled.CopyTo(sides);
        var value = sides[Yardstick.Value];
        if (count == 1) (_lag1, _lag2) = (value, value);
        (sides[CellSide.Lag1], sides[CellSide.Lag2]) = (_lag1, _lag2);
        (_lag2, _lag1) = (_lag1, value);
        var (first, row) = CellGrid.Of(when, sides);
        var unseen = Visit(CellGrid.Bits(first, row, 0));
        _spoken.Clear();
        if (count <= Warmup.Points) return 0;
        var isNew = unseen == 0 ? 0 : unseen & ~NextToVisited(first, row);
        var evidence = isNew == 0 ? 0 : Evidence(isNew, count);
        Learn(isNew, count);
        return evidence;
    }

    /// <summary>What the last point was new in, with what that was worth.</summary>
    public readonly IEnumerable<(double Worth, string What)> Why() =>
        _spoken.Told(NoveltyCell.Names).Select(w => (w.Worth, "never seen: " + w.What));

    /// <summary>The channels in which the cell had not been visited.</summary>
    private uint Visit(Vector512<uint> cells)
    {
        Span<uint> bits = stackalloc uint[Vector512<uint>.Count];
        cells.CopyTo(bits);
        var unseen = 0u;
        for (var c = 0; c < NoveltyCell.All.Length; c++)
        {
            ref var word = ref _visited[s_begins[c] + (int)(bits[c] / 32)];
            var bit = 1u << (int)(bits[c] % 32);
            if ((word & bit) != 0) continue;
            word |= bit;
            unseen |= 1u << c;
        }
        return unseen;
    }

    private readonly uint NextToVisited(Vector512<uint> first, Vector512<uint> row)
    {
        Span<uint> below = stackalloc uint[Vector512<uint>.Count];
        Span<uint> above = stackalloc uint[Vector512<uint>.Count];
        CellGrid.Bits(first, row, -1).CopyTo(below);
        CellGrid.Bits(first, row, 1).CopyTo(above);
        var next = 0u;
        for (var c = 0; c < NoveltyCell.All.Length; c++)
            if (IsVisited(c, below[c]) || IsVisited(c, above[c])) next |= 1u << c;
        return next;
    }

    private readonly bool IsVisited(int channel, uint bit) =>
        (_visited[s_begins[channel] + (int)(bit / 32)] >> (int)(bit % 32) & 1) != 0;

    /// <summary>The share of a channel's cells that the series was never in.</summary>
    private readonly double Unvisited(int channel)
    {
        var visited = 0;
        foreach (var word in ((ReadOnlySpan<uint>)_visited).Slice(s_begins[channel], s_words[channel]))
            visited += BitOperations.PopCount(word);
        return 1 - (double)visited / (32 * s_words[channel]);
    }

    private double Evidence(uint isNew, long count)
    {
        var evidence = 0.0;
        for (var left = isNew; left != 0; left &= left - 1)
        {
            var channel = BitOperations.TrailingZeroCount(left);
            if (count <= NoveltyCell.All[channel].JudgedFrom) continue;
            var worth = -Math.Log10(_rates[channel]) * Unvisited(channel);
            _spoken.Add(channel, worth);
            evidence += worth;
        }
        return evidence;
    }

    /// <summary>How often each channel sees what is new.</summary>
    private void Learn(uint isNew, long count)
    {
        var gain = Vector512.MaxNative(s_leastGain, Vector512.Create(1f / (count + 20)));
        var hits = Vector512.ConditionalSelect(
            Lane.Mask(isNew).AsSingle(), Vector512<float>.One, default);
        _rates = Vector512.MaxNative(_rates + gain * (hits - _rates), Vector512.Create(LeastRate));
    }

    public void Exchange(StateExchange state)
    {
        state.Of(_visited);
        state.Of(ref _rates);
        state.Of(ref _lag1);
        state.Of(ref _lag2);
    }

    private static Vector512<float> LeastGain()
    {
        Span<float> lanes = stackalloc float[Vector512<float>.Count];
        for (var c = 0; c < NoveltyCell.All.Length; c++) lanes[c] = NoveltyCell.All[c].LeastGain;
        return Vector512.Create<float>(lanes);
    }
}
