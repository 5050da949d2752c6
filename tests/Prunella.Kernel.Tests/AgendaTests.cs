using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.State;
using Prunella.Kernel.Trust;

using WaitingCost = Prunella.Kernel.Choosing.Waiting;

namespace Prunella.Kernel.Tests;

/// <summary>An incident about which nothing is done is looked at again when what was said of its remedies may change with
/// time alone, and not before.</summary>
public sealed class AgendaTests
{
    private const long Hour = 3_600 * Some.Second;
    private const long Minute = 60 * Some.Second;
    private const int LastLook = 3;

    [Fact]
    public void Nothing_that_changes_with_time_is_never_due() => Assert.Equal(long.MaxValue, DueOf(Waiting()));

    [Fact]
    public void A_unit_of_the_fleets_budget_comes_back() =>
        Assert.Equal(Some.Now - 10 + Hour, DueOf(Waiting(policyPer: 3 * Hour) with { Spent = [new Spent("other", Some.Now - 10)] }));

    [Fact]
    public void A_unit_of_the_policys_budget_comes_back() =>
        Assert.Equal(Some.Now - 10 + Hour / 2, DueOf(Waiting(policyPer: Hour / 2) with { Spent = [new Spent("other", Some.Now - 10)] }));

    [Fact]
    public void A_unit_that_is_back_already_is_not_waited_for() =>
        Assert.Equal(long.MaxValue, DueOf(Waiting() with { Spent = [new Spent("other", Some.Now - Hour + LastLook)] }));

    [Fact]
    public void A_failure_is_forgotten() =>
        Assert.Equal(Some.Now - 10 + Hour, DueOf(Waiting() with { Failures = [new RecipeFailure("eject", "instance/checkout/i-2", Some.Now - 10)] }));

    [Fact]
    public void The_first_of_several_failures_is_forgotten_first()
    {
        RecipeFailure[] failures = [new("eject", "instance/checkout/i-2", Some.Now - 20), new("eject", "instance/checkout/i-3", Some.Now - 10)];

        Assert.Equal(Some.Now - 20 + Hour, DueOf(Waiting() with { Failures = [.. failures] }));
    }

    [Fact]
    public void Earned_trust_expires()
    {
        var state = Waiting(mode: Mode.Act);
        var set = state.Policies.Set;
        var index = new PolicyIndex(set with { Fleet = set.Fleet with { Trust = TrustRule.Earned } });
        var record = new TrustRecord(
            "checkout", Some.Checkout, "eject", FaultKind.Slow, Fingerprint.Of(index, set.Policies[0], set.Recipes[0], Some.Checkout), 0, 1, Some.Now - 5);
        var key = TrustRecord.Key("checkout", Some.Checkout, "eject", FaultKind.Slow);

        Assert.Equal(Some.Now - 5 + TrustRecord.LifeNanos, DueOf(state with { Policies = index, Trust = state.Trust.Add(key, record) }));
    }

    /// <summary>Of two policies for one service each one's windows hold for both.</summary>
    [Fact]
    public void Another_policys_window_begins_or_ends_with_a_minute()
    {
        var other = Some.Policy("other", g => g with { FreezeWindows = [new FreezeWindow("w", null, 0, 1, 0, 0, null)] }) with { Mode = Mode.Suggest };
        var set = Some.Fleet(3, 1, Some.Policy() with { Mode = Mode.Suggest }, other);

        Assert.Equal((Some.Now / Minute + 1) * Minute, DueOf(Some.Troubled(set)));
    }

    /// <summary>While one remedy waits for a person, the pause of another ends: then that one may be the better.</summary>
    [Fact]
    public void The_grounds_of_what_waits_for_a_person_change_with_time()
    {
        Recipe[] recipes = [Some.Recipe(), Some.Recipe("restart", Disruption.Medium, Verb.Restart)];
        var set = Some.FleetWith([Some.Policy() with { Mode = Mode.Approve, Remedies = ["eject", "restart"] }], recipes);
        var state = Some.Troubled(set);
        var paused = state with { Targets = state.Targets.Add("instance/checkout/i-1", new TargetHistory(Some.Now - 1, "restart", 0)) };

        Assert.Equal(Some.Now - 1 + 10 * Some.Second, DueOf(paused));
    }

    [Fact]
    public void A_pause_ends()
    {
        var state = Waiting();
        var paused = state with { Targets = state.Targets.Add("instance/checkout/i-1", new TargetHistory(Some.Now - 1, "eject", 1)) };

        Assert.Equal(Some.Now - 1 + 20 * Some.Second, DueOf(paused));
    }

    [Fact]
    public void A_window_begins_or_ends_with_a_minute() =>
        Assert.Equal((Some.Now / Minute + 1) * Minute, DueOf(Waiting(window: true)));

    [Fact]
    public void A_record_fades_with_each_hour()
    {
        var state = Waiting();
        var recipe = state.Policies.Set.Recipes[0];
        var record = EfficacyRecord.Begin(recipe.Name, Deeds.Of(recipe), FaultKind.Slow, "none/medium", Some.Now - Hour - 5) with { Successes = 1_000_000 };
        var key = EfficacyRecord.Key(recipe.Name, Deeds.Of(recipe), FaultKind.Slow, "none/medium");

        Assert.Equal(Some.Now - 5 + Hour, DueOf(state with { Records = state.Records.Add(key, record) }));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 1)]
    [InlineData(999, 1)]
    [InlineData(1000, 2)]
    [InlineData(2500, 3)]
    public void What_waiting_costs_grows_with_each_second(long afterMillis, long seconds) => Assert.Equal(
        Some.Now + seconds * Some.Second, WaitingCost.NextChange(Some.Incident(), Some.Now + afterMillis * Some.Second / 1000));

    [Fact]
    public void What_is_held_is_looked_at_when_it_has_been_held_long_enough_or_an_order_expires()
    {
        var held = Held();
        Assert.Equal(Some.Now - 5 + 300 * Some.Second, DueOf(held));

        var order = new RemediationOrder("o1", FleetId.Default, 1, Verb.Restart, Some.Proposal().Target, "process", 0, 0, Some.Now + 7);
        var open = held.Remediations["i1.r1"] with { Orders = [new IssuedOrder(order, 0, null, "", false, Some.Now - 1)] };
        Assert.Equal(Some.Now + 7, DueOf(held with { Remediations = held.Remediations.SetItem("i1.r1", open) }));
    }

    [Fact]
    public void What_is_carried_out_is_looked_at_with_every_input()
    {
        var held = Held();
        var unknown = held.Remediations["i1.r1"] with { State = RemediationState.Unknown };

        Assert.Equal(0, DueOf(held with { Remediations = held.Remediations.SetItem("i1.r1", unknown) }));
    }

    [Fact]
    public void An_event_that_is_folded_elsewhere_drops_the_agenda()
    {
        var state = Kernel.Decide(Waiting(), Input(0)).Next!;
        Assert.NotNull(state.AgendaOfThis());

        Assert.Null(Kernel.Evolve(state, new Frozen("api", "ada", "", Some.Now), _ => PolicySet.Empty).AgendaOfThis());
        Assert.Null((state with { JournalBirth = "00000000" }).AgendaOfThis());
    }

    /// <summary>Its only remedy is one that is only suggested, and a person has been told so.</summary>
    private static KernelState Waiting(long policyPer = Hour, bool window = false, Mode mode = Mode.Suggest)
    {
        var policy = Some.Policy(change: g => g with
        {
            Budget = new ActionBudget(3, policyPer),
            FreezeWindows = window ? [new FreezeWindow("w", null, 0, 1, 0, 0, null)] : null,
        }) with
        { Mode = mode };
        return Some.Troubled(Some.Fleet(3, 1, policy));
    }

    private static KernelState Held()
    {
        var state = Waiting().Busy("i1.r1", Some.Proposal().Target, RemediationState.Holding);
        return state with { Remediations = state.Remediations.SetItem("i1.r1", state.Remediations["i1.r1"] with { HeldSince = Some.Now - 5 }) };
    }

    /// <summary>After a few looks, when all that is to be said of it has been said.</summary>
    private static long DueOf(KernelState state)
    {
        for (var i = 0; i <= LastLook; i++) state = Kernel.Decide(state, Input(i)).Next!;
        return state.AgendaOfThis()!.FirstDue;
    }

    private static Stamped Input(int nanos) => new(Some.Now + nanos, Actor.System("test"), new WokeUp("test"));
}
