namespace Prunella.Detection.Series;

/// <summary>How far the recent distribution of values has moved from the long one: Kullback-Leibler divergence of two
/// exponentially weighted histograms with eight bins.</summary>
/// <remarks>The bins' edges are the octiles of the first 150 points. 0 before that.</remarks>
internal sealed class ShapeDrift
{
    private const int Bins = 8;
    private const double Floor = 1e-3;
    private const double ShortGain = 2.0 / 97;
    private const double LongGain = 2.0 / 2881;
    private readonly double[] _edges = new double[Bins - 1];
    private readonly double[] _short = new double[Bins];
    private readonly double[] _long = new double[Bins];
    private long _count;

    /// <summary>Takes the octiles of the first points and counts those points.</summary>
    public void Begin(ReadOnlySpan<double> first)
    {
        var sorted = first.ToArray();
        Array.Sort(sorted);
        for (var i = 0; i < _edges.Length; i++) _edges[i] = sorted[(i + 1) * sorted.Length / Bins];
        foreach (var x in first) Add(x);
    }

    public double Add(double x)
    {
        _count++;
        var bin = 0;
        while (bin < _edges.Length && x > _edges[bin]) bin++;
        var even = 1.0 / _count;
        var (gainShort, gainLong) = (Math.Max(ShortGain, even), Math.Max(LongGain, even));
        var divergence = 0.0;
        for (var i = 0; i < Bins; i++)
        {
            var hit = i == bin ? 1.0 : 0.0;
            _short[i] += gainShort * (hit - _short[i]);
            _long[i] += gainLong * (hit - _long[i]);
            divergence += Math.Max(_short[i], Floor) * Math.Log(Math.Max(_short[i], Floor) / Math.Max(_long[i], Floor));
        }
        return divergence;
    }

    public void Exchange(StateExchange state)
    {
        state.Of(_edges);
        state.Of(_short);
        state.Of(_long);
        state.Of(ref _count);
    }
}
