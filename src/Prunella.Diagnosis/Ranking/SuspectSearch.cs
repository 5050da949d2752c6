using System.Numerics;

using Prunella.Contracts;
using Prunella.Diagnosis.Topology;

namespace Prunella.Diagnosis.Ranking;

/// <summary>From conditions and the call graph to suspects.</summary>
/// <remarks>
/// Intuition: trouble travels from callee to caller, so of the unhealthy services that hang
/// together the one that calls nobody unhealthy is to blame, and its callers are victims. Within it
/// an instance is to blame when its peers are well, else the service. A service with a fault of its
/// own stays a suspect beside a deeper one, because no callee explains it: a fault that a probe,
/// the platform or the comparison with its peers shows, or the death of all instances. An
/// instance's own history alone also bends when a callee is slow. Calls that fail while the callee
/// looks well put the way between on the list, at a low probability: from one end nobody can tell
/// the caller's fault from the network's. Strength of a suspect = best confidence of its verdicts x
/// (1 + w)/(2 + w), w the kinds of witness: more independent witnesses bring it nearer to that
/// confidence. It is four fifths of that for a suspect above another one, and three tenths for a
/// way; both chosen by feel, the first so that a deeper suspect never ties with an equal one above
/// it. Suspects share 1000 per mille by strength, but no more than their own strength. Suspects of
/// different services within a tenth of the best tie with it, and the ranking abstains. In a cycle
/// all are candidates, and so usually tie.
/// </remarks>
internal sealed class SuspectSearch
{
    private const int OfWayPerMille = 300;
    private const int AbovePerMille = 800;

    private readonly SortedDictionary<ServiceId, Condition> _conditions;
    private readonly TroubleMap _map;

    public SuspectSearch(CallGraph graph, SortedDictionary<ServiceId, Condition> conditions)
    {
        _conditions = conditions;
        var troubled = new SortedSet<ServiceId>(
            conditions.Values.Where(c => c.IsUnhealthy || c.BadCalls.Count > 0).Select(c => c.Service));
        // The ordinary case: all is well, and there is nothing to follow.
        IReadOnlyList<DependencyId> edges = troubled.Count == 0
            ? []
            : [.. graph.Edges(), .. conditions.Values.SelectMany(c => c.BadCalls.Keys)];
        _map = new TroubleMap(edges, troubled, IsBlind);
    }

    public IReadOnlyList<SuspectRanking> Rank() => [.. _map.Groups().Select(RankGroup)];

    private bool IsBlind(ServiceId service) =>
        !_conditions.TryGetValue(service, out var condition) || condition.IsBlind;

    private SuspectRanking RankGroup(SortedSet<ServiceId> group)
    {
        var deepest = group.Where(s => !_map.HasDeeper(s)).ToArray();
        var above = group.Except(deepest).SelectMany(s => OfItsOwn(_conditions[s])).Select(f => f.Times(AbovePerMille));
        var found = deepest.SelectMany(s => Suspects(_conditions[s])).Concat(above)
            .Concat(group.SelectMany(s => Ways(_conditions[s])))
            .OrderByDescending(f => f.Strength).ThenBy(f => f.Subject).ToArray();
        var total = Math.Max(1000, found.Sum(f => f.Strength));
        Suspect[] suspects = [.. found.Select(f => new Suspect(f.Subject, f.Fault, f.Strength * 1000 / total, f.Why))];
        bool IsAccused(ServiceId service) =>
            suspects.Any(s => s.Subject.Kind != SubjectKind.Dependency && s.Subject.Service == service);
        var victims = group
            .Where(s => !IsAccused(s) && !deepest.Contains(s) && deepest.Any(d => _map.Reaches(s, d)))
            .Select(Subject.Of);
        var touched = group.Concat(suspects.Select(s => s.Subject.Service)).Distinct().Order();
        return new SuspectRanking(suspects, [.. victims], Ties(suspects), [.. touched]);
    }

    private static bool Ties(Suspect[] suspects) => suspects.Skip(1).Any(s =>
        s.Subject.Service != suspects[0].Subject.Service
        && s.ProbabilityPerMille * 10 >= suspects[0].ProbabilityPerMille * 9);

    private sealed record Found(Subject Subject, FaultKind Fault, int Strength, string Why)
    {
        public Found Times(int perMille) => this with { Strength = Strength * perMille / 1000 };
    }

    private static IEnumerable<Found> Suspects(Condition condition)
    {
        if (!condition.IsUnhealthy) return [];
        return condition.HasOutliers
            ? condition.Bad.Select(b => OfInstance(condition, b.Key, b.Value))
            : [OfService(condition)];
    }

    private static IEnumerable<Found> OfItsOwn(Condition condition)
    {
        if (condition.IsDown && condition.Known.Count > 1) return [OfService(condition)];
        return condition.HasOutliers
            ? condition.Bad.Where(b => Condition.IsOfItsOwn(b.Value)).Select(b => OfInstance(condition, b.Key, b.Value))
            : [];
    }

    /// <summary>Bad calls to a callee that shows nothing.</summary>
    private IEnumerable<Found> Ways(Condition condition) => condition.BadCalls
        .Where(c => !_conditions.TryGetValue(c.Key.Callee, out var callee) || !callee.IsUnhealthy)
        .Select(c => Describe(Subject.Of(c.Key), FaultKind.Network, c.Value, "the callee shows nothing"))
        .Select(f => f.Times(OfWayPerMille));

    private static Found OfInstance(Condition condition, InstanceId instance, List<Verdict> verdicts) => Describe(
        Subject.Of(instance), FaultNaming.OfInstance(verdicts), verdicts,
        condition.Known.Count == 1
            ? "it is the only instance"
            : $"{condition.Well.Count} of its {condition.Known.Count - 1} peers are well");

    private static Found OfService(Condition condition) => Describe(
        Subject.Of(condition.Service),
        FaultNaming.OfService(condition),
        [.. condition.Own.Concat(condition.Bad.Values.SelectMany(v => v))],
        condition.Bad.Count > 0 ? $"{condition.Bad.Count} of its {condition.Known.Count} instances look bad" : "as a whole");

    private static Found Describe(Subject subject, FaultKind fault, IReadOnlyList<Verdict> verdicts, string where)
    {
        // Names break ties of confidence, so that the order of verdicts decides nothing.
        var best = verdicts.OrderByDescending(v => v.ConfidencePerMille).ThenBy(v => v.Subject)
            .ThenBy(v => v.Detector, StringComparer.Ordinal).ThenBy(v => v.Signal)
            .ThenBy(v => v.Objective, StringComparer.Ordinal).First();
        var seenBy = verdicts.Aggregate(Witness.None, (w, v) => w | v.Witnesses);
        var kinds = BitOperations.PopCount((uint)seenBy);
        var strength = Math.Clamp(best.ConfidencePerMille, 0, 1000) * (1 + kinds) / (2 + kinds);
        return new Found(subject, fault, strength, Sentence.Of(subject, best, where, seenBy));
    }
}
