using Prunella.Contracts;
using Prunella.Detection.Hot;
using Prunella.Detection.Statistics;

namespace Prunella.Detection.Detectors;

/// <summary>Compares each instance of a service with its peers, by errors and by latency, over the last three
/// seconds.</summary>
/// <remarks>
/// Intuition: what slows everybody is not one instance's fault. The peers' pooled share p is what a well instance would
/// show; the exact binomial tail of the instance's own count at p (at least 1 % for errors, 2 % for latency)
/// must be below one in 100,000, and the gap must matter as well: 5 points of errors, or a median three times
/// the peers' and 50 ms more. Both conditions, because with many requests any difference is significant, and
/// with few any gap is chance. For latency the count is of requests slower than B = max(3 x peers' median,
/// peers' median + 50 ms, peers' 90th percentile). One in 100,000 is the chance of one look; four looks a
/// second overlap, so a fleet sees more false findings than that, and how many is not calibrated yet. A finding
/// must still last the policy's hold-down.
/// </remarks>
internal static class PeerDetectors
{
    public const string Errors = "error-peers";
    public const string Latency = "latency-peers";
    private const long Window = 3_000_000_000;
    private const int Convincing = 5000;
    private const int ConvincingWithReflex = 3000;
    private const double LeastErrorShare = 0.01;
    private const double LeastLateShare = 0.02;
    private const double ErrorGap = 0.05;
    private const double LatencyFactor = 3;
    private const double LatencyGap = 0.050;
    private const int LeastOwn = 4;
    private const int LeastPeers = 10;

    /// <summary>Judges all instances of one service by one kind of witness.</summary>
    /// <param name="judge">Takes the findings.</param>
    /// <param name="streams">One per instance.</param>
    /// <param name="reflex">True for an instance that a reflex has taken out: a second opinion, so less
    /// evidence is needed.</param>
    /// <param name="at">Now.</param>
    public static void Run(Judge judge, IReadOnlyList<SignalStream> streams, Func<InstanceId, bool> reflex, long at)
    {
        if (streams.Count < 2) return;
        var counts = streams.Select(s => s.IsStale(at) ? default : s.Seconds.Between(at - Window, at)).ToArray();
        var all = counts.Aggregate(default(Counts), (sum, c) => sum + c);
        for (var i = 0; i < streams.Count; i++) OnErrors(judge, streams[i], counts[i], all - counts[i], reflex, at);
        OnLatency(judge, streams, at);
    }

    private static void OnErrors(Judge judge, SignalStream stream, Counts own, Counts peers,
        Func<InstanceId, bool> reflex, long at)
    {
        if (own.Total < LeastOwn || peers.Total < LeastPeers) return;
        var expected = Math.Max(LeastErrorShare, peers.Share);
        var surprise = Binomial.Surprise(own.Bad, own.Total, expected);
        var enough = reflex(stream.Subject.Instance) ? ConvincingWithReflex : Convincing;
        var bad = surprise >= enough && own.Share - peers.Share >= ErrorGap;
        judge.Find(new Finding(
            stream.Subject, SignalKind.Errors, Errors, bad ? Health.Unhealthy : Health.Healthy,
                bad ? Finding.Confidence(surprise) : 900,
            bad ? FaultKind.Errors : FaultKind.Unknown, stream.Witness,
            new Evidence((long)(own.Share * 1000), (long)(expected * 1000), 1, own.Bad, own.Total, surprise))
        {
            Direction = bad ? Direction.Up : Direction.None,
        }, at);
    }

    private static void OnLatency(Judge judge, IReadOnlyList<SignalStream> streams, long at)
    {
        Span<long> everybody = stackalloc long[LatencyBuckets.Count];
        Span<long> own = stackalloc long[LatencyBuckets.Count];
        Span<long> peers = stackalloc long[LatencyBuckets.Count];
        foreach (var stream in streams)
        {
            if (!stream.IsStale(at)) stream.Latencies.AddTo(everybody, at, Window);
        }
        foreach (var stream in streams)
        {
            own.Clear();
            if (!stream.IsStale(at)) stream.Latencies.AddTo(own, at, Window);
            for (var b = 0; b < peers.Length; b++) peers[b] = everybody[b] - own[b];
            Compare(judge, stream, own, peers, at);
        }
    }

    private static void Compare(Judge judge, SignalStream stream, ReadOnlySpan<long> own, ReadOnlySpan<long> peers,
        long at)
    {
        var (total, peersTotal) = (Histograms.Total(own), Histograms.Total(peers));
        if (total < LeastOwn || peersTotal < LeastPeers) return;
        var (median, peersMedian) = (Histograms.Quantile(own, 0.5), Histograms.Quantile(peers, 0.5));
        var bound = Math.Max(Math.Max(LatencyFactor * peersMedian, peersMedian + LatencyGap),
            Histograms.Quantile(peers, 0.9));
        var late = Histograms.Above(own, bound);
        var expected = Math.Max(LeastLateShare, (double)Histograms.Above(peers, bound) / peersTotal);
        var surprise = Binomial.Surprise(late, total, expected);
        var bad = surprise >= Convincing && median > LatencyFactor * peersMedian && median > peersMedian + LatencyGap;
        judge.Find(new Finding(
            stream.Subject, SignalKind.Latency, Latency, bad ? Health.Unhealthy : Health.Healthy,
                bad ? Finding.Confidence(surprise) : 900,
            bad ? FaultKind.Slow : FaultKind.Unknown, stream.Witness,
            new Evidence((long)(median * 1000), (long)(peersMedian * 1000), (long)Math.Max(1, peersMedian * 1000), late,
                total, surprise))
        {
            Direction = bad ? Direction.Up : Direction.None,
        }, at);
    }
}
