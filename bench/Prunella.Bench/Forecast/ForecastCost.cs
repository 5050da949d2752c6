using Prunella.Detection.Forecasts;

namespace Prunella.Bench.Forecast;

/// <summary>What a point and a forecast cost, beside a plain EWMA, and what a series holds.</summary>
internal static class ForecastCost
{
    private const long Step = 10_000_000_000;
    private static double s_kept;

    public static void Run(BenchOptions options)
    {
        var work = options.Of(2_000_000, 20_000);
        Measured plain = new("plain EWMA z-score", "ns/update");
        Case[] cases =
        [
            new("hot", 8, daily: false, work), new("cold", options.Of(100_000, 200), daily: false, work),
            new("cold, with day's shape", options.Of(100_000, 200), daily: true, work),
        ];
        for (var round = -1; round < options.Rounds; round++)
        {
            var baseline = Cost.Of(() => Ewma(5 * work)).CpuNanos / (5.0 * work);
            if (round >= 0) plain.Add(baseline);
            foreach (var one in cases) one.Round(baseline, warmUp: round < 0);
        }
        plain.Print();
        foreach (var one in cases) one.Print();
        GC.KeepAlive(s_kept);
    }

    private static void Ewma(int updates)
    {
        double mean = 0, variance = 1, score = 0;
        for (var i = 0; i < updates; i++)
        {
            var difference = (i * 37 % 101) / 100.0 - mean;
            score += difference / Math.Sqrt(variance);
            mean += 0.1 * difference;
            variance = 0.9 * (variance + 0.1 * difference * difference) + 1e-9;
        }
        s_kept += score;
    }

    private sealed class Case
    {
        private readonly Forecaster[] _forecasters;
        private readonly double[] _values = new double[8_192];
        private readonly Measured _point;
        private readonly Measured _ratio;
        private readonly Measured _ahead;
        private readonly Measured _reach;
        private readonly Measured _bytes;
        private readonly Measured _allocated;
        private readonly int _work;
        private long _index;

        public Case(string name, int series, bool daily, int work)
        {
            _work = work;
            _point = new(name + ": a point", "ns/point");
            _ratio = new(name + ": against plain EWMA", "times");
            _ahead = new(name + ": a forecast", "ns");
            _reach = new(name + ": time until a limit", "ns");
            _bytes = new(name + ": held", "bytes/series");
            _allocated = new(name + ": allocated", "bytes/point");
            var random = new Random(17);
            for (var i = 0; i < _values.Length; i++)
                _values[i] = 100 + 40 * Math.Sin(i / 500.0) + 5 * random.NextDouble();
            var before = GC.GetTotalMemory(forceFullCollection: true);
            _forecasters = [.. Enumerable.Range(0, series).Select(_ => new Forecaster(900_000_000_000, daily))];
            _bytes.Add((GC.GetTotalMemory(forceFullCollection: true) - before) / (double)series);
            for (var i = 0; i < 20; i++) Turn();
        }

        public void Round(double baseline, bool warmUp)
        {
            var turns = Math.Max(1, _work / _forecasters.Length);
            var cost = Cost.Of(() =>
            {
                for (var i = 0; i < turns; i++) Turn();
            });
            var looks = Math.Min(_work / 50, _forecasters.Length * 1000);
            var ahead = Cost.Of(() => Look(looks, f => f.Ahead(60_000_000_000)?.Upper ?? 0));
            var reach = Cost.Of(() => Look(looks, f => f.UntilAbove(1000) is { Earliest: not null } ? 1 : 0));
            if (warmUp) return;
            var points = (double)turns * _forecasters.Length;
            _point.Add(cost.CpuNanos / points);
            _ratio.Add(cost.CpuNanos / points / baseline);
            _ahead.Add(ahead.CpuNanos / looks);
            _reach.Add(reach.CpuNanos / looks);
            _allocated.Add(cost.Bytes / points);
        }

        public void Print()
        {
            foreach (var one in (Measured[])[_point, _ratio, _ahead, _reach, _bytes, _allocated]) one.Print();
            Measured.Counted(_index * _forecasters.Length, "points learnt");
        }

        private void Look(int looks, Func<Forecaster, double> ask)
        {
            for (var i = 0; i < looks; i++) s_kept += ask(_forecasters[i % _forecasters.Length]);
        }

        /// <summary>The next point of every series.</summary>
        private void Turn()
        {
            _index++;
            for (var s = 0; s < _forecasters.Length; s++)
                _forecasters[s].Observe(_index * Step, _values[(_index + 37 * s) & (_values.Length - 1)]);
        }
    }
}
