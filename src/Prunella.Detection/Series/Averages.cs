namespace Prunella.Detection.Series;

/// <summary>Exponentially weighted means and deviations of one stream over several spans, in points.</summary>
/// <remarks>
/// A span L weighs a point by 2 / (L + 1), the early ones evenly, so that a mean is right from the first point on.
/// Deviations follow Welford's form, so they never become negative. Allocates nothing after construction.
/// </remarks>
internal sealed class Averages
{
    private static readonly double[] MeanSpans = [3, 6, 12, 24, 48, 72, 96, 576];
    private static readonly double[] DeviationSpans = [12, 24, 48];
    private readonly double[] _means = new double[MeanSpans.Length];
    private readonly double[] _centres = new double[DeviationSpans.Length];
    private readonly double[] _variances = new double[DeviationSpans.Length];
    private long _count;

    public double Of3 => _means[0];

    public double Of6 => _means[1];

    public double Of12 => _means[2];

    public double Of24 => _means[3];

    public double Of48 => _means[4];

    public double Of72 => _means[5];

    public double Of96 => _means[6];

    public double Of576 => _means[7];

    public double Deviation12 => Math.Sqrt(_variances[0]);

    public double Deviation24 => Math.Sqrt(_variances[1]);

    public double Deviation48 => Math.Sqrt(_variances[2]);

    public void Add(double x)
    {
        _count++;
        var even = 1.0 / _count;
        for (var i = 0; i < _means.Length; i++)
            _means[i] += Math.Max(2 / (MeanSpans[i] + 1), even) * (x - _means[i]);
        for (var i = 0; i < _variances.Length; i++)
        {
            var gain = Math.Max(2 / (DeviationSpans[i] + 1), even);
            var off = x - _centres[i];
            _centres[i] += gain * off;
            _variances[i] = (1 - gain) * (_variances[i] + gain * off * off);
        }
    }

    public void Exchange(StateExchange state)
    {
        state.Of(_means);
        state.Of(_centres);
        state.Of(_variances);
        state.Of(ref _count);
    }
}
