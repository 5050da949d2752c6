namespace Prunella.Gateway;

/// <summary>Nanoseconds of the monotonic clock, which reflexes and leases count in, and the wall clock for reports.</summary>
internal sealed class MonotonicClock(TimeProvider time)
{
    private readonly long _perSecond = time.TimestampFrequency;

    public TimeProvider Provider { get; } = time;

    public long Nanos
    {
        get
        {
            var stamp = Provider.GetTimestamp();
            return _perSecond == 1_000_000_000 ? stamp : (long)(stamp * (1e9 / _perSecond));
        }
    }

    public long UnixNanos => (Provider.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
}
