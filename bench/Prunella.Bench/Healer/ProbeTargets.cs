using System.Net;
using System.Net.Sockets;

namespace Prunella.Bench.Healer;

/// <summary>Ten loopback ports that take connections and end them at once: all that a TCP probe asks.</summary>
internal sealed class ProbeTargets : IAsyncDisposable
{
    private readonly TcpListener[] _listeners =
        [.. Enumerable.Range(0, 10).Select(_ => new TcpListener(IPAddress.Loopback, 0))];

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _taking;
    private int _taken;

    public ProbeTargets()
    {
        foreach (var listener in _listeners) listener.Start();
        _taking = Task.WhenAll(_listeners.Select(TakeAsync));
    }

    public IEnumerable<int> Ports => _listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port);

    public int Taken => Volatile.Read(ref _taken);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _taking;
        foreach (var listener in _listeners) listener.Dispose();
        _stopping.Dispose();
    }

    private async Task TakeAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(_stopping.Token);
                Interlocked.Increment(ref _taken);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
