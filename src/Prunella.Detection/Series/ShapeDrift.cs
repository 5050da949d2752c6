using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Prunella.Detection.Series;

/// <summary>How far the recent distribution of values has moved from the long one: Kullback-Leibler divergence of two
/// exponentially weighted histograms with eight bins.</summary>
/// <remarks>The bins' edges are the octiles of the first 150 points. 0 before that.</remarks>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal struct ShapeDrift
{
    private const int Bins = 8;
    private const float ShortGain = 2 / 97f;
    private const float LongGain = 2 / 2881f;
    private const int EvenFor = 1441;

    /// <summary>A share below this is no share.</summary>
    private static readonly Vector256<float> s_floor = Vector256.Create(1e-3f);

    private Vector256<float> _edges;
    private Vector256<float> _short;
    private Vector256<float> _long;
    private int _even;

    /// <summary>Takes the octiles of the first points and counts those points.</summary>
    /// <param name="first">In order.</param>
    /// <param name="sorted">The same, sorted.</param>
    public void Begin(ReadOnlySpan<float> first, ReadOnlySpan<float> sorted)
    {
        // The last bin has no upper edge.
        _edges = Vector256.Create(float.PositiveInfinity);
        for (var i = 0; i < Bins - 1; i++) _edges = _edges.WithElement(i, sorted[(i + 1) * sorted.Length / Bins]);
        foreach (var x in first) Add(x);
    }

    public float Add(float x)
    {
        var even = _even < EvenFor ? 1f / ++_even : 0;
        var above = Vector256.GreaterThan(Vector256.Create(x), _edges);
        var bin = BitOperations.PopCount(above.ExtractMostSignificantBits());
        var hit = Vector256.ConditionalSelect(
            Vector256.Equals(Vector256<int>.Indices, Vector256.Create(bin)).AsSingle(), Vector256<float>.One, default);
        _short += Vector256.Create(Math.Max(ShortGain, even)) * (hit - _short);
        _long += Vector256.Create(Math.Max(LongGain, even)) * (hit - _long);
        // Far below the floor nothing matters, and the smallest floats are slow.
        _short = Vector256.MaxNative(_short, Vector256.Create(1e-12f));
        _long = Vector256.MaxNative(_long, Vector256.Create(1e-12f));
        var (now, usual) = (Vector256.MaxNative(_short, s_floor), Vector256.MaxNative(_long, s_floor));
        var terms = now * Approximate.Log(now / usual);
        // Added up in an order of our own: the same bits on every machine.
        var halves = terms.GetLower() + terms.GetUpper();
        return halves[0] + halves[1] + (halves[2] + halves[3]);
    }

    public void Exchange(StateExchange state)
    {
        state.Of(ref _edges);
        state.Of(ref _short);
        state.Of(ref _long);
        state.Of(ref _even);
    }
}
