namespace Prunella.Detection.Series;

/// <summary>Puts each feature on a scale without unit: by its median and spread over the first points,
/// frozen.</summary>
/// <remarks>
/// y = asinh((f - m) / s), so that near the usual a step is linear and far off it is a factor; logarithms and
/// correlations are such already and stay linear. s = max(1.25 mean |f - m|, |m| / 1000): 1.25 makes a mean
/// absolute deviation a standard deviation for normal noise, and the floor keeps a constant series from calling
/// dust a mountain.
/// </remarks>
internal sealed class Yardstick
{
    public const int Value = 0;
    public const int Mean3 = 1;
    public const int Mean6 = 2;
    public const int Mean12 = 3;
    public const int Mean24 = 4;
    public const int Mean48 = 5;
    public const int Mean96 = 6;
    public const int Spread24 = 7;
    public const int Spread48 = 8;
    public const int Slope = 9;
    public const int LogSpread12 = 10;
    public const int LogSpread48 = 11;
    public const int Autocorrelation = 12;
    public const int Features = 13;

    private const double Least = 1e-9;
    private readonly double[] _middle = new double[Features];
    private readonly double[] _scale = new double[Features];

    /// <summary>Reads the features in this order.</summary>
    public static void Read(Features from, Span<double> to)
    {
        var means = from.Averages;
        to[Value] = from.Value;
        to[Mean3] = means.Of3;
        to[Mean6] = means.Of6;
        to[Mean12] = means.Of12;
        to[Mean24] = means.Of24;
        to[Mean48] = means.Of48;
        to[Mean96] = means.Of96;
        to[Spread24] = means.Deviation24;
        to[Spread48] = means.Deviation48;
        to[Slope] = from.Slope;
        to[LogSpread12] = from.LogDeviation12;
        to[LogSpread48] = from.LogDeviation48;
        to[Autocorrelation] = from.Autocorrelation;
    }

    public void Freeze(Warmup first)
    {
        for (var f = 0; f < Features; f++)
        {
            var all = first.Of(f);
            Array.Sort(all);
            var middle = (all[(all.Length - 1) / 2] + all[all.Length / 2]) / 2;
            var off = 0.0;
            foreach (var value in all) off += Math.Abs(value - middle);
            _middle[f] = middle;
            _scale[f] = Math.Max(Math.Max(1.25 * off / all.Length, 1e-3 * Math.Abs(middle)), Least);
        }
    }

    public void Scale(ReadOnlySpan<double> features, Span<double> to)
    {
        for (var f = 0; f < Features; f++)
        {
            var steps = (features[f] - _middle[f]) / _scale[f];
            to[f] = f is LogSpread12 or LogSpread48 or Autocorrelation ? steps : Math.Asinh(steps);
        }
    }

    public void Exchange(StateExchange state)
    {
        state.Of(_middle);
        state.Of(_scale);
    }
}
