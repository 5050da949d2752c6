using Prunella.Contracts;

namespace Prunella.Detection.Detectors;

/// <summary>The probes of all instances, and what the platform says of them.</summary>
/// <remarks>
/// Slowness is judged against peers: when half of the other instances of the service are slow by
/// probe, too (or, for a lone instance, half of the fleet's others), a busy machine or a common
/// dependency is the cause, and no single one is accused.
/// </remarks>
internal sealed class ProbeBook
{
    private const int MostInstances = 5_000;
    private const int LeastFleet = 2;
    private readonly SortedDictionary<InstanceId, ProbeDetector> _probes = [];
    private readonly SortedDictionary<InstanceId, PlatformDetector> _platforms = [];

    /// <summary>Instances that are declared.</summary>
    public void Expect(IReadOnlyList<InstanceId> instances)
    {
        foreach (var instance in instances) _ = Probe(instance);
    }

    public void Observe(in ProbeResult result)
    {
        if (result.Witness == Witness.Platform) Platform(result.Instance)?.Observe(result);
        else Probe(result.Instance)?.Observe(result);
    }

    public void Judge(Judge judge, long at)
    {
        foreach (var platform in _platforms.Values) platform.Judge(judge, at);
        var all = _probes.Values.Where(p => p.IsLive(at)).ToArray();
        var slow = all.Count(p => p.IsSlowNow);
        foreach (var service in all.GroupBy(p => p.Instance.Service))
        {
            ProbeDetector[] peers = [.. service];
            var slowHere = peers.Count(p => p.IsSlowNow);
            foreach (var probe in peers)
            {
                var own = probe.IsSlowNow ? 1 : 0;
                var isLone = peers.Length == 1;
                var (others, othersSlow) = isLone ? (all.Length - 1, slow - own) : (peers.Length - 1, slowHere - own);
                var common = others >= (isLone ? LeastFleet : 1) && othersSlow * 2 >= others;
                probe.Judge(judge, at, common ? null : Median(peers, probe));
            }
        }
    }

    /// <summary>Median of the peers' last durations in seconds; 0 without peers.</summary>
    private static double Median(ProbeDetector[] peers, ProbeDetector own)
    {
        var durations = peers.Where(p => p != own && p.LastSeconds > 0).Select(p => p.LastSeconds).Order().ToArray();
        return durations.Length == 0 ? 0 : durations[durations.Length / 2];
    }

    /// <summary>Null when there are too many.</summary>
    private ProbeDetector? Probe(InstanceId instance)
    {
        if (_probes.TryGetValue(instance, out var probe) || _probes.Count >= MostInstances) return probe;
        return _probes[instance] = new ProbeDetector(instance);
    }

    private PlatformDetector? Platform(InstanceId instance)
    {
        if (_platforms.TryGetValue(instance, out var platform) || _platforms.Count >= MostInstances) return platform;
        return _platforms[instance] = new PlatformDetector(instance);
    }
}
