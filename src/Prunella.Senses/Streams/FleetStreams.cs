using Prunella.Contracts;
using Prunella.Runtime.Ports;
using Prunella.Senses.Catalogue;
using Prunella.Senses.Identity;
using Prunella.Senses.Otlp;
using Prunella.Senses.Otlp.Wire;

namespace Prunella.Senses.Streams;

/// <summary>
/// Everything remembered of one fleet's senders: resources, streams, outlets; all of it bounded.
/// </summary>
/// <remarks>
/// One user at a time: whoever uses it holds <see cref="Gate"/>. Memory is bounded by the options:
/// a new stream or resource beyond them is turned away with a count, unless one that fell silent
/// can be forgotten for it. So a flood of new names cannot push out what is alive.
/// </remarks>
internal sealed class FleetStreams(OtlpOptions options, Func<string, int, ServiceId?> peerAt)
{
    /// <summary>
    /// Streams that mean nothing (unknown peer, other state) are remembered only so many at a time.
    /// </summary>
    private const int MaxIgnored = 4_096;

    /// <summary>And only for so long, because a peer may be declared later.</summary>
    private const long IgnoredNanos = 60_000_000_000;

    private readonly long _silentNanos = options.SilentAfter.Ticks * 100;
    private readonly Dictionary<Fingerprint, ResourceEntry> _resources = [];
    private readonly Dictionary<InstanceId, SenderEntry> _senders = [];
    private readonly Dictionary<Fingerprint, MetricStream> _streams = [];
    private readonly LinkedList<MetricStream> _byUse = [];
    private readonly HashSet<Fingerprint> _ignored = [];
    private long _ignoredSince;
    private long _sweptAt = long.MinValue;

    public Lock Gate { get; } = new();

    /// <summary>Whose a resource is; null when it was turned away.</summary>
    public ResourceEntry? Resource(ReadOnlySpan<byte> resource, long received, ISenseSink sink)
    {
        var key = Fingerprint.Of(resource);
        if (!_resources.TryGetValue(key, out var entry))
        {
            if (_resources.Count >= options.MaxResources) SweepResources(received);
            if (_resources.Count >= options.MaxResources) return null;
            var identity = SenderIdentity.Of(Attributes.Of(resource, 1));
            var instance = identity.Sighting.Instance;
            if (!_senders.TryGetValue(instance, out var sender))
                _senders[instance] = sender = new SenderEntry(instance);
            entry = new ResourceEntry(sender, identity.Sighting, identity.Advice);
            _resources[key] = entry;
        }
        entry.Heard = received;
        if (entry.Sender.Sighted != entry.Sighting
            && sink.Accept(entry.Sighting)) entry.Sender.Sighted = entry.Sighting;
        return entry;
    }

    public MetricStream? Find(Fingerprint key, long received)
    {
        if (!_streams.TryGetValue(key, out var stream)) return null;
        stream.Heard = received;
        _byUse.Remove(stream.Place!);
        _byUse.AddLast(stream.Place!);
        return stream;
    }

    /// <summary>True when a stream was found to mean nothing, not long ago.</summary>
    public bool IsIgnored(Fingerprint key, long received)
    {
        if (received - _ignoredSince <= IgnoredNanos) return _ignored.Contains(key);
        _ignored.Clear();
        _ignoredSince = received;
        return false;
    }

    public void Ignore(Fingerprint key)
    {
        if (_ignored.Count >= MaxIgnored) _ignored.Clear();
        _ignored.Add(key);
    }

    /// <summary>Whom a new stream is about, or null.</summary>
    public Subject? SubjectOf(ConventionRow row, SenderEntry sender, Attributes attributes) =>
        PointMeaning.Counts(row, attributes) ? PointMeaning.SubjectOf(row, sender.Instance, attributes, peerAt) : null;

    /// <summary>Which limit forbids another stream, or null.</summary>
    public string? Full(SenderEntry sender, long received)
    {
        ForgetSilent(received);
        return _streams.Count >= options.MaxStreams ? ShedReasons.SeriesLimit
            : sender.Streams >= options.MaxStreamsPerInstance ? ShedReasons.InstanceSeriesLimit
            : null;
    }

    public MetricStream Begin(Fingerprint key, SenderEntry sender, Outlet outlet, bool failed, long received)
    {
        var stream = new MetricStream(key, sender, outlet, failed) { Heard = received };
        stream.Place = _byUse.AddLast(stream);
        _streams[key] = stream;
        sender.Streams++;
        outlet.Streams++;
        return stream;
    }

    /// <summary>The sender says that the stream has ended.</summary>
    public void End(MetricStream stream)
    {
        _streams.Remove(stream.Key);
        _byUse.Remove(stream.Place!);
        stream.Sender.Streams--;
        stream.Outlet.Streams--;
        stream.Sender.Release(stream.Outlet);
    }

    private void ForgetSilent(long received)
    {
        while (_byUse.First is { } oldest && received - oldest.Value.Heard > _silentNanos) End(oldest.Value);
    }

    /// <summary>
    /// A walk over all of them, so at most one per second, or a flood would make every request pay
    /// for it.
    /// </summary>
    private void SweepResources(long received)
    {
        if (_sweptAt != long.MinValue && received - _sweptAt < 1_000_000_000) return;
        _sweptAt = received;
        foreach (var (key, entry) in _resources)
        {
            if (received - entry.Heard > _silentNanos) _resources.Remove(key);
        }
        var heard = _resources.Values.Select(entry => entry.Sender).ToHashSet();
        foreach (var (instance, sender) in _senders)
        {
            if (sender.Streams == 0 && !heard.Contains(sender)) _senders.Remove(instance);
        }
    }
}
