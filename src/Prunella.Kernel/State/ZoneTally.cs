using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Policies;

namespace Prunella.Kernel.State;

/// <summary>How many declared instances of each zone look bad, by service, and which zones are suspected
/// themselves.</summary>
/// <remarks>
/// A zone is suspected when most of its instances look bad and those belong to more than one service. It is an index of
/// policies and verdicts and of nothing else: it knows which it was made from, and is counted anew for any other.
/// </remarks>
internal sealed class ZoneTally
{
    /// <summary>Of fewer, most may look bad by chance.</summary>
    private const int LeastOfZone = 4;

    private readonly PolicyIndex _policies;
    private readonly VerdictMap _verdicts;
    private readonly ImmutableSortedDictionary<string, ImmutableSortedDictionary<ServiceId, int>> _bad;

    private ZoneTally(
        PolicyIndex policies,
        VerdictMap verdicts,
        ImmutableSortedDictionary<string, ImmutableSortedDictionary<ServiceId, int>> bad,
        ImmutableArray<string> suspected)
    {
        (_policies, _verdicts, _bad) = (policies, verdicts, bad);
        Suspected = suspected;
    }

    /// <summary>Zones that are suspected, in order; empty in almost every hour of a fleet's life.</summary>
    public ImmutableArray<string> Suspected { get; }

    /// <summary>Counts anew.</summary>
    public static ZoneTally Of(KernelState state)
    {
        var bad = Ordered.Map<ImmutableSortedDictionary<ServiceId, int>>();
        foreach (var said in state.Verdicts)
        {
            if (said.IsBad) bad = Add(bad, state.Policies, said.Subject, 1);
        }
        return new ZoneTally(state.Policies, state.Verdicts, bad, SuspectedOf(state.Policies, bad));
    }

    /// <summary>True when it counts what the state holds.</summary>
    public bool IsOf(KernelState state) =>
        ReferenceEquals(_policies, state.Policies) && ReferenceEquals(_verdicts, state.Verdicts);

    /// <summary>After one subject's verdicts have changed.</summary>
    public ZoneTally After(
        VerdictMap verdicts, Subject subject, bool was, bool now)
    {
        if (was == now) return new ZoneTally(_policies, verdicts, _bad, Suspected);
        var bad = Add(_bad, _policies, subject, now ? 1 : -1);
        return new ZoneTally(_policies, verdicts, bad, SuspectedOf(_policies, bad));
    }

    private static ImmutableSortedDictionary<string, ImmutableSortedDictionary<ServiceId, int>> Add(
        ImmutableSortedDictionary<string, ImmutableSortedDictionary<ServiceId, int>> bad, PolicyIndex policies,
        Subject subject, int by)
    {
        if (subject.Kind != SubjectKind.Instance
            || policies.Instance(subject.Instance)?.Place.Zone is not { Length: > 0 } zone) return bad;
        var services = bad.GetValueOrDefault(zone, ImmutableSortedDictionary<ServiceId, int>.Empty);
        var count = services.GetValueOrDefault(subject.Service) + by;
        services = count == 0 ? services.Remove(subject.Service) : services.SetItem(subject.Service, count);
        return services.IsEmpty ? bad.Remove(zone) : bad.SetItem(zone, services);
    }

    private static ImmutableArray<string> SuspectedOf(
        PolicyIndex policies, ImmutableSortedDictionary<string, ImmutableSortedDictionary<ServiceId, int>> bad)
    {
        var suspected = ImmutableArray<string>.Empty;
        foreach (var (zone, services) in bad)
        {
            if (services.Count < 2 || !policies.Zones.TryGetValue(zone, out var all)) continue;
            if (all.Length < LeastOfZone) continue;
            var count = 0;
            foreach (var (_, of) in services) count += of;
            if (count * 2 > all.Length) suspected = suspected.Add(zone);
        }
        return suspected;
    }
}
