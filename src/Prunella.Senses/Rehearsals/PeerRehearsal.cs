using Prunella.Contracts;
using Prunella.Runtime.Configuration;
using Prunella.Senses.Probes;

namespace Prunella.Senses.Rehearsals;

/// <summary>Asks the other instances of the service as its probes do, several times in a row: most must answer
/// well each time.</summary>
/// <remarks>An instance that declares no probe cannot be asked and does not count as answering.</remarks>
internal sealed class PeerRehearsal : IRehearsal
{
    private readonly FleetConfiguration _configuration;
    private readonly TimeProvider _time;
    private readonly Func<InstanceSetup, ProbeSetup, IProbe> _probe;

    public PeerRehearsal(FleetConfiguration configuration, TimeProvider time)
        : this(configuration, time, Probe.Of) { }

    internal PeerRehearsal(
        FleetConfiguration configuration, TimeProvider time, Func<InstanceSetup, ProbeSetup, IProbe> probe) =>
        (_configuration, _time, _probe) = (configuration, time, probe);

    public async Task<string?> TryAsync(Subject subject, int requests, CancellationToken cancellation)
    {
        InstanceSetup[] peers = [.. _configuration.Instances
            .Where(i => i.Id.Service == subject.Service && i.Id != subject.Instance)];
        var answered = 0;
        foreach (var peer in peers)
        {
            if (await AnswersAsync(peer, requests, cancellation)) answered++;
        }
        return answered * 2 > peers.Length ? null : $"{answered} of {peers.Length} other instances answered well";
    }

    private async Task<bool> AnswersAsync(InstanceSetup peer, int requests, CancellationToken cancellation)
    {
        if (peer.Probes.Count == 0) return false;
        for (var i = 0; i < requests; i++)
        {
            var patience = TimeSpan.FromTicks(peer.Probes[0].TimeoutNanos / 100);
            using var timeout = new CancellationTokenSource(patience, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
            try
            {
                if (await _probe(peer, peer.Probes[0]).AskAsync(either.Token) != ProbeOutcome.Ok) return false;
            }
            catch (Exception) when (!cancellation.IsCancellationRequested)
            {
                return false;
            }
        }
        return true;
    }
}
