using Prunella.Contracts;

namespace Prunella.Kernel.Policies;

/// <summary>For whom a policy is, where that is more or less than one whole service: resolved when its documents were
/// read, so that nothing is selected by a label that changes under a running remediation.</summary>
/// <param name="Services">Ordered, never empty.</param>
/// <param name="Instances">Only these; null for all of the services.</param>
/// <param name="Dependencies">Only these routes; null for all to the services.</param>
public sealed record Selection(
    IReadOnlyList<ServiceId> Services,
    IReadOnlyList<InstanceId>? Instances = null,
    IReadOnlyList<DependencyId>? Dependencies = null)
{
    /// <summary>As much of it as is of these services.</summary>
    public Selection Within(IReadOnlyList<ServiceId> services) => new(
        services, Instances is null ? null : [.. Instances.Where(i => services.Contains(i.Service))],
        Dependencies is null ? null : [.. Dependencies.Where(d => services.Contains(d.Callee))]);

    /// <summary>Whether an action on the target is within the selection. Which kind of target a policy's recipes act on
    /// was checked when it was read.</summary>
    public bool Covers(Subject target) => target.Kind switch
    {
        SubjectKind.Instance => Instances is null || Instances.Contains(target.Instance),
        SubjectKind.Dependency => Dependencies is null || Dependencies.Contains(target.Dependency),
        _ => true,
    };
}

/// <summary>By when and how far a service should have recovered; when the time has passed and the incident is still
/// open, a person is told.</summary>
/// <param name="WithinNanos">From the beginning of the trouble; 1 s to 7 d.</param>
/// <param name="RecoversPerMille">Least share of the excess that a remedy must take away to count as help; 0 for what
/// each recipe expects of itself.</param>
public sealed record RecoveryGoal(long WithinNanos, int RecoversPerMille);

/// <summary>An acceptable state made of several: kept when its term is.</summary>
/// <param name="Term">What must hold.</param>
/// <param name="ForNanos">How long it must be broken.</param>
public sealed record CompositeObjective(ObjectiveTerm Term, long ForNanos);

/// <summary>One term of a composite objective: exactly one member is set.</summary>
public sealed record ObjectiveTerm
{
    /// <summary>A single objective.</summary>
    public Objective? Single { get; init; }

    /// <summary>Kept when all are.</summary>
    public IReadOnlyList<ObjectiveTerm>? All { get; init; }

    /// <summary>Kept when one of them is.</summary>
    public IReadOnlyList<ObjectiveTerm>? Any { get; init; }

    /// <summary>Kept when this one is broken.</summary>
    public ObjectiveTerm? Not { get; init; }

    /// <summary>All single objectives in it, in the order in which they are written.</summary>
    public IEnumerable<Objective> Singles() =>
        Single is not null ? [Single] : Parts().SelectMany(p => p.Singles());

    /// <summary>The terms directly in it.</summary>
    public IEnumerable<ObjectiveTerm> Parts() => All ?? Any ?? (Not is null ? [] : [Not]);
}
