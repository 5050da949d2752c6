using Prunella.Kernel.Events;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests.Recipes;

/// <summary>A recipe leans on a rehearsal that passed and is not too old, and on one of a moment ago when it is done.</summary>
public sealed class RehearsalTests
{
    private const long Second = Some.Second;
    private const long MaxAge = 180 * Second;
    private const int LastLook = 3;
    private static readonly Recipe Eject = Some.Recipe() with { Rehearsal = new Rehearsal(RehearsalKind.Peers, 60 * Second, MaxAge, 3) };
    private static readonly Proposal Proposal = Some.Proposal(recipe: Eject);

    [Fact]
    public void What_was_never_tried_or_failed_is_not_leant_on()
    {
        Assert.Equal(ReasonCodes.NeverRehearsed, Unmet(null, Some.Now));
        Assert.Equal(ReasonCodes.NeverRehearsed, Unmet(Rehearsed.Never with { AskedAt = Some.Now }, Some.Now));
        Assert.Equal(ReasonCodes.RehearsalFailed, Unmet(new Rehearsed(false, "", Some.Now, 0), Some.Now));
    }

    [Fact]
    public void Its_word_counts_as_long_as_the_recipe_says_and_not_longer()
    {
        Assert.Null(Unmet(Passed(Some.Now), Some.Now + MaxAge));
        Assert.Equal(ReasonCodes.RehearsalStale, Unmet(Passed(Some.Now), Some.Now + MaxAge + 1));
    }

    [Fact]
    public void No_answer_within_five_seconds_is_a_failure()
    {
        var asked = Passed(Some.Now) with { AskedAt = Some.Now + Second };

        Assert.Null(Unmet(asked, Some.Now + 6 * Second - 1));
        Assert.Equal(ReasonCodes.RehearsalFailed, Unmet(asked, Some.Now + 6 * Second));
        // Asked for and answered in the same moment.
        Assert.Null(Unmet(Passed(Some.Now) with { AskedAt = Some.Now }, Some.Now + 60 * Second));
    }

    [Fact]
    public void What_is_known_for_ten_seconds_is_known_now()
    {
        Assert.Empty(Asked(Passed(Some.Now - 10 * Second)).OfType<RehearsalAsked>());
        Assert.Single(Asked(Passed(Some.Now - 10 * Second)).OfType<RemediationProposed>());
        Assert.Single(Asked(Passed(Some.Now - 10 * Second - 1)).OfType<RehearsalAsked>());
        Assert.Empty(Asked(Passed(Some.Now - 10 * Second - 1)).OfType<RemediationProposed>());
    }

    [Fact]
    public void It_is_asked_for_once_and_the_remedy_waits_for_the_answer()
    {
        var waiting = Asked(Passed(Some.Now - 20 * Second) with { AskedAt = Some.Now - Second });

        Assert.Empty(waiting.OfType<RehearsalAsked>());
        Assert.Empty(waiting.OfType<RemediationProposed>());
        Assert.Single(Asked(Passed(Some.Now - 20 * Second) with { AskedAt = Some.Now - 20 * Second }).OfType<RehearsalAsked>());
    }

    /// <summary>The remedy is only suggested, so that only time changes what is said of it.</summary>
    [Fact]
    public void The_incident_is_looked_at_when_the_last_word_becomes_too_old_or_no_answer_has_come()
    {
        Assert.Equal(Some.Now - 30 * Second + MaxAge + 1, Due(Passed(Some.Now - 30 * Second)));
        Assert.Equal(Some.Now + LastLook + 1, Due(Passed(Some.Now + LastLook - MaxAge)));
        Assert.Equal(long.MaxValue, Due(Passed(Some.Now - 1 - MaxAge)));
        Assert.Equal(Some.Now + 4 * Second, Due(Passed(Some.Now - 30 * Second) with { AskedAt = Some.Now - Second }));
        Assert.Equal(Some.Now - 2 * Second + MaxAge + 1, Due(Passed(Some.Now - 2 * Second) with { AskedAt = Some.Now - 2 * Second }));
    }

    private static Rehearsed Passed(long at) => new(true, "", at, 0);

    private static string? Unmet(Rehearsed? last, long at) => Rehearsals.Unmet(With(Some.State(), last), Proposal, at)?.Code;

    private static KernelState With(KernelState state, Rehearsed? last) => last is null
        ? state
        : state with { Rehearsals = state.Rehearsals.SetItem(Rehearsals.Key(RehearsalKind.Peers, Proposal.Target), last) };

    private static IReadOnlyList<KernelEvent> Asked(Rehearsed last) =>
        Kernel.Decide(With(Some.Troubled(Some.FleetWith([Some.Policy()], Eject)), last), At(0)).Events;

    private static long Due(Rehearsed last)
    {
        var state = With(Some.Troubled(Some.FleetWith([Some.Policy() with { Mode = Mode.Suggest }], Eject)), last);
        for (var i = 0; i <= LastLook; i++) state = Kernel.Decide(state, At(i)).Next!;
        return state.AgendaOfThis()!.FirstDue;
    }

    private static Stamped At(int nanos) => new(Some.Now + nanos, Actor.System("test"), new WokeUp("test"));
}
