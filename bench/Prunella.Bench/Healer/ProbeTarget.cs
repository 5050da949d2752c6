using System.Net;
using System.Net.Sockets;

namespace Prunella.Bench.Healer;

/// <summary>Takes connections on one port of every loopback address and ends them at once: all that a TCP probe
/// asks.</summary>
internal sealed class ProbeTarget : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Any, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _taking;

    public ProbeTarget()
    {
        _listener.Start();
        _taking = TakeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Taken { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _taking;
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task TakeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                Taken++;
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
