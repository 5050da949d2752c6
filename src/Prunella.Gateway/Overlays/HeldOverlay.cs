using Prunella.Contracts;
using Prunella.Gateway.Routing;
using Prunella.Reflexes.Overlays;

namespace Prunella.Gateway.Overlays;

/// <summary>The overlay that this gateway holds, and its effect on the clusters.</summary>
/// <remarks>Safe for any number of threads: overlays come from the stream, lapses from the clock.</remarks>
internal sealed class HeldOverlay(string target, EpochFile file, RouteTable routes, MonotonicClock clock)
{
    private readonly Lock _lock = new();
    private readonly OverlayHolder _holder = new(target, file.Read());
    private IReadOnlyList<OverlayChange> _applied = [];

    /// <summary>Takes an overlay and gives the answer to it.</summary>
    public OverlayReply Take(Overlay overlay)
    {
        lock (_lock)
        {
            var at = clock.Nanos;
            if (_holder.Offer(overlay, at) is { } refusal) return refusal;
            if (overlay.Epoch > _holder.Epoch) file.Write(overlay.Epoch);
            var reply = _holder.Apply(overlay, at, routes.Refusal);
            Update(at);
            return reply;
        }
    }

    /// <summary>Lets lapse what is over, and moves ramps on; to be called about ten times a second.</summary>
    public void Tick()
    {
        lock (_lock) Update(clock.Nanos);
    }

    /// <summary>For people and tests.</summary>
    public (long Version, long Epoch, long LeftNanos, IReadOnlyList<OverlayChange> Changes) Describe()
    {
        lock (_lock)
        {
            var at = clock.Nanos;
            return (_holder.Version(at), _holder.Epoch, _holder.LeftNanos(at), _holder.Changes(at));
        }
    }

    private void Update(long at)
    {
        var changes = _holder.Changes(at);
        if (changes.Count == 0 && _applied.Count == 0)
        {
            foreach (var edge in routes.Clusters.SelectMany(c => c.Edges)) edge.Apply(changes, at, _holder.EndsAt);
            return;
        }
        foreach (var cluster in routes.Clusters) cluster.Apply(changes, at, _holder.EndsAt);
        _applied = changes;
    }
}
