using Prunella.Contracts;
using Prunella.Kernel.Approvals;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Incidents;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.Silences;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests.Guardrails;

/// <summary>Keeps the promise of restraint: brakes, modes, budgets, pauses, one thing at a time, and nothing twice that did not help.</summary>
public sealed class RestraintTests
{
    private static readonly Subject Route = Subject.Of(new DependencyId(Some.Checkout, Some.Payments));

    [Fact]
    public void A_brake_forbids_everything() =>
        Assert.NotNull(new FreezeGuardrail().Check(Some.Proposal(), Frozen(), Some.Now));

    [Fact]
    public void Hands_stay_off_a_service_whose_invariant_broke()
    {
        var state = Some.State() with { HandsOff = KernelState.Empty.HandsOff.Add("checkout") };

        Assert.NotNull(new HandsOffGuardrail().Check(Some.Proposal(), state, Some.Now));
        Assert.Null(new HandsOffGuardrail().Check(Some.Proposal() with { Target = Route }, state, Some.Now));
    }

    [Fact]
    public void Hands_stay_off_everything_when_in_doubt() =>
        Assert.NotNull(new HandsOffGuardrail().Check(
            Some.Proposal() with { Target = Route }, Some.State() with { HandsOff = KernelState.Empty.HandsOff.Add("*") }, Some.Now));

    [Theory]
    [InlineData(Mode.Observe)]
    [InlineData(Mode.Suggest)]
    [InlineData(Mode.Approve)]
    public void Only_one_mode_acts(Mode mode)
    {
        Assert.NotNull(new ModeGuardrail().Check(Some.Proposal(policy: Some.Policy() with { Mode = mode }), Some.State(), Some.Now));
        Assert.Null(new ModeGuardrail().Check(Some.Proposal(), Some.State(), Some.Now));
    }

    [Fact]
    public void What_cannot_be_taken_back_is_never_automatic() =>
        Assert.NotNull(new IrreversibleGuardrail().Check(Some.Proposal(recipe: Some.Recipe(disruption: Disruption.Irreversible)), Some.State(), Some.Now));

    [Fact]
    public void A_protected_service_takes_low_disruption_only()
    {
        var set = Some.Fleet();
        var state = Some.State(set with { Services = [.. set.Services.Select(s => s with { Protected = true })] });

        Assert.Null(new ProtectedGuardrail().Check(Some.Proposal(), state, Some.Now));
        Assert.NotNull(new ProtectedGuardrail().Check(Some.Proposal(recipe: Some.Recipe(disruption: Disruption.Medium)), state, Some.Now));
    }

    [Fact]
    public void An_undeclared_service_counts_as_protected() =>
        Assert.NotNull(new ProtectedGuardrail().Check(Some.Proposal(recipe: Some.Recipe(disruption: Disruption.Medium)), KernelState.Empty, Some.Now));

    [Fact]
    public void Nothing_is_done_to_what_no_document_declares()
    {
        Assert.Null(new TargetGuardrail().Check(Some.Proposal(), Some.State(), Some.Now));
        Assert.NotNull(new TargetGuardrail().Check(Some.Proposal(9), Some.State(), Some.Now));
        Assert.Null(new TargetGuardrail().Check(Some.Proposal() with { Target = Route }, Some.State(), Some.Now));
        Assert.NotNull(new TargetGuardrail().Check(Some.Proposal() with { Target = default }, Some.State(), Some.Now));
    }

    [Fact]
    public void A_policys_budget_is_spent_by_its_own_remediations()
    {
        var spent = Some.State() with { Spent = [.. Enumerable.Repeat(new Spent("checkout", Some.Now - Some.Second), 3)] };

        Assert.Equal(
            Reason.Of(ReasonCodes.Budget, ("budget", "policy"), ("spent", "3"), ("of", "3")),
            new BudgetGuardrail().Check(Some.Proposal(), spent, Some.Now));
        Assert.Null(new BudgetGuardrail().Check(Some.Proposal(), spent, Some.Now + 3600 * Some.Second));
    }

    [Fact]
    public void The_fleets_budget_is_spent_by_all()
    {
        var spent = Some.State() with { Spent = [.. Enumerable.Range(0, 5).Select(i => new Spent($"p{i}", Some.Now - Some.Second))] };

        Assert.Equal(
            Reason.Of(ReasonCodes.Budget, ("budget", "fleet"), ("spent", "5"), ("of", "5")),
            new BudgetGuardrail().Check(Some.Proposal(), spent, Some.Now));
    }

    [Fact]
    public void A_budget_says_when_it_has_a_unit_again()
    {
        var at = Some.Now;
        var spent = Some.State() with { Spent = [.. Enumerable.Range(0, 4).Select(i => new Spent("checkout", at - (10 - i) * Some.Second))] };

        // Four are spent of three: a unit is there again when the two oldest have left the window.
        Assert.Equal(at - 9 * Some.Second + 3600 * Some.Second, BudgetGuardrail.Until(Some.Proposal(), spent, at));
        Assert.Equal(0, BudgetGuardrail.Until(Some.Proposal(), Some.State(), at));
    }

    [Fact]
    public void A_budget_that_is_just_spent_has_a_unit_when_its_oldest_is_a_window_old()
    {
        const long Hour = 3600 * Some.Second;
        var spent = Some.State() with { Spent = [.. Enumerable.Range(0, 3).Select(i => new Spent("checkout", Some.Now + i))] };

        Assert.Equal(Some.Now + Hour, BudgetGuardrail.Until(Some.Proposal(), spent, Some.Now + 3));
        Assert.NotNull(new BudgetGuardrail().Check(Some.Proposal(), spent, Some.Now + Hour - 1));
        Assert.Null(new BudgetGuardrail().Check(Some.Proposal(), spent, Some.Now + Hour));
        Assert.Equal(0, BudgetGuardrail.Until(Some.Proposal(), spent, Some.Now + Hour));
    }

    [Fact]
    public void A_budget_of_nothing_never_has_a_unit()
    {
        var none = Some.Proposal(policy: Some.Policy(change: g => g with { Budget = new ActionBudget(0, Some.Second) }));

        Assert.NotNull(new BudgetGuardrail().Check(none, Some.State(), Some.Now));
        Assert.Equal(0, BudgetGuardrail.Until(none, Some.State(), Some.Now));
    }

    [Fact]
    public void Concurrency_counts_what_is_under_way_and_not_what_is_only_held()
    {
        var two = Some.State().Busy("i2.r1", Route).Busy("i3.r1", Route);
        var held = Some.State().Busy("i2.r1", Route).Busy("i3.r1", Route, RemediationState.Holding);

        Assert.NotNull(new ConcurrencyGuardrail().Check(Some.Proposal(), two, Some.Now));
        Assert.Null(new ConcurrencyGuardrail().Check(Some.Proposal(), held, Some.Now));
    }

    [Fact]
    public void One_remediation_at_a_time_among_neighbours()
    {
        var next = Some.State().Busy("i2.r1", Subject.Of(Some.Instance(1, Some.Payments)));

        Assert.Null(new NeighbourhoodGuardrail().Check(Some.Proposal(), next, Some.Now));
        Assert.NotNull(new NeighbourhoodGuardrail().Check(
            Some.Proposal(incident: Some.Incident(Some.Checkout, Some.Payments)), next, Some.Now));
    }

    [Fact]
    public void The_same_on_the_same_target_waits_and_flapping_doubles_it()
    {
        var once = After("eject", flaps: 0);
        var often = After("eject", flaps: 2);

        Assert.NotNull(new CooldownGuardrail().Check(Some.Proposal(), once, Some.Now + 9 * Some.Second));
        Assert.Null(new CooldownGuardrail().Check(Some.Proposal(), once, Some.Now + 10 * Some.Second));
        Assert.NotNull(new CooldownGuardrail().Check(Some.Proposal(), often, Some.Now + 39 * Some.Second));
        Assert.Null(new CooldownGuardrail().Check(Some.Proposal(), often, Some.Now + 40 * Some.Second));
        Assert.Equal(Reason.Of(ReasonCodes.Cooldown, ("pause", "40")), new CooldownGuardrail().Check(Some.Proposal(), often, Some.Now));
    }

    /// <summary>The next remedy need not wait for one that failed; the same one that helped before waits.</summary>
    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    public void Only_the_last_try_on_the_target_says_whether_the_next_waits(bool first, bool last, bool waits)
    {
        Tried TriedHere(bool helped) => new("eject", Subject.Of(Some.Instance(1)).Text, helped, true, "i1.r1", FaultKind.Slow);
        var incident = Some.Incident() with { Tried = [TriedHere(first), TriedHere(last)] };

        Assert.Equal(waits, new CooldownGuardrail().Check(Some.Proposal(incident: incident), After("eject", flaps: 0), Some.Now) is not null);
    }

    [Fact]
    public void Another_remedy_need_not_wait() =>
        Assert.Null(new CooldownGuardrail().Check(Some.Proposal(), After("restart", flaps: 0), Some.Now));

    [Fact]
    public void What_did_not_help_here_is_not_tried_again_here()
    {
        var incident = Some.Incident() with { Tried = [new Tried("eject", Subject.Of(Some.Instance(1)).Text, Helped: false, CarriedOut: true, "i1.r1", FaultKind.Slow)] };

        Assert.NotNull(new EfficacyGuardrail().Check(Some.Proposal(incident: incident), Some.State(), Some.Now));
        Assert.Null(new EfficacyGuardrail().Check(Some.Proposal(2, incident: incident), Some.State(), Some.Now));
    }

    [Fact]
    public void What_was_never_carried_out_is_not_to_blame_the_first_time()
    {
        var untried = new Tried("eject", Subject.Of(Some.Instance(1)).Text, Helped: false, CarriedOut: false, "i1.r1", FaultKind.Slow);
        var once = Some.Incident() with { Tried = [untried] };
        var twice = once with { Tried = [untried, untried] };

        Assert.Null(new EfficacyGuardrail().Check(Some.Proposal(incident: once), Some.State(), Some.Now));
        Assert.NotNull(new EfficacyGuardrail().Check(Some.Proposal(incident: twice), Some.State(), Some.Now));
    }

    [Fact]
    public void What_failed_on_two_targets_is_stopped_everywhere_for_an_hour()
    {
        var once = Some.State() with { Failures = [new RecipeFailure("eject", "a", Some.Now), new RecipeFailure("eject", "a", Some.Now)] };
        var twice = once with { Failures = once.Failures.Add(new RecipeFailure("eject", "b", Some.Now)) };

        Assert.Null(new EfficacyGuardrail().Check(Some.Proposal(), once, Some.Now));
        Assert.NotNull(new EfficacyGuardrail().Check(Some.Proposal(), twice, Some.Now + 3599 * Some.Second));
        Assert.Null(new EfficacyGuardrail().Check(Some.Proposal(), twice, Some.Now + 3600 * Some.Second));
    }

    [Fact]
    public void Says_when_its_own_last_failure_is_forgotten()
    {
        var state = Some.State() with
        {
            Failures = [new RecipeFailure("eject", "a", Some.Now - 9), new RecipeFailure("eject", "b", Some.Now - 5), new RecipeFailure("restart", "a", Some.Now - 1)],
        };

        Assert.Equal(Some.Now - 5 + 3600 * Some.Second, EfficacyGuardrail.Until(Some.Proposal(), state));
        Assert.Equal(0, EfficacyGuardrail.Until(Some.Proposal(), Some.State()));
    }

    [Fact]
    public void What_a_person_denied_here_is_not_done_here_and_nothing_else_is_denied()
    {
        var here = Subject.Of(Some.Instance(1)).Text;
        var incident = Some.Incident() with { Denied = [new Denial("eject", here, "ada"), new Denial("eject", here, "bob")] };

        Assert.Equal(Reason.Of(ReasonCodes.DeniedHere, ("recipe", "eject"), ("by", "ada")), new DeniedGuardrail().Check(Some.Proposal(incident: incident), Some.State(), Some.Now));
        Assert.Null(new DeniedGuardrail().Check(Some.Proposal(2, incident: incident), Some.State(), Some.Now));
        Assert.Null(new DeniedGuardrail().Check(Some.Proposal(recipe: Some.Recipe("restart"), incident: incident), Some.State(), Some.Now));
    }

    [Fact]
    public void Of_two_brakes_the_first_by_name_is_told()
    {
        var state = Frozen();
        var both = state with { Freezes = state.Freezes.Add("file", new FreezeState("file", "bob", "", Some.Now)) };

        Assert.Equal(Reason.Of(ReasonCodes.Frozen, ("source", "api"), ("by", "alice")), FreezeGuardrail.Brake(both));
    }

    /// <summary>An instance under debug must not lose its traffic with its zone either.</summary>
    [Fact]
    public void A_zone_is_left_alone_while_an_instance_there_is_under_debug()
    {
        var state = Some.State(Some.Fleet(4, zones: 2));
        KernelState Debugged(params (int Instance, string By)[] who) => who.Aggregate(state, (s, w) => s with
        {
            Silences = s.Silences.Add(Subject.Of(Some.Instance(w.Instance)).ToString(), new Silence(Subject.Of(Some.Instance(w.Instance)), w.By, "", true, Some.Now + 1, Some.Now)),
        });
        var zone = Some.Proposal() with { Target = Subject.OfZone(Some.Checkout, "z1") };

        Assert.Null(new DebugGuardrail().Check(zone, Debugged((2, "ada")), Some.Now));
        Assert.Contains(("by", "ada"), new DebugGuardrail().Check(zone, Debugged((1, "ada"), (3, "bob")), Some.Now)!.Parameters.Select(p => (p.Name, p.Value)));
        Assert.Null(new DebugGuardrail().Check(Some.Proposal(3), Debugged((1, "ada")), Some.Now));
        Assert.Contains(Some.Now + 1, GuardrailList.WorthWaitingFor(Some.Proposal(1), Debugged((1, "ada")), Some.Now));
    }

    [Theory]
    [InlineData(Disruption.Low, false, RemediationState.Holding, true)]
    [InlineData(Disruption.Low, false, RemediationState.Proposed, true)]
    [InlineData(Disruption.Low, false, RemediationState.Verifying, false)]
    [InlineData(Disruption.Medium, false, RemediationState.Holding, false)]
    [InlineData(Disruption.Medium, true, RemediationState.Holding, true)]
    [InlineData(Disruption.Medium, true, RemediationState.Running, false)]
    public void In_a_storm_only_what_is_mild_or_starts_the_dead_is_done_and_one_at_a_time(Disruption disruption, bool isDead, RemediationState other, bool passes)
    {
        var state = Some.State().Busy("i2.r1", Subject.Of(Some.Instance(1, Some.Payments)), other);
        if (isDead) state = state.Dead(1);
        var proposal = Some.Proposal(recipe: Some.Recipe("restart", disruption, Verb.Restart));

        Assert.Null(new StormGuardrail().Check(proposal, state, Some.Now));
        Assert.Equal(passes, new StormGuardrail().Check(proposal, state with { Storm = new Storm(3, 3, Some.Now, 0) }, Some.Now) is null);
    }

    /// <summary>Three instances and nothing under way are four to look at; what was spent, failed and silenced is added.</summary>
    [Fact]
    public void A_guard_may_look_at_a_million_things_and_not_at_one_more()
    {
        var full = Some.State() with { Spent = [.. Enumerable.Repeat(new Spent("other", Some.Now - 7200 * Some.Second), 999_996)] };
        var silence = new Silence(Subject.Of(Some.Payments), "ada", "", false, Some.Now + 1, Some.Now);
        KernelState[] more =
        [
            full with { Failures = [new RecipeFailure("other", "a", Some.Now)] },
            full with { Silences = full.Silences.Add(silence.Subject.ToString(), silence) },
            full.Busy("i2.r1", Subject.Of(Some.Instance(1, Some.Payments)), RemediationState.Holding),
        ];

        Assert.DoesNotContain(GuardrailList.Check([new DeniedGuardrail()], Some.Proposal(), full, Some.Now), v => v.Code == ReasonCodes.GuardTooSlow);
        Assert.All(more, s => Assert.Equal([ReasonCodes.GuardTooSlow], GuardrailList.Check([new DeniedGuardrail()], Some.Proposal(), s, Some.Now).Select(v => v.Code)));
    }

    [Fact]
    public void A_guardrail_that_throws_denies()
    {
        var vetoes = GuardrailList.Check([new Broken()], Some.Proposal(), Some.State(), Some.Now);

        Assert.Equal([Reason.Of(ReasonCodes.GuardFailed, ("guardrail", "broken"))], vetoes);
    }

    [Fact]
    public void Every_guardrail_has_a_name_of_its_own()
    {
        var types = typeof(IGuardrail).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IGuardrail)) && t.IsClass);

        Assert.Equal(types.Order(ByName), GuardrailList.All.Select(g => g.GetType()).Order(ByName));
        Assert.Distinct(GuardrailList.All.Select(g => g.Name));
    }

    private static readonly Comparer<Type> ByName = Comparer<Type>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name));

    private static KernelState Frozen() =>
        Some.State() with { Freezes = KernelState.Empty.Freezes.Add("api", new FreezeState("api", "alice", "", Some.Now)) };

    private static KernelState After(string recipe, int flaps) => Some.State() with
    {
        Targets = KernelState.Empty.Targets.Add(Subject.Of(Some.Instance(1)).Text, new TargetHistory(Some.Now, recipe, flaps)),
    };

    private sealed class Broken : IGuardrail
    {
        public string Name => "broken";

        public Reason? Check(Proposal proposal, KernelState state, long at) => throw new InvalidOperationException();
    }
}
