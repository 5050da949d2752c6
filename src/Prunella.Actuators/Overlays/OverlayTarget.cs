using System.Globalization;
using System.Threading.Channels;

using Prunella.Contracts;

namespace Prunella.Actuators.Overlays;

/// <summary>The target's word on something said to it.</summary>
/// <param name="Reply">Null when it did not come in time.</param>
/// <param name="Said">False when no target was there to hear it: then nothing can have taken effect.</param>
internal sealed record Answer(OverlayReply? Reply, bool Said);

/// <summary>What one gateway should hold, and what it said that it holds; guarded by its own lock.</summary>
/// <remarks>
/// Intuition: a note on the target's door that is replaced as a whole. Its lease is the shortest of
/// what its changes were granted and 15 s, spread by 20 % either way, and it is said again after a
/// third, so that two repetitions may be lost. It is said again when it is empty, too: then the
/// last reply is never old, and a broken connection shows.
/// </remarks>
internal sealed class OverlayTarget(string name, TimeProvider time, TimeSpan answerWithin)
{
    /// <summary>A healer that dies is forgotten within this plus the spread.</summary>
    private static readonly TimeSpan LongestLease = TimeSpan.FromSeconds(15);

    /// <summary>With the spread; what a predecessor may have granted in its last word.</summary>
    private static readonly TimeSpan LongestWire = 1.2 * LongestLease;

    /// <summary>
    /// Two ticks. A change with less left is dropped early: all changes share one lease, and an end
    /// that comes before the next repetition would take the others away for that moment.
    /// </summary>
    private static readonly TimeSpan LeastLeft = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How soon something is said again that somebody waits for: the word or its answer may have
    /// been lost.
    /// </summary>
    private static readonly TimeSpan Unanswered = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(500);

    private sealed record Held(OverlayChange Change, long GrantedAt, TimeSpan Lease);

    private sealed record Waiter(long Version, TaskCompletionSource<OverlayReply> Reply);

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Held> _held = new(StringComparer.Ordinal);
    private readonly List<Channel<Overlay>> _subscribers = [];
    private readonly List<Waiter> _waiting = [];
    private long _version;
    private long _saidVersion = -1;
    private long _epoch;
    private bool _open;
    private long? _opensAt;
    private long _saidAt = time.GetTimestamp();
    private TimeSpan _saidLease = LongestWire;
    private OverlayReply? _reply;
    private long _repliedAt;

    /// <summary>Half a second from here on the target is told.</summary>
    /// <remarks>
    /// A new healer must not speak before it has said again to itself what its predecessor held: the first word would
    /// otherwise be an empty state, and take everything back. The target's lease bridges the half second.
    /// </remarks>
    public void Open(long epoch)
    {
        lock (_lock) (_epoch, _opensAt) = (epoch, time.GetTimestamp());
    }

    /// <summary>Another loop's orders arrive: from here on its epoch is spoken.</summary>
    public void Raise(long epoch)
    {
        lock (_lock) _epoch = Math.Max(_epoch, epoch);
    }

    /// <summary>
    /// Holds a change and waits for the target's word. What nobody heard or the target refused is
    /// not held.
    /// </summary>
    public async Task<Answer> SetAsync(string key, OverlayChange change, TimeSpan lease, CancellationToken cancellation)
    {
        Waiter waiter;
        Held? before;
        lock (_lock)
        {
            before = _held.GetValueOrDefault(key);
            // The same order again prolongs nothing.
            if (before?.Change.OrderId != change.OrderId)
            {
                _held[key] = new Held(change, time.GetTimestamp(), lease);
                _version++;
            }
            waiter = Ask();
        }
        var answer = await WaitAsync(waiter, cancellation);
        if (answer.Said && (answer.Reply is null || Applied(answer.Reply, change.OrderId))) return answer;
        lock (_lock)
        {
            if (_held.GetValueOrDefault(key)?.Change.OrderId == change.OrderId)
                Restore(key, answer.Said ? null : before);
        }
        return answer;
    }

    /// <summary>Drops a change and waits for the target's word.</summary>
    public Task<Answer> RemoveAsync(string key, CancellationToken cancellation)
    {
        Waiter waiter;
        lock (_lock)
        {
            if (_held.Remove(key)) _version++;
            waiter = Ask();
        }
        return WaitAsync(waiter, cancellation);
    }

    /// <summary>True or false by the target's last word, null when there is none that can be believed.</summary>
    public bool? Holds(string key)
    {
        lock (_lock)
        {
            if (_subscribers.Count > 0 && _reply is { } reply && time.GetElapsedTime(_repliedAt) <= LongestLease)
            {
                // Its word is about something older: what it will say of the newest is not known yet.
                if (!reply.Accepted || reply.Version < _version) return null;
                return _held.TryGetValue(key, out var held) && Applied(reply, held.Change.OrderId);
            }
            // Nobody can be asked, but what was granted to it is certainly over, and nothing was granted since.
            return !_held.ContainsKey(key) && time.GetElapsedTime(_saidAt) > _saidLease + answerWithin ? false : null;
        }
    }

    /// <summary>
    /// Takes the target's word; a word of another epoch answers nothing but may say that ours is
    /// over.
    /// </summary>
    public void Accept(OverlayReply reply)
    {
        lock (_lock)
        {
            // A refusal within our epoch means that an older word came late; the newer one has an answer of its own.
            if (reply.Accepted ? reply.Epoch != _epoch : reply.Epoch <= _epoch) return;
            (_reply, _repliedAt) = (reply, time.GetTimestamp());
            foreach (var waiter in _waiting.Where(w => !reply.Accepted || w.Version <= reply.Version).ToArray())
            {
                _waiting.Remove(waiter);
                waiter.Reply.TrySetResult(reply);
            }
        }
    }

    /// <summary>
    /// Drops what has outlived its grant, and says the rest again when a third of the lease is
    /// over.
    /// </summary>
    public void Tick()
    {
        lock (_lock)
        {
            if (!_open && _opensAt is { } opens && time.GetElapsedTime(opens) >= Gathering)
            {
                _open = true;
                Say();
                return;
            }
            var over = _held.Where(h => Left(h.Value) < LeastLeft).Select(h => h.Key).ToArray();
            foreach (var key in over) _held.Remove(key);
            if (over.Length > 0) _version++;
            var again = _waiting.Count > 0 && Unanswered < _saidLease / 3 ? Unanswered : _saidLease / 3;
            if (over.Length > 0 || time.GetElapsedTime(_saidAt) >= again) Say();
        }
    }

    public ChannelReader<Overlay> Subscribe()
    {
        // Whole states: only the newest matters.
        var channel = Channel.CreateBounded<Overlay>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_lock)
        {
            _subscribers.Add(channel);
            Say();
        }
        return channel.Reader;
    }

    public void Unsubscribe(ChannelReader<Overlay> reader)
    {
        lock (_lock) _subscribers.RemoveAll(s => s.Reader == reader);
    }

    private static bool Applied(OverlayReply reply, string orderId) =>
        reply.Accepted && reply.Results.Any(r => r.OrderId == orderId && r.Applied);

    private void Restore(string key, Held? before)
    {
        if (before is not null) _held[key] = before;
        else _held.Remove(key);
        _version++;
        Say();
    }

    private Waiter Ask()
    {
        var waiter = new Waiter(
            _version, new TaskCompletionSource<OverlayReply>(TaskCreationOptions.RunContinuationsAsynchronously));
        _waiting.Add(waiter);
        Say();
        return waiter;
    }

    private async Task<Answer> WaitAsync(Waiter waiter, CancellationToken cancellation)
    {
        try
        {
            return new Answer(await waiter.Reply.Task.WaitAsync(answerWithin, time, cancellation), Said: true);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            lock (_lock)
            {
                _waiting.Remove(waiter);
                return new Answer(null, _saidVersion >= waiter.Version);
            }
        }
    }

    private void Say()
    {
        if (!_open || _subscribers.Count == 0) return;
        var lease = LongestLease * Spread();
        foreach (var held in _held.Values) lease = Left(held) < lease ? Left(held) : lease;
        var overlay = new Overlay(
            name, _version, _epoch, (int)Math.Max(1, lease.TotalMilliseconds),
            [.. _held.Values.Select(h => h.Change).OrderBy(c => c.OrderId, StringComparer.Ordinal)]);
        (_saidAt, _saidLease, _saidVersion) = (time.GetTimestamp(), lease, _version);
        foreach (var subscriber in _subscribers) subscriber.Writer.TryWrite(overlay);
    }

    private TimeSpan Left(Held held) => held.Lease - time.GetElapsedTime(held.GrantedAt);

    /// <summary>
    /// 0.8 to 1.2, by target and version: when a healer dies, its targets must not all lapse in the
    /// same moment.
    /// </summary>
    private double Spread() =>
        0.8 + (double)(SeriesId.Of(name, _version.ToString(CultureInfo.InvariantCulture)).Value % 401) / 1000;
}
