using Prunella.Contracts;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests.Guardrails;

/// <summary>Every guardrail has a canary that it alone must object to; one that does not object stops everything.</summary>
public sealed class CanaryTests
{
    [Fact]
    public void Every_guardrail_has_its_canary() => Assert.Equal(
        GuardrailList.All.Select(g => g.Name).Order(StringComparer.Ordinal),
        CanaryList.For(Some.State(), Some.Instance(1), Some.Now).Select(c => c.Guardrail).Order(StringComparer.Ordinal));

    [Fact]
    public void All_of_them_are_denied() =>
        Assert.Equal(GuardrailList.All.Length, Canaries.Check(GuardrailList.All, Some.State(), Some.Now).Denied);

    [Fact]
    public void A_guardrail_that_is_missing_is_found()
    {
        for (var without = 0; without < GuardrailList.All.Length; without++)
        {
            var (denied, admitted) = Canaries.Check(GuardrailList.All.RemoveAt(without), Some.State(), Some.Now);
            Assert.Equal([GuardrailList.All[without].Name], admitted);
            Assert.Equal(GuardrailList.All.Length - 1, denied);
        }
    }

    [Fact]
    public void One_that_is_let_pass_freezes_acting_and_a_person_is_told()
    {
        var d = new Deliberation(Some.State(), new Stamped(Some.Now, Actor.System("timer"), new WokeUp("canaries")));

        Canaries.Review(d, GuardrailList.All.RemoveAt(0));

        var decision = d.Conclude();
        Assert.Equal(["target"], Assert.Single(decision.Events.OfType<CanariesChecked>()).Admitted);
        Assert.Equal("canary", Assert.Single(decision.Events.OfType<Frozen>()).Source);
        Assert.Single(decision.Effects.OfType<TellPerson>());
        var frozen = decision.Events.Aggregate(Some.State(), (s, e) => Kernel.Evolve(s, e, _ => throw new InvalidOperationException()));
        var lifted = Kernel.Decide(frozen, new Stamped(Some.Now, new Actor(ActorKind.Person, "ada"), new UnfreezeCommanded("api")));
        Assert.Equal("canary", Assert.Single(lifted.Events.OfType<Unfrozen>()).Source);
    }

    [Fact]
    public void That_all_is_well_with_the_guards_is_noted_and_that_there_was_nothing_to_try_is_not()
    {
        IEnumerable<CanariesChecked> Noted(KernelState state) =>
            Kernel.Decide(state, new Stamped(Some.Now, Actor.System("timer"), new WokeUp("canaries"))).Events.OfType<CanariesChecked>();

        var noted = Assert.Single(Noted(Some.State()));
        Assert.Equal(GuardrailList.All.Length, noted.Denied);
        Assert.Empty(noted.Admitted);
        Assert.Empty(Noted(KernelState.Empty));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Two_instances_are_enough_to_try_the_cap(int instances, bool tried) => Assert.Equal(
        tried, CanaryList.For(Some.State(Some.Fleet(instances)), Some.Instance(1), Some.Now).Any(c => c.Guardrail == "blast-radius"));

    [Fact]
    public void They_are_put_on_the_first_declared_instance()
    {
        var seen = new Seen();

        Canaries.Check([seen], Some.State(), Some.Now);

        Assert.Equal([Subject.Of(Some.Instance(1))], seen.Targets.Where(t => t != default).Distinct());
    }

    [Fact]
    public void Without_any_instance_nothing_is_tried() =>
        Assert.Equal(0, Canaries.Check(GuardrailList.All, KernelState.Empty, Some.Now).Denied);

    [Fact]
    public void They_are_tried_again_after_five_minutes()
    {
        var started = Kernel.Decide(Some.State(), new Stamped(Some.Now, Actor.System("loop"), new LoopStarted("3f9a01c2", 2)));
        var woken = Kernel.Decide(Some.State(), new Stamped(Some.Now, Actor.System("timer"), new WokeUp("canaries")));

        foreach (var decision in new[] { started, woken })
            Assert.Equal(Some.Now + 300 * Some.Second, Assert.Single(decision.Effects.OfType<WakeAt>(), w => w.Key == "canaries").At);
    }

    [Fact]
    public void A_guard_with_too_much_to_look_at_denies()
    {
        var crowded = Some.State() with { Spent = [.. Enumerable.Repeat(new Spent("other", Some.Now), 1_000_001)] };

        Assert.All(GuardrailList.Check(Some.Proposal(), crowded, Some.Now), v => Assert.Equal("guardrail.too_slow", v.Code));
        Assert.NotEmpty(GuardrailList.Check(Some.Proposal(), crowded, Some.Now));
    }

    private sealed class Seen : IGuardrail
    {
        public List<Subject> Targets { get; } = [];

        public string Name => "seen";

        public Reasons.Reason? Check(Proposal proposal, KernelState state, long at)
        {
            Targets.Add(proposal.Target);
            return null;
        }
    }
}
