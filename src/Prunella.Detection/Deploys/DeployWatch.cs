using Prunella.Contracts;
using Prunella.Detection.Objectives;

namespace Prunella.Detection.Deploys;

/// <summary>What deploys mean to detection: verdicts name the deploy they began after, and plain levels may move,
/// unless the service breaches.</summary>
/// <remarks>Failures, latencies and objectives are judged after a deploy as before it, as strictly and as
/// fast.</remarks>
internal sealed class DeployWatch(PlainBook plain, Judge judge)
{
    private readonly DeployBook _book = new();
    private readonly List<InstanceSighting> _met = [];
    private readonly List<DeployMark> _told = [];

    /// <summary>An instance was met, with the version it runs.</summary>
    public void Meet(InstanceSighting sighting) => _met.Add(sighting);

    /// <summary>Somebody told of a deploy.</summary>
    public void Tell(DeployMark mark) => _told.Add(mark);

    /// <summary>Takes up what came since the last tick, and judges what is on trial; before verdicts are
    /// told.</summary>
    /// <param name="attended">Services whose breaches are consistent.</param>
    /// <param name="at">Now, Unix nanoseconds.</param>
    public void Turn(IReadOnlyList<ServiceId> attended, long at)
    {
        foreach (var sighting in _met)
        {
            if (!_book.Meet(sighting, at) || Breaches(attended, sighting.Instance.Service, long.MinValue)) continue;
            plain.Renew(sighting.Instance, at);
            plain.Renew(sighting.Instance.Service, at, withInstances: false);
        }
        _met.Clear();
        foreach (var mark in _told)
        {
            _book.Tell(mark);
            if (!Breaches(attended, mark.Service, long.MinValue)) plain.Renew(mark.Service, at, withInstances: true);
        }
        _told.Clear();
        plain.JudgeTrials((service, since) => Breaches(attended, service, since), at);
    }

    /// <summary>With the deploy it began after, if it is unhealthy and there was one.</summary>
    public Evidence Named(Verdict verdict) => _book.IsEmpty
        ? verdict.Evidence
        : verdict.Evidence with { Deploy = _book.Before(verdict.Subject.Service, verdict.SinceUnixNanos) };

    /// <summary>Everything, as bytes.</summary>
    public byte[] Save() => _book.Save();

    /// <summary>Takes what another one saved.</summary>
    /// <exception cref="FormatException">It is damaged or of another version.</exception>
    public void Restore(ReadOnlySpan<byte> saved) => _book.Restore(saved);

    /// <summary>It fails or is slow since then, or breaches consistently. A process that is gone for a moment is what a
    /// deploy looks like.</summary>
    private bool Breaches(IReadOnlyList<ServiceId> attended, ServiceId service, long since) =>
        judge.Unhealthy().Any(v => v.SinceUnixNanos >= since && IsFelt(v) && v.Subject.Service == service)
        || (since == long.MinValue && attended.Contains(service));

    private static bool IsFelt(Verdict verdict) =>
        !verdict.Positive && verdict.Signal is SignalKind.Errors or SignalKind.Latency
        && verdict.Detector != BurnObjective.Name;
}
