namespace Prunella.Cli.Tour;

/// <summary>When a fault was mitigated, by what its users saw.</summary>
/// <remarks>
/// Mitigated is the start of the first 1 s window, not before the fault, from which good requests stay at or
/// above 99 % in each of ten windows in a row while the fault is still active. Windows start on the generator's
/// 100 ms buckets.
/// </remarks>
internal static class Mitigation
{
    private const long Second = 1_000_000_000;
    private const int BucketsPerWindow = 10;
    private const int Windows = 10;

    /// <summary>Unix nanoseconds, or null while it has not been for ten seconds.</summary>
    /// <param name="buckets">By time, without gaps.</param>
    /// <param name="injected">When the fault began.</param>
    /// <param name="cleared">When it was cleared; what comes later does not count.</param>
    public static long? Find(IReadOnlyList<LoadBucket> buckets, long injected, long cleared)
    {
        var first = FirstAtOrAfter(buckets, injected);
        for (var start = first; start + BucketsPerWindow * Windows <= buckets.Count; start++)
        {
            if (buckets[start].At + Windows * Second > cleared) return null;
            if (Enumerable.Range(0, Windows)
                .All(w => IsGood(buckets, start + w * BucketsPerWindow))) return buckets[start].At;
        }
        return null;
    }

    /// <summary>Requests from one time up to another that were not good.</summary>
    public static long NotGood(IReadOnlyList<LoadBucket> buckets, long from, long to) =>
        buckets.Where(b => b.At >= from && b.At < to).Sum(b => b.Sent - b.Good);

    /// <summary>True when each of the last windows was good, the newest ending with the newest bucket.</summary>
    public static bool IsQuiet(IReadOnlyList<LoadBucket> buckets, int windows)
    {
        var start = buckets.Count - windows * BucketsPerWindow;
        return start >= 0 && Enumerable.Range(0, windows).All(w => IsGood(buckets, start + w * BucketsPerWindow));
    }

    private static bool IsGood(IReadOnlyList<LoadBucket> buckets, int start)
    {
        long sent = 0, good = 0;
        for (var i = start; i < start + BucketsPerWindow; i++)
        {
            sent += buckets[i].Sent;
            good += buckets[i].Good;
        }
        return sent > 0 && good * 100 >= sent * 99;
    }

    private static int FirstAtOrAfter(IReadOnlyList<LoadBucket> buckets, long at)
    {
        var index = 0;
        while (index < buckets.Count && buckets[index].At < at) index++;
        return index;
    }
}
