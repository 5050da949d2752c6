using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;
using Prunella.Runtime.Loop;

namespace Prunella.Runtime.Tests.Loop;

/// <summary>What is rehearsed is what recipes in use ask for, each place once.</summary>
public sealed class RehearsalPlanTests
{
    private const long Minute = 60_000_000_000;
    private static readonly ServiceId Payments = new("payments");

    [Fact]
    public void Every_route_with_a_reply_and_every_instance_is_tried_as_often_as_its_most_impatient_recipe_asks()
    {
        var plan = RehearsalPlan.Of(Set(
            [Policy("p", "a", "b", "c")],
            Recipe("a", new Rehearsal(RehearsalKind.Reply, 10 * Minute, 30 * Minute, 2)),
            Recipe("b", new Rehearsal(RehearsalKind.Reply, 5 * Minute, 30 * Minute, 4)),
            Recipe("c", new Rehearsal(RehearsalKind.Peers, Minute, Minute, 1)),
            Recipe("unused", new Rehearsal(RehearsalKind.Reply, Minute, Minute, 9))));

        Assert.Equal(
            [
                new PlannedRehearsal(RehearsalKind.Reply, Subject.Parse("dependency/checkout>payments"), 5 * Minute, 4),
                new PlannedRehearsal(RehearsalKind.Peers, Subject.Parse("instance/payments/p-1"), Minute, 1),
                new PlannedRehearsal(RehearsalKind.Peers, Subject.Parse("instance/payments/p-2"), Minute, 1),
            ],
            plan);
    }

    [Fact]
    public void Nothing_is_tried_that_no_recipe_asks_for_or_no_policy_covers()
    {
        Assert.Empty(RehearsalPlan.Of(Set([Policy("p", "a")], Recipe("a", null))));
        var only = Policy("p", "a") with { Selection = new Selection([Payments], [new InstanceId(Payments, "p-2")]) };
        var plan = RehearsalPlan.Of(Set([only], Recipe("a", new Rehearsal(RehearsalKind.Peers, Minute, Minute, 1))));
        Assert.Equal("instance/payments/p-2", Assert.Single(plan).Subject.Text);
    }

    private static PolicySet Set(IReadOnlyList<Policy> policies, params Recipe[] recipes) => new(
        FleetRules.Default,
        [new ServiceRules(Payments, StateKind.None, false, "edge", [Instance("p-1"), Instance("p-2")])],
        [
            new DependencyRules(new DependencyId(new ServiceId("checkout"), Payments), "edge", true, false, 0),
            new DependencyRules(new DependencyId(new ServiceId("cart"), Payments), "edge", false, false, 0),
            new DependencyRules(new DependencyId(new ServiceId("pos"), Payments), "", true, false, 0),
        ],
        policies, recipes);

    private static InstanceRules Instance(string name) => new(new InstanceId(Payments, name), Place.Unknown, false);

    private static Policy Policy(string name, params string[] remedies) => new(
        name, Payments, null, remedies, new GuardrailRules(340, 500, 0, Minute, new ActionBudget(6, Minute), 0), Mode.Act, "", "");

    private static Recipe Recipe(string name, Rehearsal? rehearsal) => new(
        name, [FaultKind.Slow], 500, RecipeTarget.Route, [new RecipeStep(Verb.ServeFallback, 0)], 500, Minute, 0, 2 * Minute, Minute, OnHealerLoss.Lapse, Disruption.Low)
    {
        Rehearsal = rehearsal,
    };
}
