using Prunella.Contracts;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests.Remediations;

/// <summary>What is asked of the comparison, and what is concluded from its answer.</summary>
public sealed class JudgingTests
{
    private const long Second = Some.Second;
    private static readonly Recipe Eject = Some.Recipe();
    private static readonly Recipe Restart = Some.Recipe("restart", Disruption.Low, Verb.Restart);

    /// <summary>The trouble began a minute ago, and detection looks back on three seconds; the order left a second ago.</summary>
    [Fact]
    public void The_service_is_compared_before_the_trouble_was_treated_and_after()
    {
        var asked = Request(Eject);

        Assert.Equal((Subject.Of(Some.Checkout), SignalKind.Latency, 250L), (asked.Subject, asked.Signal, asked.BoundMilli));
        Assert.Equal((Some.Now - 63 * Second, Some.Now, Some.Now + Second), (asked.BeforeUnixNanos, asked.OrderedUnixNanos, asked.ActedUnixNanos));
        Assert.Equal((Second, Some.Now + 22 * Second, 500), (asked.SettleNanos, asked.DeadlineUnixNanos, asked.RecoversPerMille));
        Assert.Equal((500, 0L), (asked.DisturbedPerMille, asked.DisturbedUntilUnixNanos));
        Assert.Equal(["instance/checkout/i-2", "instance/checkout/i-3", "service/payments"], asked.Neighbours!.Select(n => n.Text).Order(StringComparer.Ordinal));
        Assert.Null(asked.Controls);
    }

    [Fact]
    public void The_trouble_began_with_its_oldest_symptom()
    {
        var older = Some.Verdict(Subject.Of(Some.Instance(1)), Health.Unhealthy, "older") with { SinceUnixNanos = Some.Now - 90 * Second };
        var state = Joined(Some.Troubled(Some.FleetWith([Some.Policy()], Eject)), older);

        Assert.Equal(Some.Now - 93 * Second, Request(Begun(state)).BeforeUnixNanos);
    }

    [Fact]
    public void A_process_that_starts_disturbs_its_share_until_it_must_be_there()
    {
        var asked = Request(Restart);

        Assert.Equal((333, Some.Now + 22 * Second), (asked.DisturbedPerMille, asked.DisturbedUntilUnixNanos));
    }

    [Fact]
    public void Who_stands_alone_hurts_nobody()
    {
        var set = Some.Fleet(1, policies: Some.Policy(change: g => g with { MinHealthyPerMille = 0, BlastRadiusPerMille = 1000 })) with { Dependencies = [], Recipes = [Eject] };
        var dead = Some.Troubled(set).Dead(1);

        Assert.Null(Request(Begun(dead)).Neighbours);
    }

    /// <summary>Each policy that governs the service may say when a request is late; the first by name does.</summary>
    [Fact]
    public void A_request_is_late_as_the_first_objective_of_latency_says()
    {
        Policy Objecting(string name, SignalKind signal, long below) => Some.Policy(name) with { Remedies = [], Objective = new Objective(signal, 990, below, 0, Second) };
        Policy[] policies =
        [
            Objecting("a", SignalKind.Errors, 20), Objecting("b", SignalKind.Latency, 0), Objecting("c", SignalKind.Latency, 400), Some.Policy(),
            Objecting("d", SignalKind.Latency, 300),
        ];

        Assert.Equal(400, Request(Begun(Some.Troubled(Some.FleetWith(policies, Eject)))).BoundMilli);
    }

    [Fact]
    public void A_policys_own_goal_may_want_more_than_its_recipe_promises()
    {
        var own = Some.Policy() with { Goal = new RecoveryGoal(3600 * Second, 800) };
        var other = Some.Policy("a") with { Remedies = [], Goal = new RecoveryGoal(3600 * Second, 900) };

        Assert.Equal(800, Request(Begun(Some.Troubled(Some.FleetWith([other, own], Eject)))).RecoversPerMille);
        Assert.Equal(500, Request(Begun(Some.Troubled(Some.FleetWith([other, own with { Goal = new RecoveryGoal(3600 * Second, 300) }], Eject)))).RecoversPerMille);
    }

    [Theory]
    [InlineData(null, FaultKind.Slow, false, SignalKind.Latency)]
    [InlineData(null, FaultKind.Errors, false, SignalKind.Errors)]
    [InlineData(null, FaultKind.Errors, true, SignalKind.Latency)]
    [InlineData(new[] { SignalKind.Errors }, FaultKind.Slow, false, SignalKind.Errors)]
    [InlineData(new[] { SignalKind.Errors, SignalKind.Latency }, FaultKind.Slow, false, SignalKind.Latency)]
    public void Requests_are_compared_by_what_the_recipe_promises_or_else_by_the_trouble(SignalKind[]? promised, FaultKind fault, bool isLateAsWell, SignalKind by)
    {
        var recipe = Eject with { Faults = [FaultKind.Slow, FaultKind.Errors], Signals = promised };
        var state = Some.Troubled(Some.FleetWith([Some.Policy()], recipe));
        var incident = state.Incidents["i1"];
        var failing = incident.Symptoms.Values.Single() with { Signal = fault == FaultKind.Slow ? SignalKind.Latency : SignalKind.Errors, Detector = "other" };
        var symptoms = Ordered.Map<Verdict>().Add(VerdictKey.Whole(failing), failing);
        if (isLateAsWell) symptoms = symptoms.AddRange(incident.Symptoms);
        var ranking = incident.Ranking! with { Suspects = [incident.Ranking.Suspects[0] with { Fault = fault }] };
        var failed = state.With(failing);
        var open = state.Incidents.SetItem("i1", incident with { Symptoms = symptoms, Ranking = ranking });

        var asked = Request(Begun(failed with { Incidents = open, Transient = state.Transient.Clear() }));

        Assert.Equal((by, by == SignalKind.Latency ? 250L : 0L), (asked.Signal, asked.BoundMilli));
    }

    /// <summary>Of a part of the remedy a part of the effect is expected, against the time before its first dose.</summary>
    [Fact]
    public void Each_dose_is_asked_about_with_its_part_of_the_effect()
    {
        var shift = Some.Recipe("shift", Disruption.Low, Verb.Shift) with { Steps = [new RecipeStep(Verb.Shift, 100) { Dose = new Dose(100, 2000, 1000, 5 * Second) }] };
        var verifying = Answered(Begun(Some.Troubled(Some.FleetWith([Some.Policy() with { Remedies = ["shift"] }], shift))));
        var first = verifying.Remediations["i1.r1"].Request!;
        Assert.Equal((50, Some.Now + 7 * Second), (first.RecoversPerMille, first.DeadlineUnixNanos));

        var grown = Kernel.Decide(verifying, At(3, new VerificationReported(Said(VerificationVerdict.Helped, 100, 1000, 50, 1000))));

        var second = Assert.Single(grown.Events.OfType<VerificationAsked>()).Request;
        Assert.Equal((100, first.BeforeUnixNanos, first.OrderedUnixNanos), (second.RecoversPerMille, second.BeforeUnixNanos, second.OrderedUnixNanos));
        Assert.Equal(Some.Now + 3 * Second, second.ActedUnixNanos);
    }

    [Fact]
    public void The_comparison_is_asked_for_and_stopped_when_it_has_been_judged()
    {
        var begun = Begun(Some.Troubled(Some.FleetWith([Some.Policy()], Eject)));
        var asked = Kernel.Decide(begun, Answer(begun));
        Assert.Equal(asked.Next!.Remediations["i1.r1"].Request, Assert.Single(asked.Effects.OfType<Verify>()).Request);

        var kept = Kernel.Decide(asked.Next, At(3, new VerificationReported(Said(VerificationVerdict.Helped, 100, 1000, 0, 1000))));
        Assert.Equal("i1.r1", Assert.Single(kept.Effects.OfType<StopVerifying>()).Remediation);
        var harmed = Kernel.Decide(asked.Next, At(3, new VerificationReported(Said(VerificationVerdict.Harmful, 100, 1000, 900, 1000))));
        Assert.Equal("i1.r1", Assert.Single(harmed.Effects.OfType<StopVerifying>()).Remediation);
    }

    [Fact]
    public void An_answer_about_what_is_not_under_way_is_told() => Assert.Contains(
        Kernel.Decide(Some.State(), At(0, new VerificationReported(Said(VerificationVerdict.Helped, 1, 2, 1, 2)))).Reasons, r => r.Code == ReasonCodes.NotInFlight);

    [Fact]
    public void With_its_deadline_and_not_before_what_shows_no_effect_is_taken_back()
    {
        var verifying = Answered(Begun(Some.Troubled(Some.FleetWith([Some.Policy()], Eject))));
        var seen = Kernel.Decide(verifying, At(3, new VerificationReported(Said(VerificationVerdict.NoEffect, 100, 1000, 100, 1000) with { Final = false }))).Next!;
        RemediationState StateAt(long at) => Kernel.Decide(seen, new Stamped(at, Actor.System("timer"), new WokeUp("verify/i1.r1"))).Next!.Remediations["i1.r1"].State;

        Assert.Equal(RemediationState.Verifying, StateAt(Some.Now + 22 * Second - 1));
        Assert.Equal(RemediationState.RollingBack, StateAt(Some.Now + 22 * Second));
    }

    [Fact]
    public void While_a_brake_is_on_the_conclusion_waits_and_says_why()
    {
        var verifying = Answered(Begun(Some.Troubled(Some.FleetWith([Some.Policy()], Eject))));
        var braked = verifying with { Freezes = verifying.Freezes.Add("api", new FreezeState("api", "ada", "", Some.Now)) };

        var decision = Kernel.Decide(braked, At(3, new VerificationReported(Said(VerificationVerdict.NoEffect, 100, 1000, 100, 1000))));

        Assert.Equal(RemediationState.Verifying, decision.Next!.Remediations["i1.r1"].State);
        Assert.Contains(decision.Reasons, r => r.Code == ReasonCodes.Frozen);
    }

    /// <summary>Two per cent of users were served badly before: nothing that could be seen to recover.</summary>
    [Theory]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public void Hardly_bad_is_two_per_cent(int bad, bool hardly) =>
        Assert.Equal(hardly, Judging.HardlyBad(Said(VerificationVerdict.Undecided, bad, 1000, 0, 1000)));

    /// <summary>The instance that is out is still sick, and users are well without it.</summary>
    [Theory]
    [InlineData(20, RemediationState.Holding)]
    [InlineData(21, RemediationState.RollingBack)]
    public void What_is_sick_is_kept_out_while_users_are_well(int bad, RemediationState becomes) =>
        Assert.Equal(becomes, After(Said(VerificationVerdict.NoEffect, 100, 1000, bad, 1000), Eject).State);

    [Theory]
    [InlineData(50, ReasonCodes.Helped)]
    [InlineData(49, ReasonCodes.MoreThanExpected)]
    public void More_than_the_remedy_can_take_away_proves_nothing(int bad, string code)
    {
        var recipe = Eject with { RecoversAtMostPerMille = 500 };
        var verifying = Answered(Begun(Some.Troubled(Some.FleetWith([Some.Policy()], recipe))));

        var decision = Kernel.Decide(verifying, At(3, new VerificationReported(Said(VerificationVerdict.Helped, 100, 1000, bad, 1000))));

        Assert.Equal(code, Assert.Single(decision.Events.OfType<RemediationMoved>()).Reason.Code);
    }

    /// <summary>Instance 1 of four was taken out; now the service is suspected, and others look bad, with or without a symptom that lasts.</summary>
    [Theory]
    [InlineData("checkout", new[] { 2, 3 }, new int[0], true)]
    [InlineData("checkout", new[] { 2 }, new int[0], false)]
    [InlineData("checkout", new[] { 2 }, new[] { 3 }, false)]
    [InlineData("payments", new[] { 2, 3 }, new int[0], false)]
    public void What_rests_on_a_diagnosis_that_nobody_holds_any_more_is_taken_back(string suspected, int[] lasting, int[] fresh, bool isTakenBack)
    {
        var set = Some.Fleet(4, policies: Some.Policy()) with { Recipes = [Eject] };
        var state = Answered(Begun(Some.Troubled(set)));
        foreach (var i in lasting) state = Joined(state, Some.Verdict(Subject.Of(Some.Instance(i)), Health.Unhealthy));
        state = state.Bad(fresh);
        var incident = state.Incidents["i1"];
        var service = new Suspect(Subject.Of(new ServiceId(suspected)), FaultKind.Slow, 900, "");
        state = state with
        {
            Incidents = state.Incidents.SetItem("i1", incident with { Ranking = incident.Ranking! with { Suspects = [service] } }),
            Transient = state.Transient.Clear(),
        };

        var decision = Kernel.Decide(state, At(4, new WokeUp("test")));

        Assert.Equal(isTakenBack, decision.Events.OfType<RemediationMoved>().Any(m => m.Reason.Code == ReasonCodes.Rediagnosed));
    }

    private static KernelState Joined(KernelState state, Verdict symptom)
    {
        var incident = state.Incidents["i1"];
        var joined = state.With(symptom);
        return joined with
        {
            Incidents = joined.Incidents.SetItem("i1", incident with { Symptoms = incident.Symptoms.SetItem(VerdictKey.Whole(symptom), symptom) }),
            Transient = joined.Transient.Clear(),
        };
    }

    private static Remediation After(VerificationResult said, Recipe recipe)
    {
        var verifying = Answered(Begun(Some.Troubled(Some.FleetWith([Some.Policy() with { Remedies = [recipe.Name] }], recipe))));
        return Kernel.Decide(verifying, At(3, new VerificationReported(said))).Next!.Remediations["i1.r1"];
    }

    private static VerificationRequest Request(Recipe recipe) =>
        Request(Begun(Some.Troubled(Some.FleetWith([Some.Policy() with { Remedies = [recipe.Name] }], recipe))));

    private static VerificationRequest Request(KernelState begun) => Answered(begun).Remediations["i1.r1"].Request!;

    /// <summary>The first order has left.</summary>
    private static KernelState Begun(KernelState state)
    {
        var begun = Kernel.Decide(state, At(0, new WokeUp("test"))).Next!;
        Assert.Equal(RemediationState.Running, begun.Remediations["i1.r1"].State);
        return begun;
    }

    private static KernelState Answered(KernelState begun) => Kernel.Decide(begun, Answer(begun)).Next!;

    private static Stamped Answer(KernelState begun) =>
        At(1, new OrderAnswered(new OrderOutcome(begun.Remediations["i1.r1"].Orders[0].Order.Id, OutcomeKind.Succeeded, "")));

    private static VerificationResult Said(VerificationVerdict verdict, long bad, long total, long nowBad, long nowTotal) =>
        new("i1.r1", verdict, bad, total, nowBad, nowTotal, 0, 0, 0, true);

    private static Stamped At(int seconds, KernelInput input) => new(Some.Now + seconds * Second, Actor.System("test"), input);
}
