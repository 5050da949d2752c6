using System.Net.Sockets;

using Prunella.Contracts;

namespace Prunella.Senses.Probes;

/// <summary>Connects; that somebody listens is enough.</summary>
/// <remarks>
/// The system accepts for a stopped process too, so this probe sees a crash but not a hang.
/// </remarks>
internal sealed class TcpProbe(string host, int port) : IProbe
{
    public async Task<ProbeOutcome> AskAsync(CancellationToken cancellation)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host, port, cancellation);
        return ProbeOutcome.Ok;
    }
}
