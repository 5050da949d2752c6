using Prunella.Contracts;

namespace Prunella.Reflexes.Overlays;

/// <summary>A target's end of the overlay protocol: what it holds, until when, and what it refuses.</summary>
/// <remarks>
/// Intuition: a note on the door that says "until ten, unless I come back". Every overlay is the
/// whole note; repeating it moves the hour; silence makes it void, and nobody needs to be alive for that.
/// Invariants: the highest epoch ever seen never falls, and it must be durable before an overlay
/// of that epoch is applied,
/// so <see cref="Offer"/> judges and only <see cref="Apply"/>, called after the host has stored
/// the epoch, takes effect.
/// Within an epoch a lower version is stale. A lapse is never delayed: from its end on
/// <see cref="Changes"/> is empty.
/// Time: nanoseconds of the target's own monotonic clock. One caller at a time.
/// </remarks>
/// <param name="target">The name it answers to.</param>
/// <param name="epoch">The highest epoch stored by an earlier life.</param>
public sealed class OverlayHolder(string target, long epoch)
{
    private Overlay? _held;
    private long _endsAt;

    /// <summary>Highest epoch seen.</summary>
    public long Epoch { get; private set; } = epoch;

    /// <summary>Judges an overlay; null when it may be applied, else the refusal.</summary>
    public OverlayReply? Offer(Overlay overlay, long at)
    {
        if (overlay.Target != target) return Refuse(at, $"this is {target}, not {overlay.Target}");
        if (overlay.LeaseMillis is < 1 or > 3_600_000) return Refuse(at, $"a lease of {overlay.LeaseMillis} ms is out of range (1 to 3600000)");
        if (overlay.Epoch < Epoch) return Refuse(at, $"epoch {overlay.Epoch} is over; {Epoch} has been seen");
        if (_held is { } held && held.Epoch == overlay.Epoch && overlay.Version < held.Version)
            return Refuse(at, $"version {overlay.Version} is older than {held.Version}");
        return null;
    }

    /// <summary>Applies an overlay that <see cref="Offer"/> let pass and whose epoch is stored;
    /// unknown changes are refused singly.</summary>
    /// <param name="overlay">What to hold from now on.</param>
    /// <param name="at">When it was received.</param>
    /// <param name="refusal">Why a change cannot be held here, or null when it can.</param>
    public OverlayReply Apply(Overlay overlay, long at, Func<OverlayChange, string?> refusal)
    {
        var results = overlay.Changes.Select(c => (Change: c, Why: Enum.IsDefined(c.Kind) ? refusal(c) : "this kind of change is not known here")).ToArray();
        Epoch = Math.Max(Epoch, overlay.Epoch);
        _held = overlay with { Changes = [.. results.Where(r => r.Why is null).Select(r => r.Change)] };
        _endsAt = at + overlay.LeaseMillis * 1_000_000L;
        return new OverlayReply(
            target, overlay.Version, Epoch, true, [.. results.Select(r => new ChangeResult(r.Change.OrderId, r.Why is null, r.Why ?? ""))], "");
    }

    /// <summary>What is in force at a time; empty when nothing is held or the lease is over.</summary>
    public IReadOnlyList<OverlayChange> Changes(long at) => _held is { } held && at < _endsAt ? held.Changes : [];

    /// <summary>Time left of the lease, 0 when nothing is in force.</summary>
    public long LeftNanos(long at) => _held is { Changes.Count: > 0 } ? Math.Max(0, _endsAt - at) : 0;

    /// <summary>When what was last applied lapses; in the past when nothing is held.</summary>
    public long EndsAt => _endsAt;

    /// <summary>Version in force, 0 at baseline.</summary>
    public long Version(long at) => _held is { } held && at < _endsAt ? held.Version : 0;

    private OverlayReply Refuse(long at, string why) => new(target, Version(at), Epoch, false, [], why);
}
