namespace Prunella.Detection.Series;

/// <summary>Has the series ever been this high or this low: a smallest and a largest value for each of fourteen views
/// of it.</summary>
/// <remarks>
/// A value outside what was ever seen is worth log10(1 + o / 0.003), where o is by how much of the whole range it lies
/// outside, ten at most. The range then widens: the second time it is no record. The second view leaks towards the
/// long-run level, so that a record of long ago is no measure for ever.
/// </remarks>
internal sealed class RecordChannels
{
    private const int Channels = 14;
    private const int Leaking = 1;
    private const int Spread = 8;
    private const int Drift = 13;
    private const int From = 100;
    private const int DriftFrom = Warmup.Points;
    private const double Leak = 1e-4;

    /// <summary>Of the series' usual size: what the arithmetic itself leaves is no record.</summary>
    private const double Dust = 1e-9;

    /// <summary>The same of what is a logarithm already.</summary>
    private const double LogDust = 1e-6;

    private static readonly string[] s_names =
    [
        "the value", "the value, against a range that forgets", "its mean over 3 points", "its mean over 12 points",
        "its mean over 48 points", "its step", "its mean over 6 points against 72", "its mean over 24 points against 576",
        "its spread over 48 points", "the value against its hour", "the value against its hour of the week",
        "its trend against the hour", "its trend against the hour of the week", "the shape of its distribution",
    ];
    private readonly double[] _worth = new double[Channels];
    private readonly double[] _least = new double[Channels];
    private readonly double[] _most = new double[Channels];

    public RecordChannels()
    {
        Array.Fill(_least, double.PositiveInfinity);
        Array.Fill(_most, double.NegativeInfinity);
    }

    /// <summary>Evidence that the point is a record, summed over the views, in powers of ten.</summary>
    public double Judge(long count, Features of)
    {
        var means = of.Averages;
        Span<double> views =
        [
            of.Value, of.Value, means.Of3, means.Of12, means.Of48,
            of.Value - of.Lag1, means.Of6 - means.Of72, means.Of24 - means.Of576, of.LogDeviation48,
            of.DayResidual, of.WeekResidual, of.DayTrend, of.WeekTrend, of.Drift,
        ];
        var evidence = 0.0;
        for (var c = 0; c < Channels; c++)
        {
            var seen = SeasonOf(c, of) is { } season ? season.IsKnown ? season.Known : -1 : count;
            var dust = c is Spread or Drift ? LogDust : Dust * of.Size;
            _worth[c] = seen > (c == Drift ? DriftFrom : From) ? Worth(c, views[c], dust) : 0;
            evidence += _worth[c];
            // An hour that was never met has no residual: its zero would be a range.
            if (seen < 0) continue;
            _least[c] = Math.Min(_least[c], views[c]);
            _most[c] = Math.Max(_most[c], views[c]);
        }
        _most[Leaking] -= Leak * (_most[Leaking] - of.Level);
        _least[Leaking] += Leak * (of.Level - _least[Leaking]);
        return evidence;
    }

    /// <summary>What the last point broke a record in, with what that was worth.</summary>
    public IEnumerable<(double Worth, string What)> Why() =>
        _worth.Zip(s_names).Where(w => w.First > 0).Select(w => (w.First, $"never so far out: {w.Second}"));

    private static Profile? SeasonOf(int c, Features of) => c switch
    {
        9 or 11 => of.Day,
        10 or 12 => of.Week,
        _ => null,
    };

    private double Worth(int c, double value, double dust)
    {
        var over = Math.Max(value - _most[c], c == Drift ? 0 : _least[c] - value);
        if (!(over > dust)) return 0;
        var range = _most[c] - _least[c];
        var share = range > 0 ? Math.Min(over / range, 10) : 10;
        return Math.Log10(1 + share / 0.003);
    }

    public void Exchange(StateExchange state)
    {
        state.Of(_least);
        state.Of(_most);
    }
}
