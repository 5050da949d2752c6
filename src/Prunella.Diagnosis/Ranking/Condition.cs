using Prunella.Contracts;

namespace Prunella.Diagnosis.Ranking;

/// <summary>
/// What the verdicts say of one service: itself, each of its instances, and its calls to others.
/// </summary>
internal sealed class Condition(ServiceId service)
{
    public ServiceId Service { get; } = service;

    /// <summary>Unhealthy verdicts on the service as a whole.</summary>
    public List<Verdict> Own { get; } = [];

    /// <summary>Unhealthy verdicts by instance.</summary>
    public SortedDictionary<InstanceId, List<Verdict>> Bad { get; } = [];

    /// <summary>Unhealthy verdicts on calls from this service, by edge.</summary>
    public SortedDictionary<DependencyId, List<Verdict>> BadCalls { get; } = [];

    /// <summary>Instances with a healthy verdict and no unhealthy one.</summary>
    public SortedSet<InstanceId> Well { get; } = [];

    /// <summary>Instances that are known at all.</summary>
    public SortedSet<InstanceId> Known { get; } = [];

    /// <summary>Nobody could tell anything of the service or its instances.</summary>
    public bool IsBlind { get; private set; } = true;

    public bool IsUnhealthy => Own.Count > 0 || Bad.Count > 0;

    /// <summary>
    /// Instances are outliers while at least half of the known ones are well; a lone instance is
    /// always its own.
    /// </summary>
    public bool HasOutliers => Bad.Count > 0 && (Known.Count == 1 || Well.Count * 2 >= Known.Count);

    /// <summary>Every known instance is dead, on positive evidence.</summary>
    public bool IsDown => Known.Count > 0 && Bad.Count == Known.Count && Bad.Values.All(IsDead);

    /// <summary>
    /// A probe, the platform, or the comparison with its peers shows it: not explained by a callee.
    /// </summary>
    public static bool IsOfItsOwn(IReadOnlyList<Verdict> verdicts) => verdicts.Any(v =>
        (v.Witnesses & (Witness.Probe | Witness.Platform)) != 0
        || v.Detector.EndsWith("-peers", StringComparison.Ordinal));

    public static SortedDictionary<ServiceId, Condition> Gather(
        IReadOnlyList<Verdict> verdicts, IEnumerable<InstanceId> instances)
    {
        var all = new SortedDictionary<ServiceId, Condition>();
        foreach (var instance in instances) Of(all, instance.Service).Known.Add(instance);
        // Threads and heaps rise wherever requests wait: a plain level is mostly a symptom of somebody's trouble, so it
        // accuses only while nothing that callers feel is wrong anywhere.
        var isFelt = verdicts.Any(v => v.Health == Health.Unhealthy && IsFelt(v));
        foreach (var verdict in verdicts)
        {
            if (isFelt && IsPlain(verdict)) continue;
            var subject = verdict.Subject;
            if (subject.Kind == SubjectKind.Dependency) Of(all, subject.Dependency.Caller).TakeCall(verdict);
            else Of(all, subject.Service).Take(verdict);
        }
        foreach (var condition in all.Values) condition.Well.ExceptWith(condition.Bad.Keys);
        return all;
    }

    private static bool IsFelt(Verdict verdict) =>
        verdict.Positive || verdict.Signal is SignalKind.Latency or SignalKind.Errors or SignalKind.Traffic;

    private static bool IsPlain(Verdict verdict) => verdict.Signal is SignalKind.Gauge or SignalKind.Counter;

    private static bool IsDead(List<Verdict> verdicts) => verdicts.Any(v => v.Positive && v.Fault == FaultKind.Crash);

    private void TakeCall(Verdict verdict)
    {
        if (verdict.Health == Health.Unhealthy) ListOf(BadCalls, verdict.Subject.Dependency).Add(verdict);
    }

    private void Take(Verdict verdict)
    {
        if (verdict.Health != Health.Unknown) IsBlind = false;
        if (verdict.Subject.Kind == SubjectKind.Service)
        {
            if (verdict.Health == Health.Unhealthy) Own.Add(verdict);
            return;
        }
        var instance = verdict.Subject.Instance;
        Known.Add(instance);
        if (verdict.Health == Health.Healthy) Well.Add(instance);
        if (verdict.Health == Health.Unhealthy) ListOf(Bad, instance).Add(verdict);
    }

    private static List<Verdict> ListOf<T>(SortedDictionary<T, List<Verdict>> lists, T key) where T : notnull =>
        lists.TryGetValue(key, out var found) ? found : lists[key] = [];

    private static Condition Of(SortedDictionary<ServiceId, Condition> all, ServiceId service) =>
        all.TryGetValue(service, out var found) ? found : all[service] = new Condition(service);
}
