using Prunella.Contracts;
using Prunella.Detection.Hot;

namespace Prunella.Detection.Detectors;

/// <summary>Judges the latencies of a service as a whole (or of an instance that has no peers) against
/// its own past.</summary>
/// <remarks>
/// Improbable: the evidence that more requests than usual are beyond the usual median, 90th or 99th
/// percentile (<see cref="Baselines.UsualLatency"/>) passes the fleet's bar, which takes five bad
/// seconds at least. Large enough to matter: that percentile of the last three seconds is half as
/// long again as usual and 50 ms longer. The level of the strongest of the three is what the verdict
/// tells. It speaks for the first time when it finds something: that a service is as slow as it ever
/// was is no news.
/// </remarks>
internal static class LatencyShiftDetector
{
    public const string Name = "latency-shift";
    private const double Factor = 1.5;
    private const double Gap = 0.050;
    private const int LeastTotal = 4;

    public static void Run(Judge judge, SignalStream stream, int bar, long at)
    {
        var usual = stream.Watch.WatchLatency();
        if (stream.IsStale(at) || !usual.IsWarm) return;
        usual.Cap(bar);
        var key = new VerdictKey(stream.Subject, SignalKind.Latency, Name);
        Span<long> recent = stackalloc long[LatencyBuckets.Count];
        recent.Clear();
        stream.Latencies.AddTo(recent, at, stream.Window);
        var total = Histograms.Total(recent);
        if (total < LeastTotal)
        {
            judge.Hold(key, at);
            return;
        }
        var (level, mark) = usual.Strongest;
        var (now, before) = (Histograms.Quantile(recent, level), LatencyBuckets.Middle(mark));
        var surprise = usual.Surprise;
        var bad = surprise >= bar && now >= Factor * before && now - before >= Gap;
        var late = Histograms.Above(recent, LatencyBuckets.Middle(mark));
        var expected = (long)(before * 1000);
        var evidence = new Evidence((long)(now * 1000), expected, Math.Max(1, expected), late, total, surprise);
        if (!bad && !judge.HasSpoken(key)) return;
        judge.Find(Finding.Of(key, bad, FaultKind.Slow, stream.Witness, evidence), at);
    }
}
