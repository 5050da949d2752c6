using Prunella.Contracts;
using Prunella.Detection.Hot;
using Prunella.Detection.Statistics;

namespace Prunella.Detection.Detectors;

/// <summary>Compares each instance of a service with its peers, by errors and by latency, over the
/// last three seconds.</summary>
/// <remarks>
/// Intuition: what slows everybody is not one instance's fault. The peers' pooled share p is what a
/// well instance would show; the exact binomial tail of the instance's own count at p (at least 1 %
/// for errors, 2 % for latency, and the peers' own long-run share) must pass the fleet's bar, and
/// the gap must matter as well: 5 points of errors, or a median three times the peers' and 50 ms
/// more. For errors the tail is beta-binomial, with the correlation that this stream has shown, and
/// the last third of the window is looked at by itself, too: what has just begun is not thinned by
/// the good seconds before it. Two looks are two chances, so each must be twice as improbable. A
/// smaller rise of errors that lasts is found by evidence gathered over time against the instance's
/// own past and the peers'; the peers' share of the same time (of the last minute, at most) must
/// differ, too. Both conditions, because with many requests any difference is significant, and with few
/// any gap is chance. The peers' share is itself only estimated, so Fisher's test must agree at one
/// in a hundred. For latency the count is of requests slower than B = max(3 x peers' median, peers'
/// median + 50 ms, peers' 90th percentile). The first answers of a process that has just started
/// are not compared. Nor is anything good said of an instance that is out of the traffic: the few answers that the
/// window still holds fall short of convicting it, and are no sign of health.
/// </remarks>
internal sealed class PeerDetectors(Judge judge, InFlightDetector gateways)
{
    public const string Errors = "error-peers";
    public const string Latency = "latency-peers";
    private const int Agreeing = 2000;

    /// <summary>A reflex that took it out is a second opinion worth two powers of ten; chosen by
    /// feel.</summary>
    private const int Reflex = 2000;

    /// <summary>1000 log10 2: what the second look costs each of them.</summary>
    private const int TwoLooks = 301;

    /// <summary>The fresh look is a third of the window; halves and sixths found faults of a fifth a tenth of a second
    /// sooner or later.</summary>
    private const int FreshPart = 3;
    private const double LeastErrorShare = 0.01;
    private const double LeastLateShare = 0.02;
    private const double ErrorGap = 0.05;
    private const double LatencyFactor = 3;
    private const double LatencyGap = 0.050;
    private const int LeastOwn = 4;
    private const int LeastPeers = 10;

    private const long Kept = 60_000_000_000;

    private IReadOnlyList<SignalStream> _streams = [];
    private readonly long[] _everybody = new long[LatencyBuckets.Count];
    private readonly long[] _own = new long[LatencyBuckets.Count];
    private readonly long[] _peers = new long[LatencyBuckets.Count];

    /// <summary>Judges all instances of one service by one kind of witness.</summary>
    /// <param name="streams">One per instance.</param>
    /// <param name="bar">The surprise that convinces in a fleet of this size.</param>
    /// <param name="at">Now.</param>
    public void Run(IReadOnlyList<SignalStream> streams, int bar, long at)
    {
        if (streams.Count < 2) return;
        _streams = streams;
        var window = streams.Max(s => s.Window);
        var (whole, fresh) = (Look.OfAll(streams, window, at), Look.OfAll(streams, window / FreshPart, at));
        for (var i = 0; i < streams.Count; i++)
        {
            if (streams[i].IsStale(at)) continue;
            var enough = bar - (gateways.IsEjectedByReflex(streams[i].Subject.Instance) ? Reflex : 0);
            OnErrors(streams[i], [whole[i], fresh[i]], UsualOfPeers(streams, i), enough, at);
        }
        OnLatency(streams, window, bar, at);
    }

    /// <summary>What an instance and its peers did in the same time.</summary>
    private readonly record struct Look(Counts Own, Counts Peers)
    {
        public bool IsEnough => Own.Total >= LeastOwn && Peers.Total >= LeastPeers;

        public static Look[] OfAll(IReadOnlyList<SignalStream> streams, long window, long at)
        {
            Counts[] counts = [.. streams.Select(s => s.IsStale(at) ? default : s.Seconds.Recent(at, window))];
            var all = counts.Aggregate(default(Counts), (sum, c) => sum + c);
            return [.. counts.Select(c => new Look(c, all - c))];
        }

        /// <summary>The share that a well instance would show.</summary>
        public double Expected(double usual) => Math.Max(Math.Max(LeastErrorShare, usual), Peers.Share);

        public int Surprise(double usual, double correlation) =>
            Math.Max(0, BetaBinomial.Surprise(Own.Bad, Own.Total, Expected(usual), correlation) - TwoLooks);
    }

    /// <summary>The long-run share of failures at the others.</summary>
    private static double UsualOfPeers(IReadOnlyList<SignalStream> streams, int own)
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < streams.Count; i++)
        {
            if (i == own || !streams[i].Baseline.IsWarm) continue;
            sum += streams[i].Baseline.BadShare;
            count++;
        }
        return count == 0 ? 0 : sum / count;
    }

    private void OnErrors(SignalStream stream, ReadOnlySpan<Look> looks, double usual, int enough, long at)
    {
        var key = new VerdictKey(stream.Subject, SignalKind.Errors, Errors);
        stream.Watch.ErrorRise.Cap(enough);
        if (IsLasting(stream, usual, enough, at))
        {
            var before = Math.Max(usual, stream.Watch.Errors.Share);
            judge.Find(LastingErrors.Of(key, stream.Watch, before, stream.Witness), at);
            return;
        }
        if (!looks[0].IsEnough)
        {
            judge.Hold(key, at);
            return;
        }
        var correlation = stream.Watch.Errors.CorrelationOfTail;
        var (look, surprise) = (looks[0], looks[0].Surprise(usual, correlation));
        if (looks[1].IsEnough && looks[1].Surprise(usual, correlation) is var fresh && fresh > surprise)
            (look, surprise) = (looks[1], fresh);
        var (own, peers) = look;
        var bad = surprise >= enough && own.Share - peers.Share >= ErrorGap
            && Fisher.Surprise(own.Bad, own.Total, peers.Bad, peers.Total) >= Agreeing;
        var evidence = new Evidence(
            (long)(own.Share * 1000), (long)(look.Expected(usual) * 1000), 1, own.Bad, own.Total, surprise);
        Say(stream, Finding.Of(key, bad, FaultKind.Errors, stream.Witness, evidence), at);
    }

    private void Say(SignalStream stream, in Finding finding, long at)
    {
        if (finding.Health == Health.Healthy && gateways.IsOut(stream.Subject.Instance)) judge.Hold(finding.Key, at);
        else judge.Find(finding, at);
    }

    /// <summary>The instance fails more than it used to, than its peers used to, and than they do
    /// meanwhile.</summary>
    private bool IsLasting(SignalStream stream, double usual, int enough, long at)
    {
        var watch = stream.Watch;
        if (!LastingErrors.Convince(stream, Math.Max(usual, watch.Errors.Share), enough, at)) return false;
        var (from, to) = (Math.Max(watch.ErrorRise.SinceAt, at - Kept), watch.TestedTo);
        var (own, peers) = (stream.Seconds.Between(from, to), default(Counts));
        foreach (var other in _streams)
        {
            if (other != stream && !other.IsStale(at)) peers += other.Seconds.Between(from, to);
        }
        return peers.Total >= LeastPeers && own.Share - peers.Share >= LastingErrors.Gap
            && Fisher.Surprise(own.Bad, own.Total, peers.Bad, peers.Total) >= Agreeing;
    }

    private void OnLatency(IReadOnlyList<SignalStream> streams, long window, int bar, long at)
    {
        Array.Clear(_everybody);
        foreach (var stream in streams)
        {
            if (!stream.IsStale(at)) stream.Latencies.AddTo(_everybody, at, window);
        }
        foreach (var stream in streams)
        {
            if (stream.IsStale(at)) continue;
            Array.Clear(_own);
            stream.Latencies.AddTo(_own, at, window);
            for (var b = 0; b < _peers.Length; b++) _peers[b] = _everybody[b] - _own[b];
            Compare(stream, bar, at);
        }
    }

    private void Compare(SignalStream stream, int bar, long at)
    {
        var (total, peersTotal) = (Histograms.Total(_own), Histograms.Total(_peers));
        var key = new VerdictKey(stream.Subject, SignalKind.Latency, Latency);
        if (total < LeastOwn || peersTotal < LeastPeers)
        {
            judge.Hold(key, at);
            return;
        }
        var (median, peersMedian) = (Histograms.Quantile(_own, 0.5), Histograms.Quantile(_peers, 0.5));
        var farOff = Math.Max(LatencyFactor * peersMedian, peersMedian + LatencyGap);
        var bound = Math.Max(farOff, Histograms.Quantile(_peers, 0.9));
        var (late, peersLate) = (Histograms.Above(_own, bound), Histograms.Above(_peers, bound));
        var surprise = Binomial.Surprise(late, total, Math.Max(LeastLateShare, (double)peersLate / peersTotal));
        var bad = surprise >= bar && median > farOff
            && Fisher.Surprise(late, total, peersLate, peersTotal) >= Agreeing;
        var usual = (long)(peersMedian * 1000);
        var evidence = new Evidence((long)(median * 1000), usual, Math.Max(1, usual), late, total, surprise);
        Say(stream, Finding.Of(key, bad, FaultKind.Slow, stream.Witness, evidence), at);
    }
}
