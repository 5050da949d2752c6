using CsCheck;

using Prunella.Contracts;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests;

/// <summary>Whatever is said in whatever order, with repeats, crashes and commands in between: the promises hold.</summary>
public sealed class InterleavingTests
{
    private const int Cases = 2_000;
    private static readonly Gen<(int, int)[]> Steps = Gen.Select(Gen.Int[0, Life.Kinds - 1], Gen.Int[0, 10_000]).Array[1, 60];

    [Fact]
    public void Folding_the_events_gives_the_live_state() => Sample(life =>
    {
        var folded = life.Events.Aggregate(KernelState.Empty, (state, e) => Kernel.Evolve(state, e, _ => Life.Policies));

        Assert.Equal(Life.Canonical(life.State), Life.Canonical(folded));
    });

    [Fact]
    public void Deciding_the_inputs_again_gives_the_same_events() => Sample(life =>
    {
        foreach (var (before, input, decision) in life.Decisions)
            Assert.Equal(Text(decision.Events), Text(Kernel.Decide(before, input).Events));
    });

    [Fact]
    public void Looking_only_at_what_is_touched_or_due_decides_as_looking_at_everything_does() => Sample(life =>
    {
        foreach (var (before, input, decision) in life.Decisions)
        {
            var plain = Kernel.Decide(before with { Agenda = null }, input);
            Assert.Equal(Text(plain.Events), Text(decision.Events));
            Assert.Equal(Canonical(plain.Effects.Where(e => e is not WakeAt)), Canonical(decision.Effects.Where(e => e is not WakeAt)));
        }
    });

    [Fact]
    public void A_state_from_a_snapshot_decides_as_the_one_that_lived() => Sample(life =>
    {
        foreach (var (before, input, decision) in life.Decisions)
        {
            var restored = (before with { Agenda = null, Zones = null, Policies = PolicyIndex.Empty, Active = PolicyIndex.Empty, Previous = null })
                .WithPolicies(_ => Life.Policies);
            Assert.Equal(Text(Kernel.Decide(restored with { Previous = before.Previous }, input).Events), Text(decision.Events));
        }
    });

    [Fact]
    public void No_interleaving_breaks_a_guardrail() => Sample(life =>
    {
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (before, input, decision) in life.Decisions)
        {
            foreach (var order in decision.Events.OfType<OrderIssued>())
            {
                Assert.True(ids.Add(order.Order.Id), $"{order.Order.Id} is used twice");
                Assert.True(before.Freezes.IsEmpty || input.Body is UnfreezeCommanded || order.Renewal || order.Reverts.Length > 0, $"{order.Order.Id} leaves while frozen");
            }
            Assert.All(decision.Events.OfType<RemediationMoved>(), m => Assert.True(RemediationTransitions.IsLegal(m.From, m.To)));
            Assert.Empty(decision.Events.OfType<InvariantBroken>());
            Assert.All(decision.Events.OfType<RemediationMoved>().Where(m => m.To == RemediationState.Running && m.From == RemediationState.Approved), m => Check(AsOf(before, decision, m), m));
        }
    });

    [Fact]
    public void Nothing_that_must_be_asked_begins_without_a_person() => Sample(life =>
    {
        foreach (var (before, input, decision) in life.Decisions)
        {
            foreach (var begun in decision.Events.OfType<RemediationMoved>().Where(m => m.To == RemediationState.Running && m.From == RemediationState.Approved))
            {
                if (!before.Remediations.TryGetValue(begun.Id, out var waited)) continue;
                var approve = Assert.IsType<ApproveCommanded>(input.Body);
                Assert.Equal(ActorKind.Person, input.Actor.Kind);
                Assert.Equal((waited.Id, waited.Approval!.Plan, before.Epoch), (approve.Remediation, approve.Plan, waited.Epoch));
                Assert.True(input.At < waited.Approval.Until);
            }
            foreach (var proposed in decision.Events.OfType<RemediationProposed>().Where(p => p.Policy == "search"))
                Assert.DoesNotContain(decision.Events.OfType<RemediationMoved>(), m => m.Id == proposed.Id);
        }
    });

    [Fact]
    public void Nothing_new_is_done_to_what_a_person_has_under_debug() => Sample(life =>
    {
        foreach (var (before, input, decision) in life.Decisions)
        {
            foreach (var order in decision.Events.OfType<OrderIssued>().Where(o => !o.Renewal && o.Reverts.Length == 0))
            {
                var silence = before.DebuggedBy(order.Order.Subject);
                Assert.True(silence is null || silence.Until <= input.At || input.Body is UnsilenceCommanded or SilenceCommanded { Debug: false }, $"{order.Order.Id} touches what {silence?.By} has under debug");
            }
        }
    });

    [Fact]
    public void When_the_faults_stop_everything_comes_to_its_end() => Sample(
        life =>
        {
            life.Recover(seconds: 300);

            Assert.Empty(life.State.Remediations);
            Assert.Empty(life.State.Incidents);
        },
        iterations: 400);

    [Fact]
    public void What_is_remembered_of_a_remediation_does_not_grow_with_its_age() => Sample(life =>
        Assert.All(life.State.Remediations.Values, r => Assert.True(r.Orders.Length <= 3 * r.Recipe.Steps.Count, $"{r.Id} remembers {r.Orders.Length} orders")));

    [Fact]
    public void While_frozen_traffic_stays_as_it_stands() => Sample(life =>
    {
        foreach (var (before, input, decision) in life.Decisions)
        {
            if (before.Freezes.IsEmpty || input.Body is UnfreezeCommanded) continue;
            Assert.Empty(decision.Events.OfType<RemediationProposed>());
            Assert.DoesNotContain(decision.Events.OfType<RemediationMoved>(), m => m.From == RemediationState.Holding && m.To == RemediationState.Returning);
        }
    });

    [Fact]
    public void One_more_guardrail_never_admits_more() => Sample(life =>
    {
        var incident = life.State.Incidents.Values.FirstOrDefault(i => i.Ranking is { Suspects.Count: > 0 });
        if (incident is null) return;
        var proposals = Incidents.Candidates.Of(life.State, incident, incident.Ranking!, 0);
        for (var without = 0; without < GuardrailList.All.Length; without++)
        {
            var fewer = GuardrailList.All.RemoveAt(without);
            foreach (var p in proposals.Where(p => p.Misfit is null && GuardrailList.Check(fewer, p, life.State, 0).Any()))
                Assert.NotEmpty(GuardrailList.Check(GuardrailList.All, p, life.State, 0));
        }
    });

    /// <summary>The state in which something began: what the same decision noted before counts.</summary>
    private static KernelState AsOf(KernelState before, Decision decision, RemediationMoved begun) => decision.Events
        .TakeWhile(e => !ReferenceEquals(e, begun))
        .Aggregate(before, (state, e) => Kernel.Evolve(state, e, _ => Life.Policies));

    /// <summary>It has reserved its own unit of each budget by then, in the same record.</summary>
    private static void Check(KernelState seen, RemediationMoved begun)
    {
        var own = seen.Remediations[begun.Id];
        var others = seen.Remediations.Remove(begun.Id).Values.Where(r => r.State != RemediationState.Proposed).ToArray();
        Assert.True(others.Count(r => r.State != RemediationState.Holding) < seen.Policies.Set.Fleet.MaxConcurrent);
        Assert.True(seen.Spent.Count(s => s.Policy == own.Policy && s.At > begun.At - 3600 * Life.Second) <= BudgetOf(seen, own.Policy));
        Assert.True(seen.Spent.Count(s => s.At > begun.At - 3600 * Life.Second) <= seen.Policies.Set.Fleet.Budget.Remediations);
        Assert.Contains(seen.Spent, s => s.Policy == own.Policy && s.At == begun.At);
        Assert.DoesNotContain(others, r => r.Target.Service == own.Target.Service);
        if (own.Target.Kind == SubjectKind.Instance) CheckCapacity(seen with { Remediations = seen.Remediations.Remove(begun.Id) }, own.Target.Instance);
    }

    private static int BudgetOf(KernelState seen, string policy) =>
        seen.Policies.Set.Policies.Single(p => p.Name == policy).Guardrails.Budget.Remediations;

    /// <summary>Counted here anew, from verdicts and reports alone, so that the guardrails are not their own judges.</summary>
    private static void CheckCapacity(KernelState seen, InstanceId target)
    {
        var instances = seen.Policies.Service(target.Service)!.Instances.Select(i => i.Id).ToArray();
        bool IsOut(InstanceId i) => seen.ReflexEjections.ContainsKey(i.ToString())
            || seen.Remediations.Values.Any(r => r.Target == Subject.Of(i) && r.State != RemediationState.Proposed);
        bool Says(InstanceId i, Health health) => seen.VerdictsOn(Subject.Of(i)).Any(v => v.Health == health);
        var isDead = seen.VerdictsOn(Subject.Of(target)).Any(v => v is { Health: Health.Unhealthy, Positive: true });
        if (isDead || IsOut(target)) return;
        var others = instances.Where(i => i != target).ToArray();
        Assert.True(others.Count(IsOut) + 1 <= Math.Max(1, instances.Length * 340 / 1000), "more are out than the cap allows");
        var standing = others.Count(i => !IsOut(i) && Says(i, Health.Healthy) && !Says(i, Health.Unhealthy));
        Assert.True(standing * 2 >= instances.Length, $"{standing} of {instances.Length} are left standing");
    }

    private static void Sample(Action<Life> check, int iterations = Cases) => Steps.Sample(steps =>
    {
        var life = new Life();
        foreach (var (kind, which) in steps) life.Step(kind, which);
        check(life);
    }, iter: iterations);

    private static string Canonical(IEnumerable<KernelEffect> effects) => string.Join('\n', effects.Select(Life.Canonical));

    private static string Text(IEnumerable<KernelEvent> events) => string.Join('\n', events.Select(Life.Canonical));
}
