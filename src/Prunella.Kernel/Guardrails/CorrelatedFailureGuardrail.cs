using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids disturbing single instances while most of a service looks bad: suspect the
/// observer or a shared cause.</summary>
/// <remarks>
/// Most is more than half of its instances, or more than half of them in each of two zones: two zones do not break by
/// themselves at once. A zone in which most instances of several services look bad is suspected itself. What lapses by
/// itself on a route (breaker, fallback) stays allowed. Starting again what is positively dead takes nothing away and
/// stays allowed, too.
/// </remarks>
internal sealed class CorrelatedFailureGuardrail : IGuardrail
{
    private const int SharedZones = 2;

    /// <summary>Of fewer, most may look bad by chance.</summary>
    private const int LeastOfZone = 4;

    public string Name => "correlated-failure";

    public Reason? Check(Proposal proposal, KernelState state, long at)
    {
        if (proposal.Target.Kind != SubjectKind.Instance || !proposal.Recipe.RemovesCapacity()) return null;
        if (Fleet.IsDead(state, proposal.Target.Instance)) return null;
        var instances = Fleet.InstancesOf(state, proposal.Target.Service);
        if (instances.IsEmpty) return Veto("unknown", 0);
        var bad = instances.Count(i => Fleet.LooksBad(state, i));
        if (BadZone(proposal, state) is { } zone) return Reason.Of(ReasonCodes.ZoneFailure, ("zone", zone));
        return IsMost(bad, instances.Length) || BadZones(state, instances) >= SharedZones
            ? Veto($"{bad}", instances.Length)
            : null;
    }

    /// <summary>The target's zone, or any second one, in which most instances of more than one service look bad: then
    /// the zone is suspected, not each of them.</summary>
    private static string? BadZone(Proposal proposal, KernelState state)
    {
        var zones = state.Policies.Zones;
        var own = state.Policies.Instance(proposal.Target.Instance)?.Place.Zone ?? "";
        if (zones.TryGetValue(own, out var around) && IsBad(state, around)) return own;
        var others = zones.Where(z => z.Key != own && IsBad(state, z.Value)).Select(z => z.Key);
        string[] bad = [.. others.Take(SharedZones)];
        return bad.Length >= SharedZones ? bad[0] : null;
    }

    /// <summary>Most instances of several services look bad in the zone, and there are enough to tell.</summary>
    public static bool IsMostOfZone(KernelState state, string zone) =>
        state.Policies.Zones.TryGetValue(zone, out var instances) && IsBad(state, instances);

    /// <summary>Asked of every zone of the fleet for each proposal, so it ends as soon as most can no longer look
    /// bad.</summary>
    private static bool IsBad(KernelState state, ImmutableArray<InstanceId> zone)
    {
        if (zone.Length < LeastOfZone) return false;
        var (bad, left, first, several) = (0, zone.Length, default(ServiceId), false);
        foreach (var instance in zone)
        {
            if (!IsMost(bad + left--, zone.Length)) return false;
            if (!Fleet.LooksBad(state, instance)) continue;
            several |= bad > 0 && instance.Service != first;
            if (bad++ == 0) first = instance.Service;
        }
        return IsMost(bad, zone.Length) && several;
    }

    /// <summary>One instance in a zone tells of itself, not of the zone: only zones with two or
    /// more are counted.</summary>
    private static int BadZones(KernelState state, ImmutableArray<InstanceId> instances) => instances
        .GroupBy(i => state.Policies.Instance(i)?.Place.Zone ?? "")
        .Count(zone => zone.Count() > 1 && IsMost(zone.Count(i => Fleet.LooksBad(state, i)), zone.Count()));

    private static bool IsMost(int bad, int of) => bad * 2 > of;

    private static Reason Veto(string bad, int of) =>
        Reason.Of(ReasonCodes.CorrelatedFailure, ("bad", bad), ("of", $"{of}"));
}
