using Prunella.Detection.Baselines;
using Prunella.Detection.FalseAlarms;

namespace Prunella.Bench.Fleet;

/// <summary>What a point of a plain series costs in the base tier, and what a series holds.</summary>
/// <remarks>Every series has its own noise on a day's shape, and is judged: it is past its first day.</remarks>
internal sealed class BaseTierCost
{
    private const long Step = 10_000_000_000;

    /// <summary>Points before measuring: sparse in time, so that the first day is over soon.</summary>
    private const int Learnt = 320;
    private const long LearningStep = 600_000_000_000;
    private readonly FleetSeries _fleet = new(new PageBudget(PageBudget.Usual));
    private readonly List<Standing> _standing = [];
    private readonly double[] _values = new double[8_192];
    private readonly Measured _point;
    private readonly Measured _ratio;
    private readonly Measured _share;
    private readonly Measured _bytes;
    private readonly Measured _allocated;
    private readonly int _points;
    private readonly int _series;
    private long _at = 1_704_067_200_000_000_000;
    private long _taken;
    private long _index;

    public BaseTierCost(string name, int series, int points)
    {
        (_series, _points) = (series, points);
        _point = new(name + ": a point", "ns/point");
        _ratio = new(name + ": against plain EWMA", "times");
        _share = new(name + ": of a core, a point every 10 s", "%");
        _bytes = new(name + ": held", "bytes/series");
        _allocated = new(name + ": allocated", "bytes/point");
        var random = new Random(17);
        for (var i = 0; i < _values.Length; i++)
            _values[i] = 100 + 5 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < series; i++) _fleet.Begin();
        for (var i = 0; i < Learnt; i++) Turn(LearningStep);
        _bytes.Add((GC.GetTotalMemory(forceFullCollection: true) - before) / (double)series);
    }

    public void Round(double baseline, bool warmUp)
    {
        var turns = Math.Max(1, _points / _series);
        var cost = Cost.Of(() =>
        {
            for (var i = 0; i < turns; i++) Turn(Step);
        });
        var points = (double)turns * _series;
        _taken += (long)points;
        if (warmUp) return;
        _point.Add(cost.CpuNanos / points);
        _ratio.Add(cost.CpuNanos / points / baseline);
        _share.Add(100 * cost.CpuNanos / turns / Step);
        _allocated.Add(cost.Bytes / points);
    }

    public void Print()
    {
        _point.Print();
        _ratio.Print();
        _share.Print();
        _bytes.Print();
        _allocated.Print();
        Measured.Counted(_taken, $"points judged in the base tier, {_standing.Count} series stand out");
    }

    /// <summary>The next point of every series, and a tick.</summary>
    private void Turn(long step)
    {
        _index++;
        _at += step;
        for (var s = 0; s < _series; s++) _fleet.Observe(s, _at, _values[(_index + 37L * s) & (_values.Length - 1)]);
        _fleet.Tick(_at, _standing);
    }
}
