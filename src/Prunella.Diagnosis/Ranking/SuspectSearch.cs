using System.Globalization;
using System.Numerics;

using Prunella.Contracts;
using Prunella.Diagnosis.Topology;

namespace Prunella.Diagnosis.Ranking;

/// <summary>From conditions and the call graph to suspects.</summary>
/// <remarks>
/// Intuition: trouble travels from callee to caller, so of the unhealthy services that hang together the one that calls
/// nobody unhealthy is to blame, and its callers are victims. Within it an instance is to blame when its peers are well,
/// else the service. A service with an outlier of its own stays a suspect beside a deeper one: it shows a fault of its own
/// that no callee explains. A fault of its own is one that a probe or the comparison with its peers shows; an instance's
/// own history alone also bends when a callee is slow.
/// Strength of a suspect = best confidence of its verdicts x (1 + witnesses)/(1 + witnesses + 1): more independent witnesses
/// bring it nearer to that confidence. Suspects share 1000 per mille by strength, but no more than their own strength.
/// Two suspects of different services within a tenth of each other tie, and the ranking abstains.
/// </remarks>
internal sealed class SuspectSearch(CallGraph graph, SortedDictionary<ServiceId, Condition> conditions)
{
    public IReadOnlyList<SuspectRanking> Rank() => [.. Groups().Select(RankGroup)];

    /// <summary>Unhealthy services connected by edges, whatever their direction.</summary>
    private List<SortedSet<ServiceId>> Groups()
    {
        var left = new SortedSet<ServiceId>(conditions.Values.Where(c => c.IsUnhealthy).Select(c => c.Service));
        var groups = new List<SortedSet<ServiceId>>();
        while (left.Count > 0)
        {
            var group = new SortedSet<ServiceId>();
            var open = new Queue<ServiceId>([left.Min]);
            left.Remove(left.Min);
            while (open.TryDequeue(out var service))
            {
                group.Add(service);
                foreach (var next in graph.CalleesOf(service).Concat(graph.CallersOf(service)).Where(left.Contains).ToArray())
                {
                    left.Remove(next);
                    open.Enqueue(next);
                }
            }
            groups.Add(group);
        }
        return groups;
    }

    private SuspectRanking RankGroup(SortedSet<ServiceId> group)
    {
        var deepest = group.Where(s => !BadBelow(s, group).Any()).ToArray();
        // In a cycle everybody has somebody bad below: then all of them are candidates, and a tie will abstain.
        if (deepest.Length == 0) deepest = [.. group];
        var outliers = group.Where(s => !deepest.Contains(s) && conditions[s].HasOutliers && conditions[s].HasFaultOfItsOwn);
        var found = deepest.Concat(outliers).SelectMany(s => Suspects(conditions[s]))
            .OrderByDescending(s => s.Strength).ThenBy(s => s.Subject).ToArray();
        var total = Math.Max(1000, found.Sum(s => s.Strength));
        var suspects = found.Select(s => new Suspect(s.Subject, s.Fault, s.Strength * 1000 / total, s.Why)).ToArray();
        var victims = group.Where(s => !deepest.Contains(s) && deepest.Any(d => Reaches(s, d, group)) && !suspects.Any(x => x.Subject.Service == s && x.Subject.Kind == SubjectKind.Instance))
            .Select(Subject.Of).ToArray();
        return new SuspectRanking(suspects, victims, Ties(suspects), [.. group]);
    }

    private static bool Ties(Suspect[] suspects) =>
        suspects.Length > 1
        && suspects[0].Subject.Service != suspects[1].Subject.Service
        && suspects[1].ProbabilityPerMille * 10 >= suspects[0].ProbabilityPerMille * 9;

    private IEnumerable<ServiceId> BadBelow(ServiceId service, SortedSet<ServiceId> group) =>
        graph.CalleesOf(service).Where(c => c != service && group.Contains(c) && !Reaches(c, service, group));

    private bool Reaches(ServiceId from, ServiceId to, SortedSet<ServiceId> group)
    {
        var seen = new SortedSet<ServiceId> { from };
        var open = new Queue<ServiceId>([from]);
        while (open.TryDequeue(out var at))
        {
            foreach (var next in graph.CalleesOf(at).Where(group.Contains))
            {
                if (next == to) return true;
                if (seen.Add(next)) open.Enqueue(next);
            }
        }
        return false;
    }

    private sealed record Found(Subject Subject, FaultKind Fault, int Strength, string Why);

    private static IEnumerable<Found> Suspects(Condition condition)
    {
        if (!condition.HasOutliers)
        {
            var all = condition.Own.Concat(condition.Bad.Values.SelectMany(v => v)).ToArray();
            var where = condition.Bad.Count > 0 ? $"{condition.Bad.Count} of its {condition.Known.Count} instances look bad" : "as a whole";
            return [Describe(Subject.Of(condition.Service), FaultNaming.OfService(condition), all, where)];
        }
        return condition.Bad.Select(b => Describe(
            Subject.Of(b.Key), FaultNaming.OfInstance(b.Value), b.Value, $"{condition.Well.Count} of its {condition.Known.Count - 1} peers are well"));
    }

    private static Found Describe(Subject subject, FaultKind fault, IReadOnlyList<Verdict> verdicts, string where)
    {
        var best = verdicts.MaxBy(v => v.ConfidencePerMille)!;
        var witnesses = BitOperations.PopCount((uint)verdicts.Aggregate(Witness.None, (w, v) => w | v.Witnesses));
        var strength = best.ConfidencePerMille * (1 + witnesses) / (2 + witnesses);
        var e = best.Evidence;
        var numbers = e.Total > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{e.Bad} of {e.Total} bad")
            : string.Create(CultureInfo.InvariantCulture, $"{e.Value} where {e.Expected} is expected (thousandths)");
        return new Found(subject, fault, strength, $"{subject} by {best.Detector}: {numbers}; {where}; {witnesses} kinds of witness.");
    }
}
