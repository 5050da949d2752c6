namespace Prunella.Samples.Load;

/// <summary>How a request ended for its user.</summary>
internal enum Ending
{
    /// <summary>Answered without 5xx within 250 ms.</summary>
    Good,

    /// <summary>Good, by a fallback.</summary>
    Degraded,

    /// <summary>Answered without 5xx, but later.</summary>
    Late,

    /// <summary>
    /// 5xx, refused, reset, timed out, or not sent because too many were under way.
    /// </summary>
    Failed,
}

/// <summary>100 ms of requests that were meant to start in it.</summary>
/// <param name="At">Its start, Unix nanoseconds.</param>
/// <param name="Sent">Requests meant to start in it.</param>
/// <param name="Good">Answered without 5xx in time, by a fallback or not.</param>
/// <param name="Degraded">Good ones answered by a fallback.</param>
/// <param name="Failed">5xx, refused, reset, timed out or not sent.</param>
/// <param name="Late">Answered without 5xx, but late.</param>
/// <param name="P50Ms">Median latency in milliseconds from the intended start.</param>
/// <param name="P99Ms">The 99th percentile likewise, by nearest rank.</param>
/// <param name="MaxMs">The longest.</param>
internal sealed record Bucket(
    long At, long Sent, long Good, long Degraded, long Failed, long Late, double P50Ms, double P99Ms, double MaxMs);

/// <summary>
/// Gathers endings by the bucket in which the request was meant to start, and gives a bucket out
/// once all its requests have ended.
/// </summary>
/// <remarks>
/// One lock: a few hundred calls a second. Buckets are given out in order and without gaps, empty
/// ones too. Every request ends by its time-out at the latest, so no bucket waits for ever.
/// </remarks>
internal sealed class Buckets(long firstAt)
{
    public const long Width = 100_000_000;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, Open> _open = [];
    private long _next = firstAt / Width;

    private sealed class Open
    {
        public long Sent;
        public long Ended;
        public readonly long[] By = new long[4];
        public readonly List<double> Millis = [];
    }

    /// <summary>A request was meant to start.</summary>
    public void Begin(long at)
    {
        lock (_lock) Of(at).Sent++;
    }

    /// <summary>A request that had begun has ended.</summary>
    public void End(long at, Ending ending, double millis)
    {
        lock (_lock)
        {
            var bucket = Of(at);
            bucket.Ended++;
            bucket.By[(int)ending]++;
            bucket.Millis.Add(millis);
        }
    }

    /// <summary>A request was meant to start and was not sent: failed, and it has no latency.</summary>
    public void NotSent(long at)
    {
        lock (_lock)
        {
            var bucket = Of(at);
            bucket.Sent++;
            bucket.Ended++;
            bucket.By[(int)Ending.Failed]++;
        }
    }

    /// <summary>
    /// Buckets that are over and complete, oldest first; it stops at the first that still waits.
    /// </summary>
    /// <param name="until">Every request meant to start before this has begun.</param>
    public IReadOnlyList<Bucket> Take(long until)
    {
        var taken = new List<Bucket>();
        lock (_lock)
        {
            while ((_next + 1) * Width <= until)
            {
                if (_open.TryGetValue(_next, out var bucket) && bucket.Ended < bucket.Sent) break;
                taken.Add(Close(_next * Width, bucket));
                _open.Remove(_next++);
            }
        }
        return taken;
    }

    /// <summary>
    /// Good means good for the user: in time and without a failure, whoever answered.
    /// </summary>
    public static Ending Classify(int status, bool degraded, double millis) =>
        status >= 500 ? Ending.Failed
        : millis > 250 ? Ending.Late
        : degraded ? Ending.Degraded
        : Ending.Good;

    private Open Of(long at)
    {
        var key = Math.Max(at / Width, _next);
        if (!_open.TryGetValue(key, out var bucket)) _open[key] = bucket = new Open();
        return bucket;
    }

    private static Bucket Close(long at, Open? b)
    {
        if (b is null) return new Bucket(at, 0, 0, 0, 0, 0, 0, 0, 0);
        b.Millis.Sort();
        return new Bucket(
            at,
            b.Sent,
            b.By[(int)Ending.Good] + b.By[(int)Ending.Degraded],
            b.By[(int)Ending.Degraded],
            b.By[(int)Ending.Failed],
            b.By[(int)Ending.Late],
            Quantile(b.Millis, 0.5),
            Quantile(b.Millis, 0.99),
            Quantile(b.Millis, 1));
    }

    /// <summary>By nearest rank: the smallest value that a share q of all do not exceed.</summary>
    private static double Quantile(List<double> sorted, double q)
    {
        if (sorted.Count == 0) return 0;
        var rank = (int)Math.Ceiling(q * sorted.Count);
        return Math.Round(sorted[Math.Clamp(rank - 1, 0, sorted.Count - 1)], 1);
    }
}
