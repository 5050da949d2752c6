namespace Prunella.Contracts;

/// <summary>What an overlay changes on top of a target's baseline.</summary>
public enum ChangeKind
{
    /// <summary>Send this instance no traffic.</summary>
    Eject,

    /// <summary>Send this instance a share: <see cref="OverlayChange.Amount"/> per mille of an equal share.</summary>
    Weight,

    /// <summary>Fail calls over this dependency at once, but for a trickle of <see
    /// cref="OverlayChange.Amount"/> requests per second.</summary>
    Breaker,

    /// <summary>Answer calls over this dependency with its declared static reply.</summary>
    Fallback,

    /// <summary>Take <see cref="OverlayChange.Amount"/> per mille of its equal share from each instance of this
    /// subject: an instance, or the zone or region of a service.</summary>
    Shift,
}

/// <summary>One change of an overlay.</summary>
/// <param name="OrderId">The order it carries out; what the target answers for singly.</param>
/// <param name="Kind">What.</param>
/// <param name="Subject">On what: an instance, a dependency, or the zone or region of a service.</param>
/// <param name="Amount">See <see cref="ChangeKind"/>.</param>
public sealed record OverlayChange(string OrderId, ChangeKind Kind, Subject Subject, long Amount);

/// <summary>The whole temporary state of one target: replaces what it held, lapses by itself.</summary>
/// <remarks>
/// The lease is a duration counted by the target's monotonic clock from receipt and renewed by repetition; no clock is
/// compared across machines. The target stores the highest epoch it has seen before applying and refuses lower ones.
/// Within an epoch a lower version is stale and refused. An empty list of changes means baseline.
/// </remarks>
/// <param name="Target">The gateway's name.</param>
/// <param name="Version">Grows by one with each change within an epoch.</param>
/// <param name="Epoch">The sending loop's epoch.</param>
/// <param name="LeaseMillis">How long it holds from receipt unless repeated; 1..3,600,000.</param>
/// <param name="Changes">All of them, ordered by order id.</param>
public sealed record Overlay(
    string Target,
    long Version,
    long Epoch,
    int LeaseMillis,
    IReadOnlyList<OverlayChange> Changes);

/// <summary>How a target took one change.</summary>
/// <param name="OrderId">Which.</param>
/// <param name="Applied">False when it was refused.</param>
/// <param name="Detail">Why it was refused; empty when applied.</param>
public sealed record ChangeResult(string OrderId, bool Applied, string Detail);

/// <summary>What a target holds, sent after each overlay and on request.</summary>
/// <param name="Target">Who.</param>
/// <param name="Version">Version held; 0 at baseline.</param>
/// <param name="Epoch">Highest epoch ever seen.</param>
/// <param name="Accepted">False when the overlay as a whole was refused (stale epoch or version).</param>
/// <param name="Results">A result per change of the overlay answered to.</param>
/// <param name="Detail">Why it was refused as a whole; empty otherwise.</param>
public sealed record OverlayReply(
    string Target,
    long Version,
    long Epoch,
    bool Accepted,
    IReadOnlyList<ChangeResult> Results,
    string Detail);
