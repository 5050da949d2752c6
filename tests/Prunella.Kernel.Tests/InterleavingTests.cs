using CsCheck;

using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests;

/// <summary>Whatever is said in whatever order, with repeats, crashes and commands in between: the promises hold.</summary>
public sealed class InterleavingTests
{
    private const int Cases = 4_000;
    private static readonly Gen<(int, int)[]> Steps = Gen.Select(Gen.Int[0, 11], Gen.Int[0, 10_000]).Array[1, 60];

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
            Assert.All(decision.Events.OfType<RemediationProposed>(), p => Check(before, p));
        }
    });

    [Fact]
    public void In_the_end_nothing_is_left_hanging()
    {
        Sample(life =>
        {
            life.Step(9, 1);
            life.Quiet(400);

            Assert.All(life.State.Remediations.Values, r => Assert.True(
                r.State is RemediationState.Holding or RemediationState.Unknown or RemediationState.Running or RemediationState.RollingBack or RemediationState.Returning or RemediationState.Verifying, r.State.ToString()));
            Assert.DoesNotContain(life.State.Remediations.Values, r => r.State == RemediationState.Verifying);
        }, iterations: 300);
    }

    [Fact]
    public void One_more_guardrail_never_admits_more() => Sample(life =>
    {
        var incident = life.State.Incidents.Values.FirstOrDefault(i => i.Ranking is { Suspects.Count: > 0 });
        if (incident is null) return;
        var proposals = Incidents.Candidates.Of(life.State, incident, incident.Ranking!);
        for (var without = 0; without < GuardrailList.All.Length; without++)
        {
            var fewer = GuardrailList.All.RemoveAt(without);
            foreach (var p in proposals.Where(p => p.Misfit is null && GuardrailList.Check(fewer, p, life.State, 0).Any()))
                Assert.NotEmpty(GuardrailList.Check(GuardrailList.All, p, life.State, 0));
        }
    });

    private static void Check(KernelState before, RemediationProposed proposed)
    {
        Assert.True(before.Remediations.Values.Count(r => r.State != RemediationState.Holding) < before.Policies.Set.Fleet.MaxConcurrent);
        Assert.True(before.Spent.Count(s => s.Policy == proposed.Policy && s.At > proposed.At - 3600 * Life.Second) < 5);
        Assert.DoesNotContain(before.Remediations.Values, r => r.Target.Service == proposed.Target.Service && proposed.Target.Kind == r.Target.Kind);
        if (proposed.Target.Kind != SubjectKind.Instance) return;
        var service = before.Policies.Service(proposed.Target.Service)!;
        var alreadyOut = service.Instances.Count(i => i.Id != proposed.Target.Instance && Fleet.IsOut(before, i.Id));
        var costs = !Fleet.ServesNothing(before, proposed.Target.Instance);
        Assert.True(!costs || alreadyOut + 1 <= Math.Max(1, service.Instances.Count * 340 / 1000), "more are out than the cap allows");
    }

    private static void Sample(Action<Life> check, int iterations = Cases) => Steps.Sample(steps =>
    {
        var life = new Life();
        foreach (var (kind, which) in steps) life.Step(kind, which);
        check(life);
    }, iter: iterations);

    private static string Text(IEnumerable<KernelEvent> events) => string.Join('\n', events.Select(Life.Canonical));
}
