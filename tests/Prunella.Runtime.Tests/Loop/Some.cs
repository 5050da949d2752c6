using Prunella.Contracts;
using Prunella.Kernel;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;

namespace Prunella.Runtime.Tests.Loop;

/// <summary>Small true things for tests.</summary>
internal static class Some
{
    public const long Second = 1_000_000_000;

    /// <summary>2026-09-21 14:13:20 UTC.</summary>
    public const long Start = 1_790_000_000_000_000_000;

    public static readonly ServiceId Shop = new("shop");

    public static InstanceId Instance(string name = "shop-1") => new(Shop, name);

    public static RemediationOrder Order(
        string id = "3f9a01c2.e1.i1.r1.s1",
        long epoch = 1,
        string actuator = "process",
        string instance = "shop-1",
        long expires = Start + 3600 * Second) =>
        new(id, FleetId.Default, epoch, Verb.Restart, Subject.Of(Instance(instance)), actuator, 0, 0, expires);

    public static Decision Nothing(params Reason[] reasons) => new([], [], reasons);

    /// <summary>The decision to send an order, with its intent.</summary>
    public static Decision ToSend(RemediationOrder order, long at, bool renewal = false) =>
        new([new OrderIssued("i1.r1", order, renewal, "", at)], [new SendOrder(order)], []);

    public static Verdict Verdict(
        string instance, Health health, FaultKind fault = FaultKind.Unknown, bool positive = false, long since = Start) =>
        new(
            Subject.Of(Instance(instance)), SignalKind.Errors, "probe", "", health, health == Health.Unhealthy ? 980 : 900,
            health == Health.Unhealthy ? Direction.Up : Direction.None, since, fault, Witness.Probe, positive, new Evidence(1000, 0, 1, 3, 3, 4000));

    public static SuspectRanking Ranking(string instance, FaultKind fault, int probability = 930) => new(
        [new Suspect(Subject.Of(Instance(instance)), fault, probability, "its process is gone, the others answer")],
        [],
        false,
        [Shop]);

    /// <summary>Three supervised instances; a crashed one is restarted.</summary>
    public static PolicySet Policies() => new(
        FleetRules.Default,
        [new ServiceRules(Shop, StateKind.None, false, "edge", [.. new[] { "shop-1", "shop-2", "shop-3" }.Select((n, i) => new InstanceRules(Instance(n), new Place("local", $"z{i % 2 + 1}", ""), true))])],
        [],
        [new Policy("shop-heal", Shop, null, ["restart"], new GuardrailRules(340, 500, 0, 30 * Second, new ActionBudget(6, 3600 * Second), Second), Mode.Act, "us", "")],
        [new Recipe("restart", [FaultKind.Crash], 500, RecipeTarget.Instance, [new RecipeStep(Verb.Restart, 0)], 500, 20 * Second, Second, 0, 0, OnHealerLoss.Hold, Disruption.Medium)]);

    public static Stamped Stamped(KernelInput input, long at = Start) => new(at, Actor.System("test"), input);
}
