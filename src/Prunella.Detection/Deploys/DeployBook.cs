using System.Text;

using Prunella.Contracts;

namespace Prunella.Detection.Deploys;

/// <summary>The last deploy of each service, told by somebody or learnt from the versions that instances say they
/// run.</summary>
/// <remarks>
/// Learnt: an instance says another version than before, or a new instance says one that none of its service's
/// instances has said. A service that is met for the first time, or grows by instances of a known version, is not
/// deployed. A deploy lasts as long as instances turn to its version; what was told and is then seen is one deploy.
/// Bounded: what was heard longest ago goes first. One caller at a time.
/// </remarks>
internal sealed class DeployBook
{
    /// <summary>Trouble that begins later is no longer told as a deploy's: chosen by feel, caches are warm and first
    /// jobs have run by then.</summary>
    public const long WindowNanos = 1_800_000_000_000;

    /// <summary>A version is seen with an instance's first export, its trouble may be seen before.</summary>
    public const long SeenLateNanos = 60_000_000_000;

    private const int MostInstances = 20_000;
    private const int MostServices = 5_000;
    private const int MostText = 120;
    private const int Layout = 1;

    /// <param name="Version">What.</param>
    /// <param name="At">When it began, or the first instance was seen with it.</param>
    /// <param name="LastAt">When the last instance turned to it.</param>
    /// <param name="IsTold">Somebody said so.</param>
    internal readonly record struct Deploy(string Version, long At, long LastAt, bool IsTold);

    private readonly SortedDictionary<ServiceId, Deploy> _deploys = [];
    private readonly SortedDictionary<InstanceId, (string Version, long At)> _versions = [];

    /// <summary>True when nothing was ever deployed.</summary>
    public bool IsEmpty => _deploys.Count == 0;

    /// <summary>Takes what an instance says of itself.</summary>
    /// <returns>True when it has turned to another version, or brings a new one.</returns>
    public bool Meet(InstanceSighting sighting, long at)
    {
        var (instance, version) = (sighting.Instance, sighting.Version);
        if (version.Length is 0 or > MostText) return false;
        var isKnown = _versions.TryGetValue(instance, out var before);
        if (isKnown && before.Version == version) return false;
        var isDeploy = isKnown || IsNewOf(instance.Service, version);
        if (!isKnown && _versions.Count >= MostInstances) _versions.Remove(_versions.MinBy(v => v.Value.At).Key);
        _versions[instance] = (version, at);
        if (isDeploy) Note(instance.Service, new Deploy(version, at, at, false));
        return isDeploy;
    }

    /// <summary>Takes somebody's word.</summary>
    public void Tell(DeployMark mark) =>
        Note(mark.Service, new Deploy(mark.Version, mark.AtUnixNanos, mark.AtUnixNanos, true));

    /// <summary>The deploy in whose wake something of a service began; null when there was none.</summary>
    public DeployEvidence? Before(ServiceId service, long since)
    {
        if (!_deploys.TryGetValue(service, out var deploy)) return null;
        var slack = deploy.IsTold ? 0 : SeenLateNanos;
        if (since < deploy.At - slack || since > deploy.LastAt + WindowNanos) return null;
        return new DeployEvidence(deploy.Version, Math.Max(0, since - deploy.At), deploy.IsTold);
    }

    /// <summary>Everything, as bytes of this version's layout.</summary>
    public byte[] Save()
    {
        using var bytes = new MemoryStream();
        using var to = new BinaryWriter(bytes, Encoding.UTF8);
        to.Write(Layout);
        to.Write(_deploys.Count);
        foreach (var (service, deploy) in _deploys)
        {
            to.Write(service.ToString());
            to.Write(deploy.Version);
            to.Write(deploy.At);
            to.Write(deploy.LastAt);
            to.Write(deploy.IsTold);
        }
        to.Write(_versions.Count);
        foreach (var (instance, (version, at)) in _versions)
        {
            to.Write(instance.ToString());
            to.Write(version);
            to.Write(at);
        }
        to.Flush();
        return bytes.ToArray();
    }

    /// <summary>Takes what another book saved.</summary>
    /// <exception cref="FormatException">It is damaged or of another version; nothing is taken then.</exception>
    public void Restore(ReadOnlySpan<byte> saved)
    {
        try
        {
            using var from = new BinaryReader(new MemoryStream(saved.ToArray()), Encoding.UTF8);
            if (from.ReadInt32() != Layout) throw new FormatException("Deploys were kept by another version.");
            var deploys = new SortedDictionary<ServiceId, Deploy>();
            var versions = new SortedDictionary<InstanceId, (string, long)>();
            for (var left = Count(from, MostServices); left > 0; left--)
            {
                var service = ServiceId.Parse(from.ReadString());
                deploys[service] = new Deploy(Text(from), from.ReadInt64(), from.ReadInt64(), from.ReadBoolean());
            }
            for (var left = Count(from, MostInstances); left > 0; left--)
                versions[InstanceId.Parse(from.ReadString())] = (Text(from), from.ReadInt64());
            foreach (var (service, deploy) in deploys) _deploys[service] = deploy;
            foreach (var (instance, version) in versions) _versions[instance] = version;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            throw new FormatException("What was known of deploys is damaged.", e);
        }
    }

    private static int Count(BinaryReader from, int most) =>
        from.ReadInt32() is >= 0 and var count && count <= most ? count : throw new FormatException("Too many deploys.");

    private static string Text(BinaryReader from) =>
        from.ReadString() is { Length: > 0 and <= MostText } text ? text : throw new FormatException("No version.");

    private bool IsNewOf(ServiceId service, string version)
    {
        var isMet = false;
        foreach (var (instance, (said, _)) in _versions)
        {
            if (instance.Service != service) continue;
            if (said == version) return false;
            isMet = true;
        }
        return isMet;
    }

    private void Note(ServiceId service, Deploy now)
    {
        if (_deploys.TryGetValue(service, out var was) && was.Version == now.Version
            && now.At - was.LastAt <= WindowNanos && now.At >= was.At)
        {
            _deploys[service] = was with { LastAt = now.At, IsTold = was.IsTold || now.IsTold };
            return;
        }
        if (was.Version is null && _deploys.Count >= MostServices)
            _deploys.Remove(_deploys.MinBy(d => d.Value.LastAt).Key);
        _deploys[service] = now;
    }
}
