using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Prunella.Detection.Series;

/// <summary>Has the series ever been this high or this low: a smallest and a largest value for each of fourteen views
/// of it.</summary>
/// <remarks>
/// A value outside what was ever seen is worth log10(1 + o / 0.003), where o is by how much of the whole range it lies
/// outside, ten at most. The range then widens: the second time it is no record. The second view leaks towards the
/// long-run level, so that a record of long ago is no measure for ever.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal struct RecordChannels
{
    private const int Leaking = 1;
    private const int Spread = 8;
    private const int Drift = 13;
    private const int From = 100;
    private const uint All = (1 << 14) - 1;
    private const uint ByDay = 1 << 9 | 1 << 11;
    private const uint ByWeek = 1 << 10 | 1 << 12;
    private const uint ByDrift = 1 << Drift;
    private const float Leak = 1e-4f;

    /// <summary>Of the series' usual size: what the arithmetic itself leaves is no record.</summary>
    private const double Dust = 1e-9;

    /// <summary>The same of what is a logarithm already.</summary>
    private const float LogDust = 1e-6f;

    /// <summary>Two steps of a single float.</summary>
    private const float Grain = 2.4e-7f;

    private static readonly Vector512<float> s_isLog = Lane.Mask(1u << Spread | 1u << Drift).AsSingle();
    private static readonly Vector512<float> s_isUpward = Lane.Mask(1u << Drift).AsSingle();
    private static readonly Vector512<float> s_isLeaking = Lane.Mask(1u << Leaking).AsSingle();
    private static readonly string[] s_names =
    [
        "the value", "the value, against a range that forgets", "its mean over 3 points", "its mean over 12 points",
        "its mean over 48 points", "its step", "its mean over 6 points against 72", "its mean over 24 points against 576",
        "its spread over 48 points", "the value against its hour", "the value against its time of the week",
        "its trend against the hour", "its trend against the time of the week", "the shape of its distribution",
    ];
    private Vector512<float> _least = Vector512.Create(float.PositiveInfinity);
    private Vector512<float> _most = Vector512.Create(float.NegativeInfinity);
    private Spoken _spoken;

    public RecordChannels()
    {
    }

    /// <summary>Evidence that the point is a record, summed over the views, in powers of ten.</summary>
    public double Judge(long count, in Averages of, in Seasons seasons, float spread, float drift)
    {
        var (day, week) = (seasons.Day, seasons.Week);
        var value = (float)of.Value;
        var views = Vector512.Create(
            value, value, (float)of.Of3, (float)of.Of12, (float)of.Of48, (float)(of.Value - of.Lag1),
            (float)(of.Of6 - of.Of72), (float)(of.Of24 - of.Of576), spread, day.Residual, week.Residual,
            day.Trend, week.Trend, drift, 0, 0);
        var dust = Vector512.ConditionalSelect(
            s_isLog, Vector512.Create(LogDust), Vector512.Create((float)(Dust * of.Size)));
        var above = views - _most;
        var over = Vector512.ConditionalSelect(s_isUpward, above, Vector512.MaxNative(above, _least - views));
        var isOut = Vector512.GreaterThan(over, dust + Vector512.Create(Grain) * Vector512.Abs(views));
        var records = (uint)isOut.ExtractMostSignificantBits() & Known(From, count, day, week);
        _spoken.Clear();
        var evidence = records == 0 ? 0 : Evidence(records, over);
        Learn(views, (float)of.Level, Known(0, count, day, week));
        return evidence;
    }

    /// <summary>What the last point broke a record in, with what that was worth.</summary>
    public readonly IEnumerable<(double Worth, string What)> Why() =>
        _spoken.Told(s_names).Select(w => (w.Worth, "never so far out: " + w.What));

    /// <summary>The views that have seen more points than this.</summary>
    private static uint Known(int points, long count, in Seasons.Season day, in Seasons.Season week)
    {
        var known = All;
        if (count <= points) known &= ByDay | ByWeek;
        if (points > 0 && count <= Warmup.Points) known &= ~ByDrift;
        // An hour that was never met has no residual: its zero would be a range.
        if (!day.IsKnown || day.Known <= points) known &= ~ByDay;
        if (!week.IsKnown || week.Known <= points) known &= ~ByWeek;
        return known;
    }

    private double Evidence(uint records, Vector512<float> over)
    {
        var evidence = 0.0;
        for (var left = records; left != 0; left &= left - 1)
        {
            var view = BitOperations.TrailingZeroCount(left);
            var range = _most[view] - _least[view];
            var share = range > 0 ? Math.Min((double)over[view] / range, 10) : 10;
            var worth = Math.Log10(1 + share / 0.003);
            _spoken.Add(view, worth);
            evidence += worth;
        }
        return evidence;
    }

    private void Learn(Vector512<float> views, float level, uint known)
    {
        var learnt = Lane.Mask(known).AsSingle();
        _least = Vector512.ConditionalSelect(learnt, Vector512.MinNative(_least, views), _least);
        _most = Vector512.ConditionalSelect(learnt, Vector512.MaxNative(_most, views), _most);
        // Where nothing was learnt yet the range is endless, and none of it leaks.
        var (leak, middle) = (Vector512.Create(Leak), Vector512.Create(level));
        _least += Vector512.ConditionalSelect(s_isLeaking, leak * (middle - _least), default);
        _most -= Vector512.ConditionalSelect(s_isLeaking, leak * (_most - middle), default);
    }

    public void Exchange(StateExchange state)
    {
        state.Of(ref _least);
        state.Of(ref _most);
    }
}
