using CsCheck;

using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.State;

using FoldOf = Prunella.Kernel.Learning.Learned;

namespace Prunella.Kernel.Tests.Learning;

/// <summary>What a record counts, how it fades, and what it is bound to.</summary>
public sealed class RecordTests
{
    private const long One = BetaBound.One;
    private static readonly Gen<Outcome> AnyOutcome = Gen.Int[0, 4].Select(i => (Outcome)i);
    private static readonly Recipe Eject = Some.Recipe();

    [Fact]
    public void Half_of_it_is_gone_after_a_half_life()
    {
        var record = Begin().With(Credit.Of(Outcome.Helped), Some.Now).At(Some.Now + Decay.HalfLife);

        Assert.Equal(One / 2, record.Successes);
        Assert.Equal(One / 4, record.At(Some.Now + 2 * Decay.HalfLife).Successes);
    }

    [Fact]
    public void What_only_seemed_to_help_counts_a_quarter() =>
        Assert.Equal((One, One / 4, 0L), (Credit.Of(Outcome.Helped).Successes, Credit.Of(Outcome.SeemedToHelp).Successes, Credit.Of(Outcome.SeemedToHelp).Failures));

    /// <summary>A thousandth of a count is kept, less goes; who keeps nothing but the records folds them likewise.</summary>
    [Theory]
    [InlineData(1000, 2)]
    [InlineData(999, 1)]
    public void What_is_less_than_a_thousandth_is_forgotten(long left, int records)
    {
        var learned = new OutcomeLearned("i1.r1", "checkout", "other", "d", FaultKind.Slow, "none/medium", Outcome.Helped, One, 0, Some.Now);
        var known = Ordered.Map<EfficacyRecord>().Add("old", Begin() with { Successes = left });

        Assert.Equal(records, FoldOf.Fold(known, learned).Count);
        Assert.Throws<ArgumentNullException>(() => FoldOf.Fold(null!, learned));
        Assert.Throws<ArgumentNullException>(() => FoldOf.Fold(known, null!));
    }

    [Fact]
    public void Many_small_steps_fade_as_much_as_a_large_one() => Gen.Long[1, 200 * 60].Array[1, 30].Sample(minutes =>
    {
        var (steps, at) = (Begin().With(new Credit(100 * One, 0), Some.Now), Some.Now);
        foreach (var some in minutes)
        {
            at += some * 60 * Some.Second;
            steps = steps.At(at);
        }
        var leap = Begin().With(new Credit(100 * One, 0), Some.Now).At(at);

        Assert.Equal(leap.FadedTo, steps.FadedTo);
        Assert.InRange(leap.Successes - steps.Successes, 0, minutes.Length);
    });

    [Fact]
    public void Fading_pulls_the_bound_to_that_of_no_record() => Gen.Select(AnyOutcome.Array[1, 40], Gen.Long[0, 400]).Sample((outcomes, days) =>
    {
        var record = outcomes.Aggregate(Begin(), (r, o) => r.With(Credit.Of(o), Some.Now));
        var none = Prior.LowerBound(Eject, null);
        var after = Prior.LowerBound(Eject, record.At(Some.Now + days * 24 * Decay.Hour));
        var muchLater = Prior.LowerBound(Eject, record.At(Some.Now + (days + 2000) * 24 * Decay.Hour));

        Assert.Equal(none, muchLater);
        Assert.InRange(Math.Abs(after - none), 0, 1000);
    });

    [Fact]
    public void One_sided_experience_fades_to_the_prior_without_turning_back() => Gen.Select(Gen.Int[1, 60], Gen.Bool).Sample((count, good) =>
    {
        var credit = Credit.Of(good ? Outcome.Helped : Outcome.NoEffect);
        var record = Enumerable.Range(0, count).Aggregate(Begin(), (r, _) => r.With(credit, Some.Now));
        var bounds = Enumerable.Range(0, 60).Select(i => Prior.LowerBound(Eject, record.At(Some.Now + i * 10 * 24 * Decay.Hour))).ToArray();

        Assert.Equal(good ? bounds.OrderDescending() : bounds.Order(), bounds);
    });

    [Fact]
    public void A_success_never_lowers_the_bound_and_a_failure_never_raises_it() => Gen.Select(AnyOutcome.Array[0, 60], AnyOutcome, Gen.Int[100, 900]).Sample(
        (outcomes, last, believed) =>
        {
            var recipe = Eject with { EfficacyPerMille = believed };
            var before = outcomes.Aggregate(Begin(), (r, o) => r.With(Credit.Of(o), Some.Now));
            var change = Prior.LowerBound(recipe, before.With(Credit.Of(last), Some.Now)) - Prior.LowerBound(recipe, before);

            Assert.True(last is Outcome.Helped or Outcome.SeemedToHelp ? change >= 0 : change <= 0, $"{last} moved the bound by {change}");
        },
        iter: 5000);

    [Fact]
    public void Without_a_record_the_belief_decides()
    {
        Assert.Equal(571, Prior.LowerBound(Eject, null), 2.0);
        Assert.True(Prior.LowerBound(Eject with { EfficacyPerMille = 900 }, null) > Prior.LowerBound(Eject, null));
        Assert.True(Prior.LowerBound(Eject with { Disruption = Disruption.None }, null) < Prior.LowerBound(Eject, null));
    }

    [Theory]
    [InlineData(RemediationState.Verifying, RemediationState.Holding, ReasonCodes.Helped, Outcome.Helped)]
    [InlineData(RemediationState.Verifying, RemediationState.Succeeded, ReasonCodes.WellAgain, Outcome.Helped)]
    [InlineData(RemediationState.Verifying, RemediationState.Holding, ReasonCodes.NothingToRecover, Outcome.SeemedToHelp)]
    [InlineData(RemediationState.Verifying, RemediationState.Succeeded, ReasonCodes.SymptomGone, Outcome.SeemedToHelp)]
    [InlineData(RemediationState.Verifying, RemediationState.RollingBack, ReasonCodes.NoEffect, Outcome.NoEffect)]
    [InlineData(RemediationState.Verifying, RemediationState.RollingBack, ReasonCodes.StillThere, Outcome.NoEffect)]
    [InlineData(RemediationState.Verifying, RemediationState.RollingBack, ReasonCodes.Harmful, Outcome.Harmful)]
    [InlineData(RemediationState.Verifying, RemediationState.RollingBack, ReasonCodes.HarmfulNearby, Outcome.Harmful)]
    [InlineData(RemediationState.Running, RemediationState.Failed, ReasonCodes.OrderFailed, Outcome.NoEffect)]
    public void What_is_judged_counts(RemediationState from, RemediationState to, string code, Outcome outcome) =>
        Assert.Equal(outcome, Records.Of(from, to, Reason.Of(code)));

    [Theory]
    [InlineData(RemediationState.Verifying, RemediationState.RollingBack, ReasonCodes.Rediagnosed)]
    [InlineData(RemediationState.Verifying, RemediationState.RollingBack, ReasonCodes.Undecided)]
    [InlineData(RemediationState.Verifying, RemediationState.Holding, ReasonCodes.Uncredited)]
    [InlineData(RemediationState.Holding, RemediationState.RollingBack, ReasonCodes.RevertedByPerson)]
    [InlineData(RemediationState.Holding, RemediationState.RollingBack, ReasonCodes.HeldTooLong)]
    [InlineData(RemediationState.Running, RemediationState.Failed, ReasonCodes.NotCarriedOut)]
    [InlineData(RemediationState.Returning, RemediationState.Holding, ReasonCodes.Relapsed)]
    [InlineData(RemediationState.Returning, RemediationState.Succeeded, ReasonCodes.StayedQuiet)]
    [InlineData(RemediationState.Approved, RemediationState.Running, ReasonCodes.Started)]
    public void What_says_nothing_of_the_recipe_counts_nothing(RemediationState from, RemediationState to, string code) =>
        Assert.Null(Records.Of(from, to, Reason.Of(code)));

    [Fact]
    public void Other_steps_under_the_same_name_begin_anew()
    {
        var state = Learned(Eject);
        var other = Eject with { Steps = [new RecipeStep(Verb.Weight, 100)] };

        Assert.NotNull(Records.Find(state, Eject, FaultKind.Slow, Some.Checkout, Some.Now));
        Assert.Null(Records.Find(state, other, FaultKind.Slow, Some.Checkout, Some.Now));
        Assert.NotNull(Records.Find(state, Eject with { LeaseNanos = 1, EfficacyPerMille = 200 }, FaultKind.Slow, Some.Checkout, Some.Now));
    }

    [Fact]
    public void Experience_is_shared_within_a_class_and_not_beyond()
    {
        var set = Some.Fleet();
        set = set with { Services = [set.Services[0], set.Services[1] with { State = StateKind.Cache }] };
        var state = Learned(Eject, Some.State(set));

        Assert.Null(Records.Find(state, Eject, FaultKind.Slow, Some.Payments, Some.Now));
        Assert.NotNull(Records.Find(state with { Policies = new PolicyIndex(Some.Fleet()) }, Eject, FaultKind.Slow, Some.Payments, Some.Now));
        Assert.Null(Records.Find(state, Eject, FaultKind.Errors, Some.Checkout, Some.Now));
    }

    [Fact]
    public void What_has_faded_is_not_kept()
    {
        var old = Learned(Eject);
        var much = old with { Records = old.Records.SetItem("z", old.Records.Values.Single() with { Successes = 100 * One }) };
        var later = Kernel.Evolve(
            much, new OutcomeLearned("i9.r1", "p", "restart", "d", FaultKind.Crash, "none/medium", Outcome.Helped, One, 0, Some.Now + 11 * Decay.HalfLife),
            _ => PolicySet.Empty);

        Assert.Equal(["restart@d|Crash|none/medium", "z"], later.Records.Keys);
    }

    [Fact]
    public void A_clock_that_stands_still_fades_nothing() =>
        Assert.Equal(One, Begin().With(Credit.Of(Outcome.Helped), Some.Now).At(Some.Now - 5).Successes);

    private static EfficacyRecord Begin() => EfficacyRecord.Begin("eject", "d", FaultKind.Slow, "none/medium", Some.Now);

    private static KernelState Learned(Recipe recipe, KernelState? state = null) => Kernel.Evolve(
        state ?? Some.State(),
        new OutcomeLearned("i1.r1", "checkout", recipe.Name, Deeds.Of(recipe), FaultKind.Slow, "none/medium", Outcome.Helped, One, 0, Some.Now),
        _ => PolicySet.Empty);
}
