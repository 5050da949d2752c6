using Prunella.Contracts;
using Prunella.Gateway.Routing;
using Prunella.Runtime.Wire;

namespace Prunella.Gateway.Overlays;

/// <summary>Tells the healer four times a second what is under way and who is out; also the
/// heartbeat of lapses.</summary>
internal sealed class Reporter(HealerLink link, HeldOverlay held, RouteTable routes, MonotonicClock clock)
    : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private const long ReportEvery = 250_000_000;
    private int _sending;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Beat, clock.Provider);
        var reported = 0L;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            held.Tick();
            if (link.Http.BaseAddress is null || clock.Nanos - reported < ReportEvery) continue;
            reported = clock.Nanos;
            if (Interlocked.CompareExchange(ref _sending, 1, 0) == 0) _ = SendAsync(stoppingToken);
        }
    }

    private async Task SendAsync(CancellationToken cancellation)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(Patience);
            using var answer = await link.Http.PostAsJsonAsync(link.Path($"gateways/{link.Name}/report"), Report(), WireJson.Options, limit.Token);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // The next report says it all again; the overlay stream tells whether the healer is away.
        }
        finally
        {
            Volatile.Write(ref _sending, 0);
        }
    }

    private GatewayReport Report()
    {
        var (at, unix) = (clock.Nanos, clock.UnixNanos);
        return new GatewayReport(link.Name, unix,
        [
            .. routes.Clusters
                .SelectMany(c => Enumerable.Range(0, c.Destinations.Count).Select(i => c.Describe(i, at, unix)))
                .OrderBy(d => d.Instance),
        ]);
    }
}
