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

    public string Name => "correlated-failure";

    public Reason? Check(Proposal proposal, KernelState state, long at)
    {
        if (proposal.Target.Kind != SubjectKind.Instance || !proposal.Recipe.RemovesCapacity()) return null;
        if (Fleet.IsDead(state, proposal.Target)) return null;
        var members = Fleet.MembersOf(state, proposal.Target.Service);
        if (members.IsEmpty) return Veto("unknown", 0);
        if (BadZone(proposal, state) is { } zone) return Reason.Of(ReasonCodes.ZoneFailure, ("zone", zone));
        var bad = members.Count(i => Fleet.LooksBad(state, i));
        return IsMost(bad, members.Length) || bad > 1 && BadZones(state, members) >= SharedZones
            ? Veto($"{bad}", members.Length)
            : null;
    }

    /// <summary>The target's zone, or any second one, in which most instances of more than one service look bad: then
    /// the zone is suspected, not each of them.</summary>
    private static string? BadZone(Proposal proposal, KernelState state)
    {
        var suspected = state.CountZones().Suspected;
        if (suspected.IsEmpty) return null;
        var own = state.Policies.Instance(proposal.Target.Instance)?.Place.Zone ?? "";
        return suspected.Contains(own) ? own : suspected.Length >= SharedZones ? suspected[0] : null;
    }

    /// <summary>One instance in a zone tells of itself, not of the zone: only zones with two or
    /// more are counted.</summary>
    private static int BadZones(KernelState state, ImmutableArray<Subject> members) => members
        .GroupBy(i => state.Policies.Instance(i.Instance)?.Place.Zone ?? "")
        .Count(zone => zone.Count() > 1 && IsMost(zone.Count(i => Fleet.LooksBad(state, i)), zone.Count()));

    private static bool IsMost(int bad, int of) => bad * 2 > of;

    private static Reason Veto(string bad, int of) =>
        Reason.Of(ReasonCodes.CorrelatedFailure, ("bad", bad), ("of", $"{of}"));
}
