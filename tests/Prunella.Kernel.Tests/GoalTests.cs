using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests;

/// <summary>Of several goals for one trouble the nearest counts, and a person is told when it is missed, not before.</summary>
public sealed class GoalTests
{
    [Theory]
    [InlineData(5, 9, "a")]
    [InlineData(9, 5, "b")]
    [InlineData(5, 5, "a")]
    public void The_nearest_goal_counts_and_of_equals_the_first_by_name(int a, int b, string told)
    {
        var state = Troubled(Of("b", b), Of("a", a));

        Assert.DoesNotContain(At(state, 5 * Some.Second - 1).Events, e => e is IncidentEscalated);
        var escalated = Assert.Single(At(state, 5 * Some.Second).Events.OfType<IncidentEscalated>());
        Assert.Equal(Reason.Of(ReasonCodes.GoalMissed, ("policy", told), ("seconds", "5")), escalated.Reason);
    }

    [Fact]
    public void Before_that_a_wake_up_is_asked_for() => Assert.Contains(
        At(Troubled(Of("a", 5)), 0).Effects.OfType<Effects.WakeAt>(), w => w == new Effects.WakeAt(Some.Now + 5 * Some.Second, "goal/i1"));

    [Fact]
    public void Without_a_goal_nobody_is_told_of_one() =>
        Assert.DoesNotContain(At(Troubled(Of("a", 5) with { Goal = null }), 10 * Some.Second).Events, e => e is IncidentEscalated);

    private static Policy Of(string name, int seconds) =>
        Some.Policy(name) with { Remedies = [], Goal = new RecoveryGoal(seconds * Some.Second, 0) };

    private static KernelState Troubled(params Policy[] policies)
    {
        var state = Some.Troubled(Some.FleetWith(policies, Some.Recipe()));
        return state with { Incidents = state.Incidents.SetItem("i1", state.Incidents["i1"] with { OpenedAt = Some.Now }) };
    }

    private static Decision At(KernelState state, long after) =>
        Kernel.Decide(state, new Stamped(Some.Now + after, Actor.System("timer"), new WokeUp("test")));
}
