using System.Globalization;

using Prunella.Detection.Forecasts;

namespace Prunella.Bench.Forecast;

/// <summary>How right forecasts over one horizon were, beside those of three that know nothing.</summary>
/// <remarks>
/// Every point is foretold by the newest point that is a horizon older. Coverage is the share of points within the
/// interval. MASE (Hyndman and Koehler 2006): the mean absolute error over the mean step from one point to the next,
/// so that series of different units can be averaged; the naive forecast over many steps therefore has more than 1.
/// </remarks>
internal sealed class ForecastTally(string name)
{
    private const int Warm = 50;
    private readonly List<double> _shares = [];
    private readonly double[] _mase = new double[4];
    private readonly int[] _of = new int[4];
    private long _points;
    private long _within90;
    private long _within50;

    public static string Header { get; } =
        $"{"",-24} {"points",9} {"in 90 %",8} {"in 50 %",8} {"series in 85-95",16} {"MASE ours",10} {"naive",7} {"day ago",8} {"Holt",7}";

    public long Points => _points;

    /// <summary>Every series' share of points within its 90 % intervals.</summary>
    public IReadOnlyList<double> Shares => _shares;

    public void Add(long[] times, double[] values, long horizon)
    {
        var forecaster = new Forecaster(horizon, daily: true);
        var rivals = new ForecastRivals(times, values);
        var (points, in90, target) = (0, 0, 0);
        for (var i = 0; i < times.Length; i++)
        {
            forecaster.Observe(times[i], values[i]);
            rivals.Observe(i);
            while (target < times.Length && times[target] < times[i] + horizon) target++;
            if (target == times.Length) break;
            if (!IsForetold(times, i, target, horizon)) continue;
            if (forecaster.Ahead(times[target] - times[i]) is not { } then) continue;
            var x = values[target];
            points++;
            if (x >= then.Lower && x <= then.Upper) in90++;
            if (x >= then.LowerHalf && x <= then.UpperHalf) _within50++;
            rivals.Compare(i, target, then.Expected);
        }
        if (points == 0) return;
        (_points, _within90) = (_points + points, _within90 + in90);
        _shares.Add((double)in90 / points);
        rivals.AddTo(_mase, _of);
    }

    /// <summary>Not so where a later point foretells it as well, nor across a hole.</summary>
    private static bool IsForetold(long[] times, int from, int target, long horizon) =>
        from >= Warm && (from + 1 == times.Length || times[target] - times[from + 1] < horizon)
        && times[target] - times[from] <= 2 * horizon;

    public void Print()
    {
        string Mase(int of) => _of[of] == 0 ? "-" : (_mase[of] / _of[of]).ToString("0.00", CultureInfo.InvariantCulture);
        var good = _shares.Count(s => s is >= 0.85 and <= 0.95);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-24} {_points,9} {100.0 * _within90 / _points,8:0.0} {100.0 * _within50 / _points,8:0.0} {$"{good} of {_shares.Count}",16} {Mase(0),10} {Mase(1),7} {Mase(2),8} {Mase(3),7}"));
    }
}
