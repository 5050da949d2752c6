namespace Prunella.Gateway;

/// <summary>Nanoseconds of the monotonic clock, which reflexes and leases count in, and the wall
/// clock for reports.</summary>
internal sealed class MonotonicClock(TimeProvider time)
{
    // Counting begins with the process, at one second, because reflexes take 0 for never.
    private readonly long _origin = time.GetTimestamp();

    public TimeProvider Provider { get; } = time;

    public long Nanos => 1_000_000_000 + Provider.GetElapsedTime(_origin).Ticks * 100;

    public long UnixNanos => (Provider.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
}
