using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Incidents;

/// <summary>The zones and regions that suspects have in common: when everything that is bad lies in one of them, it is
/// suspected itself.</summary>
/// <remarks>
/// Of a service a zone is suspected when every instance there looks bad, none elsewhere does, and at least one
/// elsewhere stands. One instance alone tells of itself, not of its zone: at least two must look bad there, of this
/// service or of several; with several services that means most of the zone. A region is suspected likewise, when what
/// looks bad lies in more than one of its zones. Its probability is the sum of those of the suspects that it explains,
/// over all services: they share one cause. So it may speak where the ranking abstains, when all who tie lie there.
/// </remarks>
internal static class Domains
{
    /// <summary>What a zone or region is called, and which suspects it explains.</summary>
    private sealed record Domain(SubjectKind Kind, string Name, ImmutableArray<ServiceId> Services);

    /// <summary>Who has nine tenths of the best's probability ties with it, as where the ranking was made.</summary>
    private const int TieOfTen = 9;

    /// <summary>The suspects to look for remedies against: the ranking's own, and the zones and regions behind them;
    /// empty where it abstains and no zone or region explains the tie.</summary>
    public static ImmutableArray<Suspect> WithThem(KernelState state, SuspectRanking ranking)
    {
        if (!HasPlaces(state, ranking)) return ranking.Abstained ? [] : [.. ranking.Suspects];
        var found = Of(state, ranking);
        if (!ranking.Abstained)
            return [.. found.SelectMany(f => Suspects(ranking, f)), .. ranking.Suspects];
        var ties = ranking.Suspects
            .Where(s => s.ProbabilityPerMille * 10 >= ranking.Suspects[0].ProbabilityPerMille * TieOfTen)
            .Select(s => s.Subject.Service).ToArray();
        var explaining = found.FirstOrDefault(f => ties.All(f.Services.Contains));
        return explaining is null ? [] : [.. Suspects(ranking, explaining)];
    }

    /// <summary>Two instances of suspected services must look bad before a zone can be thought of.</summary>
    private static bool HasPlaces(KernelState state, SuspectRanking ranking) =>
        ranking.Suspects.Select(s => s.Subject.Service).Distinct()
            .SelectMany(s => Fleet.MembersOf(state, s)).Where(i => Fleet.LooksBad(state, i)).Take(2).Count() == 2;

    private static IEnumerable<Domain> Of(KernelState state, SuspectRanking ranking)
    {
        var services = ranking.Suspects.Where(s => s.Subject.Kind != SubjectKind.Dependency)
            .Select(s => s.Subject.Service).Distinct().Order().ToArray();
        var common = services.Select(s => (Service: s, In: InCommon(state, s))).Where(c => c.In is not null);
        return common.GroupBy(c => (c.In!.Value.Kind, c.In.Value.Name))
            .OrderBy(g => g.Key.Kind).ThenBy(g => g.Key.Name, StringComparer.Ordinal)
            .Where(g => IsMoreThanOne(state, g.Key.Kind, g.Key.Name, [.. g.Select(c => c.Service)]))
            .Select(g => new Domain(g.Key.Kind, g.Key.Name, [.. g.Select(c => c.Service)]));
    }

    private static IEnumerable<Suspect> Suspects(SuspectRanking ranking, Domain domain)
    {
        var sum = ranking.Suspects
            .Where(s => s.Subject.Kind != SubjectKind.Dependency && domain.Services.Contains(s.Subject.Service))
            .Sum(s => s.ProbabilityPerMille);
        var (fault, word) = domain.Kind == SubjectKind.Zone
            ? (FaultKind.ZoneDegraded, "zone") : (FaultKind.RegionDegraded, "region");
        var why = $"all that looks bad of {string.Join(", ", domain.Services)} lies in the {word} {domain.Name}, and nothing elsewhere does.";
        return domain.Services.Select(service => new Suspect(
            Subject(domain, service), fault, Math.Min(1000, sum), why));
    }

    private static Subject Subject(Domain domain, ServiceId service) => domain.Kind == SubjectKind.Zone
        ? Contracts.Subject.OfZone(service, domain.Name)
        : Contracts.Subject.OfRegion(service, domain.Name);

    /// <summary>The zone, or else the region, in which every instance of a service looks bad and outside of which none
    /// does.</summary>
    private static (SubjectKind Kind, string Name)? InCommon(KernelState state, ServiceId service)
    {
        var instances = Fleet.MembersOf(state, service);
        var bad = instances.Where(i => Fleet.LooksBad(state, i)).ToArray();
        if (bad.Length == 0 || bad.Length == instances.Length) return null;
        var zone = Fleet.PlaceOf(state, bad[0]).Zone;
        if (zone.Length > 0 && IsAllThere(state, instances, bad, p => p.Zone == zone)) return (SubjectKind.Zone, zone);
        var region = Fleet.PlaceOf(state, bad[0]).Region;
        return region.Length > 0 && IsAllThere(state, instances, bad, p => p.Region == region)
            ? (SubjectKind.Region, region)
            : null;
    }

    private static bool IsAllThere(
        KernelState state, ImmutableArray<Subject> instances, Subject[] bad, Func<Place, bool> isThere) =>
        instances.Where(i => isThere(Fleet.PlaceOf(state, i))).SequenceEqual(bad)
        && instances.Any(i => !isThere(Fleet.PlaceOf(state, i)) && Fleet.Stands(state, i));

    private static bool IsMoreThanOne(
        KernelState state, SubjectKind kind, string name, ImmutableArray<ServiceId> services)
    {
        var bad = services.SelectMany(s => Fleet.MembersOf(state, s)).Where(i => Fleet.LooksBad(state, i)).ToArray();
        if (bad.Length < 2) return false;
        // Two instances of one service, or most of all that runs there.
        return bad.Select(i => i.Service).Distinct().Count() < bad.Length
            || kind == SubjectKind.Region || state.CountZones().Suspected.Contains(name);
    }
}
