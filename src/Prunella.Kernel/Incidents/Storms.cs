using Prunella.Kernel.Events;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Incidents;

/// <summary>Much of the fleet is in trouble at once.</summary>
/// <param name="Incidents">How many incidents were open, when it began.</param>
/// <param name="Services">How many services had symptoms.</param>
/// <param name="Since">Since when.</param>
/// <param name="LulledAt">Since when it is less; 0 while it is not.</param>
public sealed record Storm(int Incidents, int Services, long Since, long LulledAt);

/// <summary>Notices when trouble is everywhere at once, and when that has been over for a while.</summary>
/// <remarks>
/// A storm is at least three open incidents whose symptoms touch at least half of the declared services: one cause with
/// its victims is one incident and no storm. It is over when it has been less for five minutes, because what comes in
/// waves is one storm. The numbers are chosen by feel.
/// </remarks>
internal static class Storms
{
    private const int LeastIncidents = 3;
    private const long Calm = 300_000_000_000;

    public static void Review(Deliberation d)
    {
        if (!d.Attention.Everything) return;
        if (d.State.Storm is null && IsFar(d.State)) return;
        var open = d.State.Incidents.Values.Count(i => !i.Symptoms.IsEmpty);
        var services = d.State.Incidents.Values.SelectMany(i => i.Symptoms.Values).Select(s => s.Subject.Service)
            .Distinct().Count();
        var isStormy = open >= LeastIncidents && services * 2 >= d.State.Policies.Set.Services.Count;
        if (isStormy && d.State.Storm is not { LulledAt: 0 })
            d.Emit(new StormNoted(StormPhase.Raging, open, services, d.At));
        else if (!isStormy && d.State.Storm is { LulledAt: 0 })
            d.Emit(new StormNoted(StormPhase.Lulled, open, services, d.At));
        if (d.State.Storm is not { LulledAt: > 0 } lull) return;
        if (d.At >= lull.LulledAt + Calm) d.Emit(new StormNoted(StormPhase.Over, open, services, d.At));
        else d.Wake(lull.LulledAt + Calm, "storm");
    }

    /// <summary>Too few incidents; or fewer symptoms than half of the services, which cannot touch half of
    /// them.</summary>
    private static bool IsFar(KernelState state)
    {
        var (open, symptoms) = (0, 0);
        foreach (var (_, incident) in state.Incidents)
        {
            symptoms += incident.Symptoms.Count;
            if (!incident.Symptoms.IsEmpty) open++;
        }
        return open < LeastIncidents || symptoms * 2 < state.Policies.Set.Services.Count;
    }

    /// <summary>A lull has lasted long enough for the storm to be over.</summary>
    public static bool IsDue(KernelState state, long at) =>
        state.Storm is { LulledAt: > 0 } lull && at >= lull.LulledAt + Calm;

    public static KernelState Fold(KernelState state, StormNoted e) => state with
    {
        Storm = e.Phase switch
        {
            StormPhase.Over => null,
            StormPhase.Lulled => state.Storm is { } storm ? storm with { LulledAt = e.At } : null,
            _ => new Storm(e.Incidents, e.Services, e.At, 0),
        },
    };
}
