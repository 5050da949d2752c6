namespace Prunella.Samples.Shop.Roles;

/// <summary>The time that real work takes: 2 to 8 ms of waiting, spread by a counter.</summary>
internal static class Work
{
    private static long _count;

    public static Task DoAsync(CancellationToken cancellation)
    {
        var millis = 2 + Interlocked.Increment(ref _count) * 3 % 7;
        return Task.Delay(TimeSpan.FromMilliseconds(millis), TimeProvider.System, cancellation);
    }
}
