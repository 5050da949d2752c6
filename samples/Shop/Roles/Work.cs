namespace Prunella.Samples.Shop.Roles;

/// <summary>The time that real work takes: 2 to 8 ms of waiting, spread by a counter.</summary>
internal static class Work
{
    private static long _count;

    public static Task DoAsync(CancellationToken cancellation) =>
        Task.Delay(TimeSpan.FromMilliseconds(2 + Interlocked.Increment(ref _count) * 7 % 6), TimeProvider.System, cancellation);
}
