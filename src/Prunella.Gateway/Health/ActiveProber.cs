using System.Net.Sockets;

using Prunella.Gateway.Routing;

namespace Prunella.Gateway.Health;

/// <summary>Asks every destination twice a second whether it is well, and lets the reflexes judge
/// a few times a second.</summary>
internal sealed class ActiveProber(RouteTable routes, MonotonicClock clock) : BackgroundService
{
    private static readonly TimeSpan JudgeEvery = TimeSpan.FromMilliseconds(100);
    private const int JudgesPerProbe = 5;

    private readonly HttpClient _http =
        new(new SocketsHttpHandler { AllowAutoRedirect = false, ActivityHeadersPropagator = null })
        {
            Timeout = TimeSpan.FromSeconds(1),
        };

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(JudgeEvery, clock.Provider);
        for (var round = 0; await timer.WaitForNextTickAsync(stoppingToken); round++)
        {
            foreach (var cluster in routes.Clusters)
            {
                cluster.Judge(clock.Nanos);
                if (round % JudgesPerProbe != 0) continue;
                for (var i = 0; i < cluster.Destinations.Count; i++) _ = ProbeAsync(cluster, i, stoppingToken);
            }
        }
    }

    private async Task ProbeAsync(Cluster cluster, int index, CancellationToken cancellation)
    {
        var destination = cluster.Destinations[index];
        try
        {
            if (destination.Probe is not { } probe)
            {
                await ConnectAsync(destination, cancellation);
                cluster.Probe(index, ok: true, connected: true);
                return;
            }
            using var answer = await _http.GetAsync(new Uri(destination.Prefix + probe.Path),
                HttpCompletionOption.ResponseHeadersRead, cancellation);
            cluster.Probe(index, (int)answer.StatusCode < 400, connected: true);
        }
        catch (SocketException)
        {
            cluster.Probe(index, ok: false, connected: false);
        }
        catch (HttpRequestException e)
        {
            cluster.Probe(index, ok: false, connected: e.InnerException is not SocketException);
        }
        catch (OperationCanceledException)
        {
            if (!cancellation.IsCancellationRequested) cluster.Probe(index, ok: false, connected: true);
        }
    }

    /// <summary>Without a path to ask, a connection is all the proof there is; the ramp after the
    /// return is the trial.</summary>
    private async Task ConnectAsync(Destination destination, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(_http.Timeout);
        var address = new Uri(destination.Prefix);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address.DnsSafeHost, address.Port, patience.Token);
    }
}
