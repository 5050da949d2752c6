using Prunella.Detection.Series;

namespace Prunella.Bench;

/// <summary>What a point of a plain series costs its detector, the full tier, and what a series holds.</summary>
/// <remarks>Every series has its own noise on a day's shape and is past its first thousand points: the beginning is
/// dearer and short.</remarks>
internal sealed class SeriesCost
{
    private const long Step = 300_000_000_000;
    private const int Learnt = 1_200;
    private readonly SeriesDetector[] _detectors;
    private readonly double[] _values = new double[8_192];
    private readonly Measured _point;
    private readonly Measured _ratio;
    private readonly Measured _bytes;
    private readonly Measured _allocated;
    private readonly int _points;
    private long _alarms;
    private long _taken;
    private long _index;

    public SeriesCost(string name, int series, BenchOptions options)
    {
        _points = options.Of(400_000, 4_000);
        _point = new(name + ": a point", "ns/point");
        _ratio = new(name + ": against plain EWMA", "times");
        _bytes = new(name + ": held", "bytes/series");
        _allocated = new(name + ": allocated", "bytes/point");
        var random = new Random(17);
        for (var i = 0; i < _values.Length; i++)
        {
            var noise = random.NextDouble() + random.NextDouble() - 1;
            _values[i] = 100 + 40 * Math.Sin(2 * Math.PI * i / 288) + 5 * noise;
        }
        var before = GC.GetTotalMemory(forceFullCollection: true);
        _detectors = [.. Enumerable.Range(0, series).Select(_ => new SeriesDetector())];
        for (var i = 0; i < Learnt; i++) Turn();
        _bytes.Add((GC.GetTotalMemory(forceFullCollection: true) - before) / (double)series);
    }

    public void Round(double baseline, bool warmUp)
    {
        var turns = Math.Max(1, _points / _detectors.Length);
        var cost = Cost.Of(() =>
        {
            for (var i = 0; i < turns; i++) Turn();
        });
        var points = (double)turns * _detectors.Length;
        _taken += (long)points;
        if (warmUp) return;
        _point.Add(cost.CpuNanos / points);
        _ratio.Add(cost.CpuNanos / points / baseline);
        _allocated.Add(cost.Bytes / points);
    }

    public void Print()
    {
        _point.Print();
        _ratio.Print();
        _bytes.Print();
        _allocated.Print();
        Measured.Counted(_taken, $"points judged, {_alarms} alarms");
    }

    /// <summary>The next point of every series.</summary>
    private void Turn()
    {
        _index++;
        for (var s = 0; s < _detectors.Length; s++)
        {
            var judged = _detectors[s].Observe(_index * Step, _values[(_index + 37 * s) & (_values.Length - 1)]);
            if (judged is { IsAlarm: true }) _alarms++;
        }
    }
}
