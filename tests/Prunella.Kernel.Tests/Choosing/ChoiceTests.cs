using CsCheck;

using Prunella.Contracts;
using Prunella.Kernel.Choosing;
using Prunella.Kernel.Events;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests.Choosing;

/// <summary>The remedy that promises most is chosen, the milder one of equals, and none when nothing is promised.</summary>
public sealed class ChoiceTests
{
    private static readonly Gen<Proposal> AnyProposal = Gen.Select(Gen.Int[1, 3], Gen.Int[0, 3], Gen.Int[300, 1000], Gen.Int[100, 900]).Select(
        (instance, disruption, likely, believed) => Of(instance, (Disruption)disruption, likely, believed));

    [Fact]
    public void The_gain_is_probability_times_bound_less_what_it_costs()
    {
        var gain = Gain.Of(Of(1, Disruption.Medium, 900), Some.State(), Some.Now);

        Assert.Equal(new Gain(900, Prior.LowerBound(Some.Recipe(), null), 100, 33, 0), gain);
        Assert.Equal(900 * gain.Efficacy / 1000 - 133, gain.PerMille);
    }

    [Fact]
    public void What_serves_nothing_costs_nothing_to_take_away()
    {
        Assert.Equal(0, Costs.Blast(Of(1), Some.State().Dead(1)));
        Assert.Equal(0, Costs.Blast(Of(1), Some.State().Reflex(1)));
        Assert.Equal(33, Costs.Blast(Of(1), Some.State().Bad(1)));
    }

    [Fact]
    public void A_route_costs_what_still_stands_behind_it()
    {
        var route = Subject.Of(new DependencyId(Some.Checkout, Some.Payments));
        var breaker = Of(1) with { Target = route, Recipe = Some.Recipe("break", Disruption.Low, Verb.OpenBreaker) };
        var one = Some.Verdict(Subject.Of(Some.Instance(1, Some.Payments)), Health.Unhealthy);
        var two = Some.Verdict(Subject.Of(Some.Instance(2, Some.Payments)), Health.Unhealthy);

        Assert.Equal(100, Costs.Blast(breaker, Some.State()));
        Assert.Equal(50, Costs.Blast(breaker, Some.State().With(one)));
        Assert.Equal(0, Costs.Blast(breaker, Some.State().With(one, two)));
        Assert.Equal(0, Costs.Blast(breaker with { Recipe = Some.Recipe("page", Disruption.None, Verb.Page) }, Some.State()));
    }

    /// <summary>Two of four instances are in the zone; the first dose takes half of each: a quarter of the service.</summary>
    [Fact]
    public void A_zone_costs_what_the_first_dose_takes_from_those_that_still_stand()
    {
        var state = Some.State(Some.Fleet(4, zones: 2));
        var zone = Subject.OfZone(Some.Checkout, "z1");
        var shift = Of(1) with { Target = zone, Recipe = Some.Recipe("shift", Disruption.Low, Verb.Shift), DosePerMille = 500 };

        Assert.Equal(25, Costs.Blast(shift, state));
        Assert.Equal(12, Costs.Blast(shift, state.Bad(1)));
        Assert.Equal(25, Costs.Blast(shift, state.Bad(2)));
        Assert.Equal(0, Costs.Blast(shift with { Target = Subject.OfZone(new ServiceId("nobody"), "z1") }, state));
    }

    [Fact]
    public void The_greatest_gain_wins()
    {
        var likely = Of(1, likely: 800);

        Assert.Equal(likely, Best(Of(2, likely: 500), likely));
    }

    [Fact]
    public void Of_near_equals_the_one_that_disturbs_less_is_chosen()
    {
        // Believed so much better that it makes up for its disruption, but for a hair.
        var medium = Of(1, Disruption.Medium, 900, 890);
        var low = Of(1, Disruption.Low, 900, 815);
        var difference = Gain.Of(medium, Some.State(), Some.Now).PerMille - Gain.Of(low, Some.State(), Some.Now).PerMille;
        Assert.InRange(difference, 1, Choice.NearTie);

        Assert.Equal(low, Best(medium, low));
    }

    [Fact]
    public void Of_equals_the_policys_order_decides()
    {
        var policy = Some.Policy() with { Remedies = ["z", "a"] };
        var first = Of(1) with { Policy = policy, Recipe = Some.Recipe("z") };
        var second = Of(1) with { Policy = policy, Recipe = Some.Recipe("a") };

        Assert.Equal(first, Best(second, first));
    }

    [Fact]
    public void Of_near_equals_that_disturb_alike_the_likelier_suspect_is_treated()
    {
        var likely = Of(1, likely: 900, believed: 500);
        var other = NearlyAsGood(likely, believed => Of(2, likely: 700, believed: believed));

        Assert.Equal(likely, Best(other, likely));
        Assert.Equal(likely, Best(likely, other));
    }

    /// <summary>Each is what its own policy would do first.</summary>
    [Fact]
    public void Of_near_equals_that_two_policies_place_alike_the_one_that_promises_more_is_done()
    {
        var less = OnlyOf("one", Of(1, believed: 500) with { Recipe = Some.Recipe("a") with { EfficacyPerMille = 500 } });
        var more = OnlyOf("two", NearlyAsGood(less, believed => less with { Recipe = Some.Recipe("b") with { EfficacyPerMille = believed } }));

        Assert.Equal(more, Best(less, more));
        Assert.Equal(more, Best(more, less));
    }

    [Fact]
    public void Of_complete_equals_names_decide()
    {
        var (a, b) = (OnlyOf("two", Of(1) with { Recipe = Some.Recipe("a") }), OnlyOf("one", Of(1) with { Recipe = Some.Recipe("b") }));
        var (one, two) = (OnlyOf("one", a), OnlyOf("two", a));

        Assert.Equal(a, Best(b, a));
        Assert.Equal(a, Best(a, b));
        Assert.Equal(one, Best(two, one));
        Assert.Equal(one, Best(one, two));
    }

    /// <summary>Six in ten likely, and it costs 150: what waiting spares, four tenths of that, is just what it costs at first.</summary>
    [Fact]
    public void What_is_worth_as_much_later_is_done_now()
    {
        var state = Some.State(Some.Fleet(2));
        var proposal = Of(1, Disruption.Medium, 600);
        var gain = Gain.Of(proposal, state, Some.Now);
        Assert.Equal(gain.PerMille, Waiting.PerMille(proposal, gain, state, Some.Now));

        Assert.Null(Choice.Among([proposal], state, Some.Now).Instead);
    }

    [Fact]
    public void What_is_worth_just_what_it_costs_is_not_done()
    {
        var efficacy = Gain.Of(Of(1), Some.State(), Some.Now).Efficacy;
        // Taking away the dead is free, so its cost is that of low disruption: 20.
        var proposal = Of(1, Disruption.Low, (20_000 + efficacy - 1) / efficacy);
        Assert.Equal(0, Gain.Of(proposal, Some.State().Dead(1), Some.Now).PerMille);

        Assert.Equal(ReasonCodes.NoGain, Choice.Among([proposal], Some.State().Dead(1), Some.Now).Instead?.Code);
    }

    [Fact]
    public void Whatever_waits_waits_until_waiting_is_worth_no_more_and_not_a_second_longer() => Assert.All(Enumerable.Range(500, 200), likely =>
    {
        var proposal = Of(1, Disruption.High, likely);
        var choice = Choice.Among([proposal], Some.State(), Some.Now);
        if (choice.Instead?.Code != ReasonCodes.Waits) return;

        Assert.Equal(ReasonCodes.Waits, Choice.Among([proposal], Some.State(), choice.AskAgainAt - 1).Instead?.Code);
        Assert.NotEqual(ReasonCodes.Waits, Choice.Among([proposal], Some.State(), choice.AskAgainAt).Instead?.Code);
    });

    [Fact]
    public void The_order_in_which_remedies_come_decides_nothing() => Gen.Select(AnyProposal.Array[1, 8], Gen.Int[0, 1000]).Sample((proposals, seed) =>
    {
        var shuffled = proposals.OrderBy(p => (p.Suspect.ProbabilityPerMille * 7919 + p.Target.Text[^1] * 31 + p.Recipe.ConfidencePerMille + seed) % 101).ToArray();
        var (one, other) = (Choice.Among(proposals, Some.State(), Some.Now), Choice.Among(shuffled, Some.State(), Some.Now));

        Assert.Equal(one.Best!.ToString(), other.Best!.ToString());
        Assert.Equal(one.Instead, other.Instead);
        Assert.Equal(one.Alternatives, other.Alternatives);
    });

    [Fact]
    public void Nothing_is_chosen_that_promises_less_than_the_best_by_more_than_a_near_tie() => AnyProposal.Array[1, 8].Sample(proposals =>
    {
        int GainOf(Proposal p) => Gain.Of(p, Some.State(), Some.Now).PerMille;
        var choice = Choice.Among(proposals, Some.State(), Some.Now);

        Assert.InRange(proposals.Max(GainOf) - GainOf(choice.Best!), 0, Choice.NearTie);
        Assert.True(choice.Instead is not null || GainOf(choice.Best!) > 0, "acts although it promises nothing");
    });

    [Fact]
    public void One_more_success_never_makes_a_recipe_less_promising() => Gen.Select(AnyProposal, Gen.Int[0, 4].Array[0, 20]).Sample((proposal, outcomes) =>
    {
        var before = outcomes.Aggregate(Some.State(), (s, o) => Learned(s, proposal, (Outcome)o));
        var (one, more) = (Gain.Of(proposal, before, Some.Now), Gain.Of(proposal, Learned(before, proposal, Outcome.Helped), Some.Now));

        Assert.True(more.PerMille >= one.PerMille);
    });

    [Fact]
    public void What_costs_more_than_it_promises_is_not_done()
    {
        var choice = Choice.Among([Of(1, Disruption.High, 500) with { Incident = OpenedBefore(20) }], Some.State(), Some.Now);

        Assert.Equal(ReasonCodes.NoGain, choice.Instead!.Code);
        Assert.Equal(0, choice.AskAgainAt);
    }

    [Fact]
    public void What_costs_much_waits_for_a_surer_suspect_but_not_for_ever()
    {
        var costly = Of(1, Disruption.High, 600);
        var choice = Choice.Among([costly], Some.State(), Some.Now);

        Assert.Equal(ReasonCodes.Waits, choice.Instead!.Code);
        var later = choice.AskAgainAt - Some.Now;
        Assert.InRange(later, Some.Second, 30 * Some.Second);
        Assert.Null(Choice.Among([costly], Some.State(), Some.Now + later).Instead);
        Assert.NotNull(Choice.Among([costly], Some.State(), Some.Now + later - 1).Instead);
    }

    [Fact]
    public void The_dead_are_not_waited_for()
    {
        var choice = Choice.Among([Of(1, Disruption.High, 600)], Some.State().Dead(1), Some.Now);

        Assert.Null(choice.Instead);
        Assert.Equal([ReasonCodes.DoingNothing], choice.Alternatives.Select(a => a.Code));
    }

    [Theory]
    [InlineData(Disruption.Low, 400)]
    [InlineData(Disruption.Medium, 560)]
    public void What_costs_little_is_done_at_once_without_any_record(Disruption disruption, int likely) =>
        Assert.Null(Choice.Among([Of(1, disruption, likely)], Some.State(), Some.Now).Instead);

    [Fact]
    public void From_nothing_nothing_is_chosen() =>
        Assert.Equal((null, null, 0L), Flat(Choice.Among([], Some.State(), Some.Now)));

    private static (Proposal?, Reason?, long) Flat(Choice c) => (c.Best, c.Instead, c.AskAgainAt);

    private static Proposal Best(params Proposal[] proposals) => Choice.Among(proposals, Some.State(), Some.Now).Best!;

    /// <summary>The first that promises a little more than another, so little that it is a tie.</summary>
    private static Proposal NearlyAsGood(Proposal other, Func<int, Proposal> believed) => Enumerable.Range(300, 600).Select(believed).First(
        p => Gain.Of(p, Some.State(), Some.Now).PerMille - Gain.Of(other, Some.State(), Some.Now).PerMille is > 0 and <= Choice.NearTie);

    private static Proposal OnlyOf(string policy, Proposal proposal) =>
        proposal with { Policy = Some.Policy(policy) with { Remedies = [proposal.Recipe.Name] } };

    private static Incidents.Incident OpenedBefore(int seconds) => Some.Incident() with { OpenedAt = Some.Now - seconds * Some.Second };

    private static Proposal Of(int instance, Disruption disruption = Disruption.Low, int likely = 600, int? believed = null)
    {
        var recipe = Some.Recipe($"{disruption}-{believed}", disruption) with { EfficacyPerMille = believed };
        var proposal = Some.Proposal(instance, recipe);
        return proposal with { Suspect = proposal.Suspect with { ProbabilityPerMille = likely } };
    }

    private static KernelState Learned(KernelState state, Proposal proposal, Outcome outcome)
    {
        var credit = Credit.Of(outcome);
        var learned = new OutcomeLearned(
            "i1.r1", "checkout", proposal.Recipe.Name, Deeds.Of(proposal.Recipe), proposal.Suspect.Fault, "none/medium", outcome,
            credit.Successes, credit.Failures, Some.Now);
        return Kernel.Evolve(state, learned, _ => PolicySet.Empty);
    }
}
