using Prunella.Contracts;

namespace Prunella.Diagnosis.Ranking;

/// <summary>What the verdicts say of one service: itself, and each of its instances.</summary>
internal sealed class Condition(ServiceId service)
{
    public ServiceId Service { get; } = service;

    /// <summary>Unhealthy verdicts on the service as a whole.</summary>
    public List<Verdict> Own { get; } = [];

    /// <summary>Unhealthy verdicts by instance.</summary>
    public SortedDictionary<InstanceId, List<Verdict>> Bad { get; } = [];

    /// <summary>Instances with a healthy verdict and no unhealthy one.</summary>
    public SortedSet<InstanceId> Well { get; } = [];

    /// <summary>Instances that are known at all.</summary>
    public SortedSet<InstanceId> Known { get; } = [];

    public bool IsUnhealthy => Own.Count > 0 || Bad.Count > 0;

    /// <summary>Instances are outliers while at least half of the known ones are well; a lone instance is always its own.</summary>
    public bool HasOutliers => Bad.Count > 0 && (Known.Count == 1 || Well.Count * 2 >= Known.Count);

    /// <summary>A probe, the platform, or the comparison with its peers shows it: not explained by a callee.</summary>
    public bool HasFaultOfItsOwn => Bad.Values.Any(list => list.Any(v =>
        (v.Witnesses & (Witness.Probe | Witness.Platform)) != 0 || v.Detector.EndsWith("-peers", StringComparison.Ordinal)));

    public static SortedDictionary<ServiceId, Condition> Gather(IReadOnlyList<Verdict> verdicts, IEnumerable<InstanceId> instances)
    {
        var all = new SortedDictionary<ServiceId, Condition>();
        foreach (var instance in instances) Of(all, instance.Service).Known.Add(instance);
        foreach (var verdict in verdicts.Where(v => v.Subject.Kind != SubjectKind.Dependency)) Of(all, verdict.Subject.Service).Take(verdict);
        foreach (var condition in all.Values) condition.Well.ExceptWith(condition.Bad.Keys);
        return all;
    }

    private void Take(Verdict verdict)
    {
        if (verdict.Subject.Kind == SubjectKind.Service)
        {
            if (verdict.Health == Health.Unhealthy) Own.Add(verdict);
            return;
        }
        var instance = verdict.Subject.Instance;
        Known.Add(instance);
        if (verdict.Health == Health.Healthy) Well.Add(instance);
        if (verdict.Health != Health.Unhealthy) return;
        if (!Bad.TryGetValue(instance, out var list)) Bad[instance] = list = [];
        list.Add(verdict);
    }

    private static Condition Of(SortedDictionary<ServiceId, Condition> all, ServiceId service) =>
        all.TryGetValue(service, out var found) ? found : all[service] = new Condition(service);
}
