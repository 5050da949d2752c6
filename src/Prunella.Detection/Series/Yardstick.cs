using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Prunella.Detection.Series;

/// <summary>Puts each feature on a scale without unit: by its median and spread over the first points,
/// frozen.</summary>
/// <remarks>
/// y = asinh((f - m) / s), so that near the usual a step is linear and far off it is a factor; logarithms and
/// correlations are such already and stay linear. s = max(1.25 mean |f - m|, |m| / 1000): 1.25 makes a mean
/// absolute deviation a standard deviation for normal noise, and the floor keeps a constant series from calling
/// dust a mountain.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal struct Yardstick
{
    public const int Mean12 = 0;
    public const int Mean24 = 1;
    public const int Mean48 = 2;
    public const int Mean3 = 4;
    public const int Mean6 = 5;
    public const int Mean96 = 6;
    public const int Value = 8;
    public const int Slope = 9;
    public const int Spread24 = 10;
    public const int Spread48 = 11;
    public const int LogSpread12 = 12;
    public const int LogSpread48 = 13;
    public const int Autocorrelation = 14;
    public const int Features = 16;

    private const double Least = 1e-9;
    private const float Farthest = 1e15f;
    private static readonly Vector512<float> s_isLinear = Vector512.GreaterThanOrEqual(
        Vector512<int>.Indices, Vector512.Create(LogSpread12)).AsSingle();

    private Vector512<float> _middle;
    private Vector512<float> _perScale;

    /// <param name="first">The features of each of the first points.</param>
    /// <param name="origin">What levels are counted from.</param>
    public void Freeze(ReadOnlySpan<Vector512<float>> first, double origin)
    {
        Span<float> all = stackalloc float[Warmup.Points];
        for (var f = 0; f < Features; f++)
        {
            for (var i = 0; i < all.Length; i++) all[i] = first[i][f];
            all.Sort();
            var middle = (all[(all.Length - 1) / 2] + all[all.Length / 2]) / 2.0;
            var off = 0.0;
            foreach (var value in all) off += Math.Abs(value - middle);
            var size = Math.Abs(f <= Value ? middle + origin : middle);
            var scale = Math.Max(Math.Max(1.25 * off / all.Length, 1e-3 * size), Least);
            _middle = _middle.WithElement(f, (float)middle);
            _perScale = _perScale.WithElement(f, (float)(1 / scale));
        }
    }

    public readonly Vector512<float> Scale(Vector512<float> features)
    {
        var farthest = Vector512.Create(Farthest);
        var steps = Vector512.MaxNative(-farthest, Vector512.MinNative(farthest, (features - _middle) * _perScale));
        return Vector512.ConditionalSelect(s_isLinear, steps, Approximate.Asinh(steps));
    }

    public void Exchange(StateExchange state)
    {
        state.Of(ref _middle);
        state.Of(ref _perScale);
    }
}
