using Prunella.Contracts;
using Prunella.Detection;

namespace Prunella.Bench;

/// <summary>What a sample, a tick and a series cost detection, hot (8 series) and cold (as many as it takes), beside a
/// plain EWMA z-score update.</summary>
internal static class DetectionBench
{
    private const int PerBatch = 2_000;
    private const int Updates = 10_000_000;
    private static double s_kept;

    public static void Run(BenchOptions options)
    {
        Measured plain = new("plain EWMA z-score", "ns/update");
        var cold = options.Of(FleetDetection.MostSeries, 400);
        Case[] cases =
        [
            new("ratio, hot", SignalKind.Errors, 8, options), new("histogram, hot", SignalKind.Latency, 8, options),
            new("ratio, cold", SignalKind.Errors, cold, options),
            new("histogram, cold", SignalKind.Latency, cold, options),
        ];
        SeriesCost[] series =
            [new("series, hot", 1, options), new("series, cold", options.Of(5_000, 20), options)];
        for (var round = -1; round < options.Rounds; round++)
        {
            var baseline = EwmaNanos();
            if (round >= 0) plain.Add(baseline);
            foreach (var one in cases) one.Round(baseline, warmUp: round < 0);
            foreach (var one in series) one.Round(baseline, warmUp: round < 0);
        }
        plain.Print();
        foreach (var one in cases) one.Print();
        foreach (var one in series) one.Print();
        GC.KeepAlive(s_kept);
    }

    /// <summary>The plain update everything is compared with.</summary>
    internal static double EwmaNanos() => Cost.Of(Ewma).CpuNanos / Updates;

    private static void Ewma()
    {
        var values = new double[1024];
        for (var i = 0; i < values.Length; i++) values[i] = (i * 37 % 101) / 100.0;
        double mean = 0, variance = 1, score = 0;
        for (var i = 0; i < Updates; i++)
        {
            var difference = values[i & 1023] - mean;
            score += difference / Math.Sqrt(variance);
            mean += 0.1 * difference;
            variance = 0.9 * (variance + 0.1 * difference * difference) + 1e-9;
        }
        s_kept = score;
    }

    private sealed class Case
    {
        private readonly Measured _sample;
        private readonly Measured _ratio;
        private readonly Measured _tick;
        private readonly Measured _bytes;
        private readonly FleetDetection _detection;
        private readonly SeriesId[] _series;
        private readonly SignalKind _kind;
        private readonly int _samples;
        private long _at = ManualTime.Start;
        private long _taken;
        private int _next;

        public Case(string name, SignalKind kind, int count, BenchOptions options)
        {
            _kind = kind;
            _samples = options.Of(200_000, 4_000);
            _sample = new(name + ": Observe", "ns/sample");
            _ratio = new(name + ": against plain EWMA", "times");
            _tick = new(name + ": Tick", "ns/series");
            _bytes = new(name + ": held", "bytes/series");
            _series = [.. Enumerable.Range(0, count).Select(i => SeriesId.Of("bench", name, "" + i))];
            // The heap after a full collection, before there is a detection and when its series have been seen and
            // judged: what stays, buckets of dictionaries and streams of services included.
            var before = GC.GetTotalMemory(forceFullCollection: true);
            _detection = Filled(name);
            _bytes.Add((GC.GetTotalMemory(forceFullCollection: true) - before) / (double)count);
            if (_detection.RefusedSeries > 0) throw new InvalidOperationException("Detection refused series: the figures would be of nothing.");
        }

        public void Round(double baseline, bool warmUp)
        {
            var (observed, ticked, ticks) = (default(Cost), default(Cost), 0);
            for (var i = 0; i < _samples / PerBatch; i++)
            {
                var batch = Batch();
                observed += Cost.Of(() => _detection.Observe(batch));
                // Every tick of a hot fleet, a few of a cold one, which takes a second for them.
                if (_series.Length > PerBatch && i % 25 != 0) continue;
                ticked += Cost.Of(() => _detection.Tick(_at));
                ticks++;
            }
            _taken += _samples;
            if (warmUp) return;
            _sample.Add(observed.CpuNanos / _samples);
            _ratio.Add(observed.CpuNanos / _samples / baseline);
            _tick.Add(ticked.CpuNanos / ticks / _series.Length);
        }

        public void Print()
        {
            _sample.Print();
            _ratio.Print();
            _tick.Print();
            _bytes.Print();
            var refused = _detection.TooLateSamples;
            if (refused > 0) throw new InvalidOperationException("Samples came too late: the figures would be of nothing.");
            Measured.Counted(_taken, "samples taken");
            Measured.Counted(_detection.Readings(_at).Count, "signals read back");
        }

        private FleetDetection Filled(string name)
        {
            var detection = new FleetDetection();
            // Ten instances per service; each series also feeds its service's own stream, as in a real fleet.
            var descriptions = new SampleBatch();
            for (var i = 0; i < _series.Length; i++)
            {
                var instance = new InstanceId(new ServiceId("s" + i / 10), "i" + i);
                descriptions.Descriptions.Add(new(
                    _series[i], Subject.Of(instance), _kind, Witness.Telemetry, name, _kind == SignalKind.Latency ? "s" : "1"));
            }
            detection.Observe(descriptions);
            for (var seen = 0; seen < 2 * _series.Length; seen += PerBatch) detection.Observe(Batch());
            detection.Tick(_at);
            return detection;
        }

        private SampleBatch Batch()
        {
            var batch = new SampleBatch();
            _at += ManualTime.Second / 4;
            for (var i = 0; i < PerBatch; i++)
            {
                var series = _series[_next++ % _series.Length];
                if (_kind == SignalKind.Errors) batch.Ratios.Add(new(series, _at, 1, 100));
                else
                {
                    batch.Histograms.Add(new(series, _at, batch.Cells.Count, 8));
                    for (var cell = 0; cell < 8; cell++) batch.Cells.Add(new(60 + cell, 10));
                }
            }
            return batch;
        }
    }
}
