namespace Prunella.Senses.Streams;

/// <summary>The bounds of an explicit histogram, laid on the latency ruler once.</summary>
internal sealed class ExplicitLayout
{
    private readonly double[] _low;
    private readonly double[] _high;

    /// <param name="bounds">Rising upper bounds, in the instrument's unit.</param>
    /// <param name="secondsPerUnit">1 for s, 0.001 for ms.</param>
    public ExplicitLayout(ReadOnlySpan<double> bounds, double secondsPerUnit)
    {
        _low = new double[bounds.Length + 1];
        _high = new double[bounds.Length + 1];
        for (var i = 0; i < bounds.Length; i++)
        {
            _high[i] = LatencySpread.PlaceOf(bounds[i] * secondsPerUnit);
            if (i + 1 < _low.Length) _low[i + 1] = _high[i];
            var open = i == 0 || double.IsNegativeInfinity(_high[i - 1]);
            if (open) _low[i] = _high[i] - LatencySpread.OpenStart;
        }
        if (bounds.Length == 0) return;
        if (double.IsNegativeInfinity(_low[^1])) _low[^1] = 0;
        _high[^1] = _low[^1] + LatencySpread.OpenEnd;
    }

    /// <summary>Which bounds and unit these are.</summary>
    public Otlp.Wire.Fingerprint Key { get; init; }

    public int Buckets => _low.Length;

    /// <summary>
    /// Spreads one interval's counts; a histogram without bounds goes where its mean lies.
    /// </summary>
    public void Spread(ReadOnlySpan<long> counts, double meanSeconds, Span<long> cells)
    {
        if (Buckets == 1)
        {
            cells[Contracts.LatencyBuckets.IndexOf(meanSeconds)] += counts[0];
            return;
        }
        for (var i = 0; i < counts.Length; i++)
        {
            if (double.IsNegativeInfinity(_high[i])) cells[0] += counts[i];
            else LatencySpread.Add(counts[i], _low[i], _high[i], cells);
        }
    }
}
