using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Incidents;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests;

/// <summary>When a symptom has persisted, where it belongs, and when another diagnosis is news.</summary>
public sealed class SymptomTests
{
    private const long Second = Some.Second;

    /// <summary>Of two policies the more patient one waits five seconds; what one of them calls broken waits for that one.</summary>
    [Theory]
    [InlineData("", 1)]
    [InlineData("patient", 5)]
    [InlineData("quick", 1)]
    public void A_symptom_persists_as_long_as_the_policy_says_that_it_breaks_or_the_least_patient(string objective, int seconds)
    {
        var set = Some.FleetWith([Some.Policy("patient", g => g with { HoldDownNanos = 5 * Second }), Some.Policy("quick"), Some.Policy("slower", g => g with { HoldDownNanos = 9 * Second })]);
        var state = Some.State(set).With(Some.Verdict(Subject.Of(Some.Checkout), Health.Unhealthy) with { Objective = objective, SinceUnixNanos = Some.Now });
        bool Opened(long after) => At(state, after).Events.OfType<IncidentOpened>().Any();

        Assert.False(Opened(seconds * Second - 1));
        Assert.True(Opened(seconds * Second));
    }

    [Fact]
    public void It_joins_the_first_of_the_incidents_that_it_touches()
    {
        var state = Some.Troubled();
        state = state with
        {
            Incidents = state.Incidents.Add("i2", state.Incidents["i1"] with { Id = "i2", Neighbourhood = [Some.Payments] }),
            Rankings = [new SuspectRanking([], [], false, [Some.Checkout, Some.Payments]), new SuspectRanking([], [], false, [Some.Payments])],
        };
        var joined = At(state.With(Some.Verdict(Subject.Of(Some.Payments), Health.Unhealthy)), 0);

        Assert.Equal("i1", Assert.Single(joined.Events.OfType<SymptomJoined>()).Incident);
    }

    /// <summary>A recipe asks for 400: below and at it are two answers; otherwise fifteen points are news.</summary>
    [Theory]
    [InlineData(600, 749, false)]
    [InlineData(600, 750, true)]
    [InlineData(399, 400, true)]
    [InlineData(400, 401, false)]
    [InlineData(400, 399, true)]
    [InlineData(300, 399, false)]
    public void Another_probability_is_news_when_it_is_another_answer(int before, int now, bool isNews)
    {
        var state = Some.Troubled(likely: before);
        SuspectRanking Ranked(int likely) => new(
            [new Suspect(Subject.Of(Some.Instance(1)), FaultKind.Slow, likely, ""), new Suspect(Subject.Of(Some.Payments), FaultKind.Slow, 50, "")], [], false, [Some.Checkout]);
        state = state with { Incidents = state.Incidents.SetItem("i1", state.Incidents["i1"] with { Ranking = Ranked(before) }), Rankings = [Ranked(now)] };

        Assert.Equal(isNews, At(state, 0).Events.OfType<IncidentDiagnosed>().Any());
    }

    [Fact]
    public void A_storm_is_over_when_it_has_been_less_for_five_minutes()
    {
        var state = Some.State() with { Storm = new Storm(3, 3, Some.Now - 1, Some.Now) };

        Assert.False(Storms.IsDue(state, Some.Now + 300 * Second - 1));
        Assert.True(Storms.IsDue(state, Some.Now + 300 * Second));
        Assert.False(Storms.IsDue(state with { Storm = new Storm(3, 3, Some.Now - 1, 0) }, Some.Now + 300 * Second));
    }

    /// <summary>It may become certain yet: nobody is called at once, not even of a death.</summary>
    [Fact]
    public void What_is_too_uncertain_is_waited_for_before_a_person_is_told()
    {
        var state = Some.Troubled(Some.FleetWith([Some.Policy()], Some.Recipe()), likely: 300).Dead(1);
        state = state with { Incidents = state.Incidents.SetItem("i1", state.Incidents["i1"] with { OpenedAt = Some.Now }) };

        Assert.Empty(At(state, 29 * Second).Events.OfType<IncidentEscalated>());
        var told = Assert.Single(At(state, 30 * Second).Events.OfType<IncidentEscalated>());
        Assert.Equal(ReasonCodes.NoneAdmitted, told.Reason.Code);
    }

    /// <summary>No recipe fits, which may pass; a death does not, whatever else is said of it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_death_for_which_no_recipe_fits_is_told_at_once(bool isDead)
    {
        var set = Some.FleetWith([Some.Policy() with { Remedies = ["break"] }], Some.Recipe("break", Disruption.Low, Verb.OpenBreaker));
        var state = Some.Troubled(set);
        if (isDead) state = state.Dead(1);
        state = state with { Incidents = state.Incidents.SetItem("i1", state.Incidents["i1"] with { OpenedAt = Some.Now }), Transient = state.Transient.Clear() };

        Assert.Equal(isDead, At(state, 0).Events.OfType<IncidentEscalated>().Any());
    }

    /// <summary>While nothing is worth its price the price is looked at with each second.</summary>
    [Fact]
    public void What_is_not_worth_its_price_is_weighed_again_each_second()
    {
        var state = Some.Troubled(Some.FleetWith([Some.Policy()], Some.Recipe(disruption: Disruption.High)), likely: 450);
        for (var i = 0; i < 4; i++) state = At(state, i).Next!;

        Assert.Equal(Some.Now + Second, state.AgendaOfThis()!.FirstDue);
    }

    private static Decision At(KernelState state, long after) =>
        Kernel.Decide(state, new Stamped(Some.Now + after, Actor.System("test"), new WokeUp("test")));
}
