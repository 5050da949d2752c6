using Prunella.Contracts;

namespace Prunella.Detection.Objectives;

/// <summary>Judges a composite objective from the verdicts of its single ones.</summary>
/// <remarks>
/// Three-valued, as everything here: <c>all</c> is broken when one is broken, though another be unknown; <c>any</c> is
/// kept when one is kept, though another be unknown; <c>not</c> turns broken and kept round and leaves unknown what it
/// is (Kleene's logic). What remains open is unknown. Each single one has its own times and hysteresis before this one
/// looks; its own time comes on top. A broken one is told by the evidence of the single one that decides: of several
/// that are broken the surest for <c>all</c>, the least sure for <c>any</c>, which needs every one of them; and it
/// stays with that one until it is kept again, so that a symptom does not change its signal under an incident.
/// </remarks>
internal sealed class CompositeDetector(CompositeSpec spec)
{
    public const string Name = "composite";

    private sealed class Case
    {
        public Latch Latch { get; } = new();

        public int Single { get; set; }
    }

    private readonly ObjectiveSpec[] _singles = [.. spec.Term.Singles()];
    private readonly SortedDictionary<Subject, Case> _cases = [];

    public CompositeSpec Spec { get; } = spec;

    /// <param name="judge">Takes what it finds.</param>
    /// <param name="verdicts">How the single ones stand, by subject and name.</param>
    /// <param name="at">Now.</param>
    public void Judge(Judge judge, IReadOnlyDictionary<(Subject Subject, string Name), Verdict> verdicts, long at)
    {
        Subject[] subjects = Spec.PerInstance
            ? [.. verdicts.Where(v => _singles.Any(s => s.Policy == v.Key.Name))
                .Select(v => v.Key.Subject).Distinct().Order()]
            : [Subject.Of(Spec.Service)];
        foreach (var gone in _cases.Keys.Except(subjects).ToArray()) _cases.Remove(gone);
        foreach (var subject in subjects) Judge(judge, subject, verdicts, at);
    }

    private void Judge(
        Judge judge, Subject subject, IReadOnlyDictionary<(Subject Subject, string Name), Verdict> verdicts, long at)
    {
        var (health, because) = Look(Spec.Term, subject, verdicts);
        if (!_cases.TryGetValue(subject, out var found)) _cases[subject] = found = Begin(judge, subject, at);
        if (judge.Stands(Key(subject, found)) != Health.Unhealthy) found.Latch.Release();
        if (health == Health.Unknown) return;
        var wasBroken = found.Latch.IsBroken;
        var isBroken = found.Latch.Look(health == Health.Unhealthy, health == Health.Healthy, at, (Spec.ForNanos, 0));
        if (isBroken && !wasBroken) found.Single =
            Math.Max(0, Array.FindIndex(_singles, s => s.Policy == because!.Objective));
        var told = verdicts.GetValueOrDefault((subject, _singles[found.Single].Policy)) ?? because!;
        var finding = Finding.Of(Key(subject, found), isBroken, told.Fault, told.Witnesses, told.Evidence);
        judge.Find(
            finding with
            {
                ConfidencePerMille = isBroken ? because!.ConfidencePerMille : finding.ConfidencePerMille,
                Direction = isBroken ? told.Direction : Direction.None,
                Settled = true,
            },
            at);
    }

    /// <summary>What stood as broken before the documents were read anew is still broken.</summary>
    private Case Begin(Judge judge, Subject subject, long at)
    {
        var begun = new Case();
        var stands = Array.FindIndex(_singles, s =>
            judge.Stands(new VerdictKey(subject, s.Signal, Name, Spec.Policy)) == Health.Unhealthy);
        if (stands < 0) return begun;
        begun.Single = stands;
        begun.Latch.State = (at, 0, true);
        return begun;
    }

    private VerdictKey Key(Subject subject, Case found) =>
        new(subject, _singles[found.Single].Signal, Name, Spec.Policy);

    /// <summary>How a term stands, and the verdict that decides it.</summary>
    private static (Health Health, Verdict? Because) Look(
        TermSpec term, Subject subject, IReadOnlyDictionary<(Subject Subject, string Name), Verdict> verdicts)
    {
        if (term.Single is { } single)
        {
            var verdict = verdicts.GetValueOrDefault((subject, single.Policy));
            return (verdict?.Health ?? Health.Unknown, verdict);
        }
        var parts = term.Parts.Select(p => Look(p, subject, verdicts)).ToArray();
        if (term.Kind == TermKind.Not)
        {
            var (health, because) = parts[0];
            return (health switch
            {
                Health.Healthy => Health.Unhealthy,
                Health.Unhealthy => Health.Healthy,
                _ =>
                Health.Unknown
            }, because);
        }
        var decides = term.Kind == TermKind.All ? Health.Unhealthy : Health.Healthy;
        var deciding = parts.Where(p => p.Health == decides).ToArray();
        if (deciding.Length > 0) return (decides, Surest(deciding));
        if (parts.Any(p => p.Health == Health.Unknown)) return (Health.Unknown, null);
        var other = term.Kind == TermKind.All ? Health.Healthy : Health.Unhealthy;
        return (other, parts.MinBy(p => p.Because!.ConfidencePerMille).Because);
    }

    private static Verdict Surest((Health Health, Verdict? Because)[] parts) =>
        parts.MaxBy(p => p.Because!.ConfidencePerMille).Because!;
}
