using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Prunella.Detection.Series;

/// <summary>Has the series been here before: a bitmap of visited cells for each way of cutting.</summary>
/// <remarks>
/// A cell counts as new when neither it nor a neighbour along its first side was ever visited. What that is worth
/// is -log10 of how often this series visits new cells by that cutting (a Good-Turing estimate): where everything
/// is always new, newness says nothing, and that is how noise and drift are forgiven. 1,024 bits a map; a collision
/// hides a new cell and never makes one.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal struct NoveltyChannels
{
    private const int WordsOfMap = CellGrid.Bits / 32;
    private const float FirstRate = 0.1f;

    /// <summary>No habit is surer than this, and no cell worth more than six powers of ten: without a bound a
    /// channel that was quiet for a year would be an alarm by itself.</summary>
    private const float LeastRate = 1e-6f;

    private static readonly Vector512<float> s_leastGain = LeastGain();

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
        var (first, rest) = CellGrid.Of(when, sides);
        Span<uint> bits = stackalloc uint[Vector512<uint>.Count];
        CellGrid.Hash(first, rest).CopyTo(bits);
        var unseen = 0u;
        for (var c = 0; c < NoveltyCell.All.Length; c++)
        {
            ref var word = ref _visited[c * WordsOfMap + (int)(bits[c] / 32)];
            var bit = 1u << (int)(bits[c] % 32);
            if ((word & bit) != 0) continue;
            word |= bit;
            unseen |= 1u << c;
        }
        _spoken.Clear();
        if (count <= Warmup.Points) return 0;
        var isNew = unseen == 0 ? 0 : unseen & ~NextToVisited(first, rest);
        var evidence = isNew == 0 ? 0 : Evidence(isNew, count);
        Learn(isNew, count);
        return evidence;
    }

    /// <summary>What the last point was new in, with what that was worth.</summary>
    public readonly IEnumerable<(double Worth, string What)> Why() =>
        _spoken.Told(NoveltyCell.Names).Select(w => (w.Worth, "never seen: " + w.What));

    private readonly uint NextToVisited(Vector512<uint> first, Vector512<uint> rest)
    {
        Span<uint> below = stackalloc uint[Vector512<uint>.Count];
        Span<uint> above = stackalloc uint[Vector512<uint>.Count];
        CellGrid.Hash(first - Vector512<uint>.One, rest).CopyTo(below);
        CellGrid.Hash(first + Vector512<uint>.One, rest).CopyTo(above);
        var next = 0u;
        for (var c = 0; c < NoveltyCell.All.Length; c++)
            if (IsVisited(c, below[c]) || IsVisited(c, above[c])) next |= 1u << c;
        return next;
    }

    private readonly bool IsVisited(int channel, uint bit) =>
        (_visited[channel * WordsOfMap + (int)(bit / 32)] >> (int)(bit % 32) & 1) != 0;

    private double Evidence(uint isNew, long count)
    {
        var evidence = 0.0;
        for (var left = isNew; left != 0; left &= left - 1)
        {
            var channel = BitOperations.TrailingZeroCount(left);
            if (count <= NoveltyCell.All[channel].JudgedFrom) continue;
            var worth = -Math.Log10(_rates[channel]);
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
