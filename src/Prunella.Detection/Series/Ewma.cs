namespace Prunella.Detection.Series;

/// <summary>One exponentially weighted mean over a span of points; even weights until the span is filled.</summary>
internal struct Ewma(double span)
{
    private readonly double _gain = 2 / (span + 1);
    private long _count;

    public double Mean { get; private set; }

    public double Add(double x) => Mean += Math.Max(_gain, 1.0 / ++_count) * (x - Mean);
}
