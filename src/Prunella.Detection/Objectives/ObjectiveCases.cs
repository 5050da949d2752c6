using Prunella.Contracts;

namespace Prunella.Detection.Objectives;

/// <summary>How one objective stands on each subject that it is judged for: its service, or each instance by
/// itself.</summary>
/// <remarks>Instances come and go under new names: what was not looked at for a quarter of an hour is
/// forgotten.</remarks>
internal sealed class ObjectiveCases(ObjectiveSpec spec, int usualToPerMille)
{
    public const string Name = "objective";
    private const long UsualWell = 2_000_000_000;
    private const long ForgetNanos = 900_000_000_000;

    internal sealed class Case(VerdictKey key)
    {
        public VerdictKey Key { get; } = key;

        public Latch Latch { get; } = new();

        public long LookedAt { get; set; }
    }

    private readonly SortedDictionary<Subject, Case> _cases = [];
    private readonly HashSet<Subject>? _only =
        spec.Instances is null ? null : [.. spec.Instances.Select(i => Subject.Of(i))];
    private long _sweptAt;

    /// <summary>How far back it must be, as a share of what breaks it.</summary>
    public double To { get; } = (spec.Recovery.ToPerMille == 0 ? usualToPerMille : spec.Recovery.ToPerMille) / 1000.0;

    /// <summary>For how long.</summary>
    public long Well { get; } = spec.Recovery.ForNanos == 0 ? UsualWell : spec.Recovery.ForNanos;

    /// <summary>Whether a subject is one that is judged.</summary>
    public bool Covers(Subject subject) =>
        subject.Service == spec.Service
        && subject.Kind == (spec.PerInstance ? SubjectKind.Instance : SubjectKind.Service)
        && (_only is null || _only.Contains(subject));

    /// <summary>How it stands; a verdict that became unknown meanwhile has no hold on the next.</summary>
    public Case Of(Subject subject, Judge judge, long at)
    {
        if (!_cases.TryGetValue(subject, out var found))
            _cases[subject] = found = new Case(new VerdictKey(subject, spec.Signal, Name, spec.Policy));
        found.LookedAt = at;
        if (judge.Stands(found.Key) != Health.Unhealthy) found.Latch.Release();
        if (at - _sweptAt > ForgetNanos) Sweep(at);
        return found;
    }

    private void Sweep(long at)
    {
        _sweptAt = at;
        foreach (var gone in _cases.Where(c => at - c.Value.LookedAt > ForgetNanos).Select(c => c.Key).ToArray())
            _cases.Remove(gone);
    }
}
