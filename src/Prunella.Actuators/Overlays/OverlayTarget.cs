using System.Threading.Channels;

using Prunella.Contracts;

namespace Prunella.Actuators.Overlays;

/// <summary>What one gateway should hold, and what it said that it holds; guarded by its own lock.</summary>
internal sealed class OverlayTarget(string name, TimeProvider time)
{
    /// <summary>Longest wire lease: a healer that dies is forgotten within this plus the spread.</summary>
    private static readonly TimeSpan LongestLease = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(500);

    private sealed record Held(OverlayChange Change, long GrantedAt, long LeaseNanos);

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Held> _held = new(StringComparer.Ordinal);
    private readonly List<Channel<Overlay>> _subscribers = [];
    private readonly Dictionary<string, TaskCompletionSource<OverlayReply>> _waiting = new(StringComparer.Ordinal);
    private long _version;
    private long _epoch;
    private bool _open;
    private long _opensAt;
    private long _sentAt;
    private int _sentLease;
    private OverlayReply? _reply;
    private long _repliedAt;

    public bool IsConnected
    {
        get
        {
            lock (_lock) return _subscribers.Count > 0;
        }
    }

    /// <summary>Half a second from here on the target is told.</summary>
    /// <remarks>
    /// A new healer must not speak before it has said again to itself what its predecessor held: the first word would
    /// otherwise be an empty state, and take everything back. The target's lease bridges the half second.
    /// </remarks>
    public void Open(long epoch)
    {
        lock (_lock) (_epoch, _opensAt) = (epoch, time.GetTimestamp());
    }

    /// <summary>Sets a change and gives the reply that answers for it.</summary>
    public Task<OverlayReply> SetAsync(string key, OverlayChange change, long leaseNanos)
    {
        lock (_lock)
        {
            _held[key] = new Held(change, time.GetTimestamp(), leaseNanos);
            return ChangedAsync(change.OrderId);
        }
    }

    /// <summary>Drops a change; null when nothing of it was held.</summary>
    public Task<OverlayReply>? RemoveAsync(string key, string orderId)
    {
        lock (_lock) return _held.Remove(key) ? ChangedAsync(orderId) : null;
    }

    /// <summary>True or false by the last reply, null when it is too old to be believed.</summary>
    public bool? Holds(string key)
    {
        lock (_lock)
        {
            if (_reply is not { Accepted: true } reply || time.GetElapsedTime(_repliedAt) > LongestLease) return null;
            if (!_held.TryGetValue(key, out var held)) return false;
            return reply.Version >= _version && reply.Results.Any(r => r.OrderId == held.Change.OrderId && r.Applied);
        }
    }

    public void Accept(OverlayReply reply)
    {
        lock (_lock)
        {
            (_reply, _repliedAt) = (reply, time.GetTimestamp());
            // A wait is answered by the reply to its own version or a later one; a refusal answers all.
            foreach (var (key, waiter) in _waiting.ToArray())
            {
                var version = long.Parse(key[..key.IndexOf('/', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture);
                if (reply.Accepted && reply.Version < version) continue;
                _waiting.Remove(key);
                waiter.TrySetResult(reply);
            }
        }
    }

    /// <summary>Drops what has outlived its grant, and says the rest again when a third of the lease is over.</summary>
    public void Tick()
    {
        lock (_lock)
        {
            if (!_open && _opensAt != 0 && time.GetElapsedTime(_opensAt) >= Gathering)
            {
                _open = true;
                Publish();
            }
            var over = _held.Where(h => time.GetElapsedTime(h.Value.GrantedAt).Ticks * 100 >= h.Value.LeaseNanos).Select(h => h.Key).ToArray();
            foreach (var key in over) _held.Remove(key);
            if (over.Length > 0) _version++;
            if (over.Length > 0 || _held.Count > 0 && time.GetElapsedTime(_sentAt).TotalMilliseconds >= _sentLease / 3.0) Publish();
        }
    }

    public ChannelReader<Overlay> Subscribe()
    {
        // Whole states: only the newest matters.
        var channel = Channel.CreateBounded<Overlay>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_lock)
        {
            _subscribers.Add(channel);
            if (_open) channel.Writer.TryWrite(Current());
        }
        return channel.Reader;
    }

    public void Unsubscribe(ChannelReader<Overlay> reader)
    {
        lock (_lock) _subscribers.RemoveAll(s => s.Reader == reader);
    }

    private Task<OverlayReply> ChangedAsync(string orderId)
    {
        _version++;
        var waiter = new TaskCompletionSource<OverlayReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_version}/{orderId}")] = waiter;
        Publish();
        return waiter.Task;
    }

    private void Publish()
    {
        if (!_open) return;
        var overlay = Current();
        (_sentAt, _sentLease) = (time.GetTimestamp(), overlay.LeaseMillis);
        foreach (var subscriber in _subscribers) subscriber.Writer.TryWrite(overlay);
    }

    private Overlay Current()
    {
        var lease = LongestLease.TotalMilliseconds * Spread();
        foreach (var held in _held.Values)
            lease = Math.Min(lease, held.LeaseNanos / 1e6 - time.GetElapsedTime(held.GrantedAt).TotalMilliseconds);
        return new Overlay(
            name, _version, _epoch, (int)Math.Clamp(lease, 1, 3_600_000),
            [.. _held.Values.Select(h => h.Change).OrderBy(c => c.OrderId, StringComparer.Ordinal)]);
    }

    /// <summary>0.8 to 1.2, by target and version: when a healer dies, its targets must not all lapse in the same moment.</summary>
    private double Spread() => 0.8 + (double)(SeriesId.Of(name, _version.ToString(System.Globalization.CultureInfo.InvariantCulture)).Value % 401) / 1000;
}
