using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests;

/// <summary>What must hold whenever a remediation begins, counted here anew from the state alone, so that the guardrails
/// are not their own judges.</summary>
internal static class Promises
{
    private const long Hour = 3600 * Life.Second;

    /// <summary>Of the state in which it begins: its own unit of the budgets is reserved by then.</summary>
    public static void HoldFor(KernelState seen, RemediationMoved begun)
    {
        var own = seen.Remediations[begun.Id];
        var others = seen.Remediations.Remove(begun.Id).Values.Where(r => r.State != RemediationState.Proposed).ToArray();
        Assert.True(seen.Freezes.IsEmpty, "it begins while frozen");
        Assert.True(others.Count(r => r.State != RemediationState.Holding) < seen.Policies.Set.Fleet.MaxConcurrent, "too many at once");
        var policy = seen.Policies.Set.Policies.Single(p => p.Name == own.Policy && p.Services().Contains(own.Target.Service));
        Assert.True(seen.Spent.Count(s => s.Policy == own.Policy && s.At > begun.At - Hour) <= policy.Guardrails.Budget.Remediations, "the policy's budget is overspent");
        Assert.True(seen.Spent.Count(s => s.At > begun.At - Hour) <= seen.Policies.Set.Fleet.Budget.Remediations, "the fleet's budget is overspent");
        Assert.Contains(seen.Spent, s => s.Policy == own.Policy && s.At == begun.At);
        var around = seen.Incidents[own.Incident].Neighbourhood.Append(own.Target.Service).ToArray();
        Assert.DoesNotContain(others, r => around.Contains(r.Target.Service));
        CheckTheMoment(seen, begun, own);
        if (seen.Storm is not null)
            Assert.True(others.All(r => r.State == RemediationState.Holding) && (own.Recipe.Disruption <= Disruption.Low || IsDead(seen, own.Target)), "it adds to a storm");
        if (own.Target.Kind == SubjectKind.Instance) CheckCapacity(seen with { Remediations = seen.Remediations.Remove(begun.Id) }, own.Target);
    }

    /// <summary>Nothing begins on what a person has under debug, nor in a window in which nothing is changed.</summary>
    private static void CheckTheMoment(KernelState seen, RemediationMoved begun, Remediation own)
    {
        Assert.DoesNotContain(seen.Silences.Values, s => s.Debug && (s.Subject == own.Target || s.Subject == Subject.Of(own.Target.Service)));
        foreach (var window in seen.Policies.PoliciesFor(own.Target.Service).SelectMany(p => p.Guardrails.FreezeWindows ?? []))
            Assert.True(MinuteOf(begun.At) < window.FromMinute || MinuteOf(begun.At) >= window.ToMinute, $"it begins in the window {window.Name}");
    }

    /// <summary>Of a whole decision.</summary>
    public static void HoldFor(KernelState before, Stamped input, Decision decision)
    {
        foreach (var moved in decision.Events.OfType<RemediationMoved>())
        {
            Assert.True(RemediationTransitions.IsLegal(moved.From, moved.To), $"{moved.From} -> {moved.To}");
            // What has waited begins by a person's word on just that plan, and by nothing else.
            if (moved is not { From: RemediationState.Approved, To: RemediationState.Running }
                || !before.Remediations.TryGetValue(moved.Id, out var waited)) continue;
            var approve = Assert.IsType<ApproveCommanded>(input.Body);
            Assert.Equal(ActorKind.Person, input.Actor.Kind);
            Assert.Equal((waited.Id, waited.Approval!.Plan, before.Epoch), (approve.Remediation, approve.Plan, waited.Epoch));
            Assert.True(waited.Approval.RequestedBy != input.Actor.Name && input.At < waited.Approval.Until);
        }
        if (!before.Freezes.IsEmpty && input.Body is not UnfreezeCommanded)
        {
            Assert.Empty(decision.Events.OfType<RemediationProposed>());
            Assert.DoesNotContain(decision.Events.OfType<RemediationMoved>(), m => m.From == RemediationState.Holding && m.To == RemediationState.Returning);
            Assert.All(decision.Events.OfType<OrderIssued>(), o => Assert.True(o.Renewal || o.Reverts.Length > 0, $"{o.Order.Id} leaves while frozen"));
        }
        Assert.All(decision.Next!.Remediations.Values, r => Assert.True(r.Orders.Length <= 3 * r.Recipe.Steps.Count, $"{r.Id} remembers {r.Orders.Length} orders"));
        Assert.All(decision.Effects.OfType<Effects.WakeAt>(), w => Assert.True(w.At > input.At, $"{w.Key} is wanted in the past"));
    }

    /// <summary>Without anything derived, its policies put in by their hashes.</summary>
    public static KernelState FromSnapshot(KernelState state) => (state with
    {
        Agenda = null,
        Zones = null,
        Policies = PolicyIndex.Empty,
        Active = PolicyIndex.Empty,
        Staged = state.Staged is { } staged ? staged with { Index = PolicyIndex.Empty } : null,
        Previous = state.Previous is { } previous ? previous with { Index = PolicyIndex.Empty } : null,
    }).WithPolicies(LifePolicies.Of);

    /// <summary>What the open incidents suggest, and a remedy that nobody would think of.</summary>
    public static IEnumerable<Proposal> ProposalsIn(KernelState state, int number)
    {
        foreach (var incident in state.Incidents.Values)
        {
            if (incident.Ranking is not { Suspects.Count: > 0 } ranking) continue;
            foreach (var thought in Incidents.Candidates.Of(state, incident, ranking, 0).Where(p => p.Misfit is null)) yield return thought;
        }
        var set = state.Policies.Set;
        if (set.Policies.Count == 0) yield break;
        var policy = set.Policies[number % set.Policies.Count];
        var target = Subject.Of(set.Services[number / 3 % set.Services.Count].Instances[0].Id);
        yield return Some.Proposal() with { Policy = policy, Recipe = set.Recipes[number / 7 % set.Recipes.Count], Target = target, Suspect = new Suspect(target, FaultKind.Slow, 900, "") };
    }

    private static long MinuteOf(long at) => at / (60 * Life.Second) % 1440;

    private static bool IsDead(KernelState seen, Subject target) =>
        seen.VerdictsOn(target).Any(v => v is { Health: Health.Unhealthy, Positive: true, Fault: FaultKind.Crash });

    private static void CheckCapacity(KernelState seen, Subject target)
    {
        var instances = seen.Policies.Service(target.Service)!.Instances.Select(i => Subject.Of(i.Id)).ToArray();
        bool IsOut(Subject i) => seen.ReflexEjections.ContainsKey(i.Instance.ToString())
            || seen.Remediations.Values.Any(r => r.Target == i && r.State != RemediationState.Proposed);
        bool Says(Subject i, Health health) => seen.VerdictsOn(i).Any(v => v.Health == health);
        if (IsDead(seen, target) || IsOut(target)) return;
        var others = instances.Where(i => i != target).ToArray();
        Assert.True(others.Count(IsOut) + 1 <= Math.Max(1, instances.Length * 340 / 1000), "more are out than the cap allows");
        var standing = others.Count(i => !IsOut(i) && Says(i, Health.Healthy) && !Says(i, Health.Unhealthy));
        Assert.True(standing * 2 >= instances.Length, $"{standing} of {instances.Length} are left standing");
    }
}
