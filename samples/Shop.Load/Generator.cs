using System.Text.Json;

namespace Prunella.Samples.Load;

/// <summary>
/// An open loop: a request leaves when its time has come, whether or not earlier ones were
/// answered.
/// </summary>
/// <remarks>
/// Latency counts from the moment a request was meant to leave, so a stall of the generator or of
/// the target is never hidden. Beyond a bound of requests under way a request is not sent and
/// counts as failed.
/// </remarks>
internal sealed class Generator(LoadOptions options, TimeProvider time) : IDisposable
{
    private const int MostInFlight = 2000;
    private const int AlsoPerSecond = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static readonly TimeSpan KeepWarm = TimeSpan.FromMinutes(2);

    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionIdleTimeout = KeepWarm })
    {
        Timeout = Patience,
    };

    private int _inFlight;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var wall = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        var start = time.GetTimestamp();
        long Now() => wall + (long)(time.GetElapsedTime(start).TotalMilliseconds * 1e6);

        var buckets = new Buckets(wall);
        await using var file = new StreamWriter(options.Out, append: true);
        var step = 1_000_000_000L / options.Rate;
        var due = wall + step;
        var alsoDue = wall;
        var flushed = wall;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2), time);
        while (time.GetElapsedTime(start) < options.Longest && await timer.WaitForNextTickAsync(cancellation))
        {
            for (; due <= Now(); due += step) Launch(due, buckets, Now);
            for (; options.Also is not null && alsoDue <= Now(); alsoDue += 1_000_000_000L / AlsoPerSecond)
                _ = SideAsync(options.Also);
            if (Now() - flushed < Buckets.Width) continue;
            flushed = Now();
            // What was due by then has been launched above; what has become due since has not.
            foreach (var bucket in buckets.Take(Math.Min(flushed, due)))
                await file.WriteLineAsync(JsonSerializer.Serialize(bucket, Json).AsMemory(), cancellation);
            await file.FlushAsync(cancellation);
        }
    }

    public void Dispose() => _http.Dispose();

    private void Launch(long due, Buckets buckets, Func<long> now)
    {
        if (Volatile.Read(ref _inFlight) >= MostInFlight)
        {
            buckets.NotSent(due);
            return;
        }
        buckets.Begin(due);
        _ = SendAsync(due, buckets, now);
    }

    private async Task SendAsync(long due, Buckets buckets, Func<long> now)
    {
        Interlocked.Increment(ref _inFlight);
        var ending = Ending.Failed;
        try
        {
            using var request = new HttpRequestMessage(options.Method, options.Target);
            using var answer = await _http.SendAsync(request);
            ending = Buckets.Classify((int)answer.StatusCode, answer.Headers.Contains("Prunella-Degraded"), (now() - due) / 1e6);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            // Refused, reset or timed out: failed, as it would be for a user.
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
            buckets.End(due, ending, (now() - due) / 1e6);
        }
    }

    /// <summary>
    /// A little traffic on another way in; not counted, it only keeps that way alive and seen.
    /// </summary>
    private async Task SideAsync(Uri target)
    {
        try
        {
            using var answer = await _http.GetAsync(target);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            // Seen by the services' own telemetry.
        }
    }
}
