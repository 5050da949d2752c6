namespace Prunella.EndToEnd.Tests;

/// <summary>Waits for a condition of other processes: it is looked at ten times a second, and a timeout says what was
/// missing and what was there instead.</summary>
/// <remarks>
/// The last look begins after the limit, so a slow machine never fails a test because its look came too early; what
/// the limit bounds is the programs' promise, not the speed of the test.
/// </remarks>
internal static class Eventually
{
    /// <summary>Where a failure is told; nothing is promised within it. Chosen by feel.</summary>
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(90);

    public static async Task<T> SeeAsync<T>(
        string what, Func<Task<T?>> look, TimeSpan? within = null, Func<Task<string>>? instead = null) where T : class
    {
        var limit = within ?? Generous;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var start = TimeProvider.System.GetTimestamp();
        for (var isLast = false; !isLast;)
        {
            isLast = TimeProvider.System.GetElapsedTime(start) >= limit;
            if (await look() is { } seen) return seen;
            await timer.WaitForNextTickAsync();
        }
        var there = instead is null ? "" : " There is: " + await instead();
        Assert.Fail($"Waited {limit.TotalSeconds} s for: {what}.{there}");
        throw new InvalidOperationException("Not reached.");
    }

    public static Task TrueAsync(
        string what, Func<Task<bool>> look, TimeSpan? within = null, Func<Task<string>>? instead = null) =>
        SeeAsync(what, async () => await look() ? what : null, within, instead);
}
