using CsCheck;

using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.State;
using Prunella.Kernel.Trust;

namespace Prunella.Kernel.Tests.Trust;

/// <summary>The strictest of policy, recipe and trust holds; trust is earned by evidence, bound to what it was earned with, and expires.</summary>
public sealed class TrustTests
{
    private static readonly PolicySet Earning = Some.Fleet() with { Fleet = Some.Fleet().Fleet with { Trust = TrustRule.Earned } };

    [Fact]
    public void The_strictest_of_the_documents_holds() => Gen.Select(Gen.Int[0, 3], Gen.Int[0, 4], Gen.Int[0, 3]).Sample((policy, recipe, special) =>
    {
        var modes = new ClassMode[] { new("durable", Mode.Observe), new("medium", (Mode)special) };
        var proposal = Some.Proposal(
            recipe: Some.Recipe() with { Mode = recipe == 4 ? null : (Mode)recipe, Modes = modes }, policy: Some.Policy() with { Mode = (Mode)policy });

        var effective = EffectiveMode.Of(proposal, Some.State(), Some.Now);

        Assert.Equal((Mode)Math.Min(Math.Min(policy, special), recipe == 4 ? 3 : recipe), effective.Mode);
        Assert.Equal(effective.Mode == Mode.Act, effective.Why is null);
        Assert.Equal(effective.Mode == Mode.Act, new ModeGuardrail().Check(proposal, Some.State(), Some.Now) is null);
    });

    [Fact]
    public void Where_trust_is_declared_no_evidence_is_asked_for() =>
        Assert.Equal(new EffectiveMode(Mode.Act, null), EffectiveMode.Of(Some.Proposal(), Some.State(), Some.Now));

    [Theory]
    [InlineData(0, 0, Mode.Suggest)]
    [InlineData(0, 1, Mode.Suggest)]
    [InlineData(0, 2, Mode.Approve)]
    [InlineData(1, 0, Mode.Approve)]
    [InlineData(2, 1, Mode.Approve)]
    [InlineData(2, 2, Mode.Act)]
    [InlineData(3, 0, Mode.Act)]
    [InlineData(0, 6, Mode.Act)]
    public void Freedom_is_earned_by_drills_and_in_life(int lived, int drilled, Mode mode) =>
        Assert.Equal(mode, ModeOf(With(lived, drilled)));

    [Fact]
    public void What_mostly_fails_does_not_act_however_often_it_was_drilled()
    {
        var state = With(0, 6);
        for (var i = 0; i < 4; i++) state = Fold(state, Learned(Outcome.NoEffect));

        Assert.Equal(Mode.Approve, ModeOf(state));
    }

    [Theory]
    [InlineData(TrustEvidence.Harmed)]
    [InlineData(TrustEvidence.DrillFailed)]
    public void One_harm_or_failed_drill_takes_all_of_it(TrustEvidence evidence) =>
        Assert.Equal(Mode.Suggest, ModeOf(Noted(With(3, 6), evidence)));

    [Fact]
    public void It_expires()
    {
        var state = With(3, 0);

        Assert.Equal(Mode.Act, ModeOf(state, Some.Now + TrustRecord.LifeNanos - 1));
        Assert.Equal(Mode.Suggest, ModeOf(state, Some.Now + TrustRecord.LifeNanos));
    }

    [Fact]
    public void It_is_lost_when_what_it_was_earned_with_changes()
    {
        var state = With(3, 0);
        var set = Earning;
        PolicySet[] changed =
        [
            set with { Recipes = [Some.Recipe() with { LeaseNanos = 60 * Some.Second }] },
            set with { Policies = [Some.Policy(change: g => g with { BlastRadiusPerMille = 500 })] },
            set with { Services = [set.Services[0] with { Instances = [.. set.Services[0].Instances.Take(2)] }, set.Services[1]] },
            set with { Services = [set.Services[0] with { State = StateKind.Durable }, set.Services[1]] },
            set with { Dependencies = [new DependencyRules(new DependencyId(Some.Payments, Some.Checkout), "edge", false, false, 0)] },
        ];

        Assert.All(changed, c => Assert.Equal(Mode.Suggest, ModeOf(state with { Policies = new PolicyIndex(c) })));
    }

    [Fact]
    public void It_is_not_lost_by_what_says_nothing_of_the_remedy()
    {
        var set = Earning with { Policies = [Some.Policy() with { Owner = "others", Runbook = "x" }], Recipes = [Some.Recipe() with { EfficacyPerMille = 850 }] };

        Assert.Equal(Mode.Act, ModeOf(With(3, 0) with { Policies = new PolicyIndex(set) }));
    }

    [Fact]
    public void Evidence_of_before_a_change_does_not_count_beside_that_of_after()
    {
        var old = With(3, 6);
        var other = old with { Policies = new PolicyIndex(Earning with { Recipes = [Some.Recipe() with { LeaseNanos = 60 * Some.Second }] }) };

        Assert.Equal(1, Noted(other, TrustEvidence.Drilled).Trust.Values.Single().Points);
    }

    [Fact]
    public void Trust_never_frees_what_the_documents_forbid() => Gen.Select(Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[0, 8]).Sample((policy, lived, drilled) =>
    {
        var proposal = Some.Proposal(policy: Some.Policy() with { Mode = (Mode)policy });

        Assert.True(EffectiveMode.Of(proposal, With(lived, drilled), Some.Now).Mode <= (Mode)policy);
    });

    [Fact]
    public void More_evidence_never_narrows() => Gen.Select(Gen.Int[0, 5], Gen.Int[0, 8], Gen.Bool).Sample((lived, drilled, inLife) =>
    {
        var state = With(lived, drilled);

        Assert.True(ModeOf(Noted(state, inLife ? TrustEvidence.Lived : TrustEvidence.Drilled)) >= ModeOf(state));
    });

    [Theory]
    [InlineData(true, true, TrustEvidence.Drilled)]
    [InlineData(true, false, TrustEvidence.DrillFailed)]
    [InlineData(false, true, TrustEvidence.DrillFailed)]
    public void A_drill_counts_only_with_its_control(bool passed, bool control, TrustEvidence evidence)
    {
        var decision = Kernel.Decide(With(0, 0), Told(new DrillReported("night-1", "checkout", Some.Checkout, "eject", FaultKind.Slow, passed, control)));

        Assert.Equal(evidence, Assert.Single(decision.Events.OfType<TrustEvidenceNoted>()).Evidence);
    }

    [Theory]
    [InlineData("nobody", "checkout", "eject", FaultKind.Slow)]
    [InlineData("checkout", "payments", "eject", FaultKind.Slow)]
    [InlineData("checkout", "checkout", "nothing", FaultKind.Slow)]
    [InlineData("checkout", "checkout", "eject", FaultKind.Crash)]
    public void A_drill_of_what_is_not_in_force_is_told_and_changes_nothing(string policy, string service, string recipe, FaultKind fault)
    {
        var decision = Kernel.Decide(With(0, 0), Told(new DrillReported("night-1", policy, new ServiceId(service), recipe, fault, true, true)));

        Assert.Empty(decision.Events);
        Assert.Equal(ReasonCodes.DrillUnknown, Assert.Single(decision.Reasons).Code);
    }

    [Fact]
    public void The_standings_name_every_recipe_of_every_policy_with_what_it_may_do()
    {
        var state = Fold(With(1, 0), Learned(Outcome.Helped));

        var standing = Assert.Single(Standing.All(state, Some.Now));

        Assert.Equal(("checkout", "eject", "none/medium", 1L, Mode.Approve), (standing.Policy, standing.Recipe, standing.ServiceClass, standing.Outcomes, standing.Mode));
        Assert.Equal(ReasonCodes.Trust, standing.Why!.Code);
        Assert.Equal((800, Some.Now + TrustRecord.LifeNanos), (standing.BelievedPerMille, standing.ExpiresAt));
    }

    [Fact]
    public void A_standing_tells_what_counts_now_and_nothing_that_has_expired()
    {
        var state = Fold(Fold(Noted(With(1, 2), TrustEvidence.Lived), Learned(Outcome.Helped)), Learned(Outcome.NoEffect));

        var now = Assert.Single(Standing.All(state, Some.Now));
        Assert.Equal((BetaBound.One, BetaBound.One, 2, 2), (now.Successes, now.Failures, now.Lived, now.Drilled));
        var later = Assert.Single(Standing.All(state, Some.Now + TrustRecord.LifeNanos));
        Assert.Equal((0, 0, 0L), (later.Lived, later.Drilled, later.ExpiresAt));
        Assert.Throws<ArgumentNullException>(() => Standing.All(null!, Some.Now));
        Assert.Throws<ArgumentNullException>(() => EffectiveMode.Of(null!, state, Some.Now));
        Assert.Throws<ArgumentNullException>(() => EffectiveMode.Of(Some.Proposal(), null!, Some.Now));
    }

    [Fact]
    public void What_has_expired_is_not_built_upon_and_goes_with_the_next_evidence()
    {
        var state = With(3, 0);
        TrustEvidenceNoted Evidence(string recipe, long at) => new(
            "checkout", Some.Checkout, recipe, FaultKind.Slow,
            Fingerprint.Of(state.Policies, state.Policies.Set.Policies[0], state.Policies.Recipe("eject")!, Some.Checkout), TrustEvidence.Lived, "i1.r1", at);
        const long Expiry = Some.Now + TrustRecord.LifeNanos;

        Assert.Equal(4, Fold(state, Evidence("eject", Expiry - 1)).Trust.Values.Single().Lived);
        Assert.Equal(1, Fold(state, Evidence("eject", Expiry)).Trust.Values.Single().Lived);
        Assert.Equal(["eject", "other"], Fold(state, Evidence("other", Expiry - 1)).Trust.Values.Select(t => t.Recipe));
        Assert.Equal(["other"], Fold(state, Evidence("other", Expiry)).Trust.Values.Select(t => t.Recipe));
    }

    [Fact]
    public void Trust_narrows_what_the_documents_let_a_person_be_asked()
    {
        var state = With(0, 0);
        var proposal = Some.Proposal(recipe: state.Policies.Recipe("eject"), policy: state.Policies.Set.Policies[0] with { Mode = Mode.Approve });

        Assert.Equal(Mode.Suggest, EffectiveMode.Of(proposal, state, Some.Now).Mode);
    }

    private static Mode ModeOf(KernelState state, long at = Some.Now) =>
        EffectiveMode.Of(Some.Proposal(recipe: state.Policies.Recipe("eject"), policy: state.Policies.Set.Policies[0]), state, at).Mode;

    private static KernelState With(int lived, int drilled)
    {
        var state = Some.State(Earning);
        for (var i = 0; i < lived; i++) state = Noted(state, TrustEvidence.Lived);
        for (var i = 0; i < drilled; i++) state = Noted(state, TrustEvidence.Drilled);
        return state;
    }

    private static KernelState Noted(KernelState state, TrustEvidence evidence) => Fold(state, new TrustEvidenceNoted(
        "checkout", Some.Checkout, "eject", FaultKind.Slow,
        Fingerprint.Of(state.Policies, state.Policies.Set.Policies[0], state.Policies.Recipe("eject")!, Some.Checkout), evidence, "i1.r1", Some.Now));

    private static OutcomeLearned Learned(Outcome outcome)
    {
        var credit = Credit.Of(outcome);
        return new OutcomeLearned("i1.r1", "checkout", "eject", Deeds.Of(Some.Recipe()), FaultKind.Slow, "none/medium", outcome, credit.Successes, credit.Failures, Some.Now);
    }

    private static KernelState Fold(KernelState state, KernelEvent e) => Kernel.Evolve(state, e, _ => Earning);

    private static Stamped Told(KernelInput input) => new(Some.Now, Actor.System("drills"), input);
}
