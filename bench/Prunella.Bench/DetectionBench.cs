using System.Diagnostics;

using Prunella.Contracts;
using Prunella.Detection;

namespace Prunella.Bench;

/// <summary>What a sample costs detection, hot (8 series) and cold (20,000), beside a plain EWMA z-score update.</summary>
internal static class DetectionBench
{
    private const int Samples = 200_000;
    private const int PerBatch = 2_000;
    private const int Hot = 8;
    private const int Cold = FleetDetection.MostSeries;
    private const long Second = 1_000_000_000;
    private const long Start = 1_700_000_000 * Second;
    private static double s_kept;

    public static void Run(int rounds)
    {
        Measured plain = new("plain EWMA z-score", "ns/update");
        Case[] cases =
        [
            new("ratio, hot", SignalKind.Errors, Hot), new("histogram, hot", SignalKind.Latency, Hot),
            new("ratio, cold", SignalKind.Errors, Cold), new("histogram, cold", SignalKind.Latency, Cold),
        ];
        for (var round = -1; round < rounds; round++)
        {
            var baseline = Ewma();
            if (round >= 0) plain.Add(baseline);
            foreach (var one in cases) one.Round(baseline, warmUp: round < 0);
        }
        plain.Print();
        foreach (var one in cases) one.Print();
        GC.KeepAlive(s_kept);
    }

    private static double Ewma()
    {
        var values = new double[1024];
        for (var i = 0; i < values.Length; i++) values[i] = (i * 37 % 101) / 100.0;
        double mean = 0, variance = 1, score = 0;
        const int updates = 10_000_000;
        var watch = Stopwatch.GetTimestamp();
        for (var i = 0; i < updates; i++)
        {
            var difference = values[i & 1023] - mean;
            score += difference / Math.Sqrt(variance);
            mean += 0.1 * difference;
            variance = 0.9 * (variance + 0.1 * difference * difference) + 1e-9;
        }
        s_kept = score;
        return Stopwatch.GetElapsedTime(watch).TotalNanoseconds / updates;
    }

    private sealed class Case
    {
        private readonly Measured _sample;
        private readonly Measured _ratio;
        private readonly Measured _tick;
        private readonly Measured _bytes;
        private readonly FleetDetection _detection = new();
        private readonly SeriesId[] _series;
        private readonly SignalKind _kind;
        private long _at = Start;
        private int _next;

        public Case(string name, SignalKind kind, int count)
        {
            _kind = kind;
            _sample = new(name + ": Observe", "ns/sample");
            _ratio = new(name + ": against plain EWMA", "times");
            _tick = new(name + ": Tick", "ns/series");
            _bytes = new(name + ": created", "bytes/series");
            _series = [.. Enumerable.Range(0, count).Select(i => SeriesId.Of("bench", name, "" + i))];
            // Ten instances per service; each series also feeds its service's own stream, as in a real fleet.
            var descriptions = new SampleBatch();
            for (var i = 0; i < count; i++)
            {
                var instance = new InstanceId(new ServiceId("s" + i / 10), "i" + i);
                descriptions.Descriptions.Add(new(_series[i], Subject.Of(instance), kind, Witness.Telemetry, "bench", kind == SignalKind.Latency ? "s" : "1"));
            }
            var before = GC.GetTotalAllocatedBytes(precise: true);
            _detection.Observe(descriptions);
            _bytes.Add((GC.GetTotalAllocatedBytes(precise: true) - before) / (double)count);
            if (_detection.RefusedSeries > 0) throw new InvalidOperationException("Detection refused series: the figures would be of nothing.");
        }

        public void Round(double baseline, bool warmUp)
        {
            var batches = Enumerable.Range(0, Samples / PerBatch).Select(_ => Batch()).ToArray();
            var watch = Stopwatch.GetTimestamp();
            foreach (var batch in batches) _detection.Observe(batch);
            var sample = Stopwatch.GetElapsedTime(watch).TotalNanoseconds / Samples;
            watch = Stopwatch.GetTimestamp();
            _detection.Tick(_at);
            var tick = Stopwatch.GetElapsedTime(watch).TotalNanoseconds / _series.Length;
            if (warmUp) return;
            _sample.Add(sample);
            _ratio.Add(sample / baseline);
            _tick.Add(tick);
        }

        public void Print()
        {
            _sample.Print();
            _ratio.Print();
            _tick.Print();
            _bytes.Print();
        }

        private SampleBatch Batch()
        {
            var batch = new SampleBatch();
            _at += Second / 4;
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
