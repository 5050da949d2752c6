namespace Prunella.Detection.Series;

/// <summary>One exponentially weighted mean over a span of points; even weights until the span is filled.</summary>
internal struct Ewma(double span)
{
    private readonly double _gain = 2 / (span + 1);
    private long _count;
    private double _mean;

    public readonly double Mean => _mean;

    public double Add(double x) => _mean += Math.Max(_gain, 1.0 / ++_count) * (x - _mean);

    public void Exchange(StateExchange state)
    {
        state.Of(ref _count);
        state.Of(ref _mean);
    }
}
