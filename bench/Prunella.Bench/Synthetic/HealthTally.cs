using System.Globalization;

namespace Prunella.Bench.Synthetic;

/// <summary>What is told of healthy series, and how honest the probabilities are.</summary>
internal sealed class HealthTally(HealthyFamily family)
{
    /// <summary>Two days, after which both lanes give probabilities.</summary>
    private const int TailFrom = 2 * HealthyFamily.PointsOfDay;

    private static readonly double[] s_nominal = [1e-3, 1e-4, 1e-5, 1e-6];
    private readonly Tail _novelty = new();
    private readonly Tail _deviation = new();
    private double _weeks;
    private int _series;
    private int _alarms;
    private int _alarmsOfFirst;
    private int _pages;
    private long _points;

    public static string Header => "healthy family    alarms/week  first week  pages/week   tail at " + string.Join(
        ", ", s_nominal.Select(n => n.ToString("0e+0", CultureInfo.InvariantCulture))) + ": observed against nominal";

    public long Add(int seed, int weeks)
    {
        var points = weeks * HealthyFamily.PointsOfWeek;
        _series++;
        _weeks += weeks;
        foreach (var (i, j) in Judged.By(family.Begin(new Random(seed)), points).Index())
        {
            if (j.IsAlarm) _alarms++;
            if (j.IsAlarm && i < HealthyFamily.PointsOfWeek) _alarmsOfFirst++;
            if (j.IsPage) _pages++;
            if (i < TailFrom) continue;
            _points++;
            _novelty.Add(j.Novelty);
            _deviation.Add(j.Deviation);
        }
        return points;
    }

    public void Print() => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{family.Name,-16}  {_alarms / _weeks,11:0.00}  {(double)_alarmsOfFirst / _series,10:0.00}  {_pages / _weeks,10:0.000}"
        + $"   novelty {_novelty.Text(_points)}   deviation {_deviation.Text(_points)}"));

    private sealed class Tail
    {
        private readonly long[] _seen = new long[s_nominal.Length];

        public void Add(double p)
        {
            for (var n = 0; n < s_nominal.Length; n++) _seen[n] += p <= s_nominal[n] ? 1 : 0;
        }

        public string Text(long points) => string.Join(' ', s_nominal.Zip(_seen, (n, seen) =>
            (seen / (n * points)).ToString("0.00", CultureInfo.InvariantCulture)));
    }
}
