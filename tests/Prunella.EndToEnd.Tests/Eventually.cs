namespace Prunella.EndToEnd.Tests;

/// <summary>Waits for a condition of other processes: it is looked at ten times a second, and a timeout says what was missing.</summary>
/// <remarks>The limit is only where a failure is told; no test passes or fails by how long something took.</remarks>
internal static class Eventually
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    public static async Task<T> SeeAsync<T>(string what, Func<Task<T?>> look) where T : class
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < Limit)
        {
            if (await look() is { } seen) return seen;
            await timer.WaitForNextTickAsync();
        }
        Assert.Fail($"Waited {Limit.TotalSeconds} s for: {what}.");
        throw new InvalidOperationException("Not reached.");
    }

    public static Task TrueAsync(string what, Func<Task<bool>> look) => SeeAsync(what, async () => await look() ? what : null);
}
