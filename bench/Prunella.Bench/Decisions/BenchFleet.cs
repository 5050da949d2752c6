using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;

namespace Prunella.Bench.Decisions;

/// <summary>A fleet to decide about: services of ten instances behind a gateway, each calling the next.</summary>
internal sealed class BenchFleet
{
    private const long Second = ManualTime.Second;
    private const int PerService = 10;

    public BenchFleet(int instances)
    {
        ServiceRules[] services = [.. Enumerable.Range(0, instances / PerService).Select(Service)];
        Policies = new PolicySet(
            new FleetRules(FleetId.Default, 2, new ActionBudget(60, 3600 * Second), ["edge"]),
            services,
            [.. services.Zip(services.Skip(1)).Select(pair => new DependencyRules(
                new DependencyId(pair.First.Id, pair.Second.Id), "edge", true, true, 2 * Second))],
            [.. services.Select(s => new Policy(
                s.Id.Name, s.Id, null, ["eject", "restart"],
                new GuardrailRules(340, 500, 0, Second, new ActionBudget(30, 3600 * Second), 300_000_000),
                Mode.Act, "bench", ""))],
            [
                Recipe("eject", Verb.Eject, Disruption.Low, FaultKind.Slow, FaultKind.Errors),
                Recipe("restart", Verb.Restart, Disruption.Medium, FaultKind.Crash),
            ]);
        Instances = [.. services.SelectMany(s => s.Instances).Select(i => i.Id)];
    }

    public PolicySet Policies { get; }

    public InstanceId[] Instances { get; }

    private static ServiceRules Service(int number)
    {
        var id = new ServiceId($"service-{number:000}");
        return new ServiceRules(id, StateKind.None, false, "edge",
            [.. Enumerable.Range(0, PerService).Select(i => new InstanceRules(
                new InstanceId(id, $"{id}-{i}"), new Place("local", "z" + i % 2, "h" + i), true))]);
    }

    private static Recipe Recipe(string name, Verb verb, Disruption disruption, params FaultKind[] faults) => new(
        name, faults, 400, RecipeTarget.Instance, [new RecipeStep(verb, 0)], 500, 20 * Second, Second,
        verb == Verb.Eject ? 30 * Second : 0, 1800 * Second, OnHealerLoss.Lapse, disruption);
}
