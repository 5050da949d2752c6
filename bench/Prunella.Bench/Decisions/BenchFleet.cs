using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;

namespace Prunella.Bench.Decisions;

/// <summary>A fleet to decide about: services behind a gateway, each calling the next, each with a policy of its own or
/// all with a few between them.</summary>
internal sealed class BenchFleet
{
    private const long Second = ManualTime.Second;

    /// <summary>Of two zones each service's instances lie in both.</summary>
    private const int Zones = 2;

    public BenchFleet(int services, int perService, int policies)
    {
        ServiceRules[] rules = [.. Enumerable.Range(0, services).Select(number => Service(number, perService))];
        Services = [.. rules.Select(s => s.Id)];
        Policies = new PolicySet(
            new FleetRules(FleetId.Default, 2, new ActionBudget(240, 3600 * Second), ["edge"]),
            rules,
            [.. rules.Zip(rules.Skip(1)).Select(pair => new DependencyRules(
                new DependencyId(pair.First.Id, pair.Second.Id), "edge", true, true, 2 * Second))],
            [.. Services.Chunk(services / policies).Select(Policy)],
            [
                Recipe("eject", Verb.Eject, Disruption.Low, FaultKind.Slow, FaultKind.Errors),
                Recipe("restart", Verb.Restart, Disruption.Medium, FaultKind.Crash),
            ]);
        Instances = [.. rules.SelectMany(s => s.Instances).Select(i => i.Id)];
    }

    public PolicySet Policies { get; }

    public ServiceId[] Services { get; }

    public InstanceId[] Instances { get; }

    private static ServiceRules Service(int number, int instances)
    {
        var id = new ServiceId($"service-{number:0000}");
        return new ServiceRules(id, StateKind.None, false, "edge",
            [.. Enumerable.Range(0, instances).Select(i => new InstanceRules(
                new InstanceId(id, $"{id}-{i}"), new Place("local", "z" + i % Zones, "h" + i), true))]);
    }

    private static Policy Policy(ServiceId[] services) => new(
        services[0].Name, services[0], null, ["eject", "restart"],
        new GuardrailRules(340, 500, 0, Second, new ActionBudget(120, 3600 * Second), 300_000_000),
        Mode.Act, "bench", "")
    {
        Selection = services.Length == 1 ? null : new Selection(services),
    };

    private static Recipe Recipe(string name, Verb verb, Disruption disruption, params FaultKind[] faults) => new(
        name, faults, 400, RecipeTarget.Instance, [new RecipeStep(verb, 0)], 500, 20 * Second, Second,
        verb == Verb.Eject ? 30 * Second : 0, 1800 * Second, OnHealerLoss.Lapse, disruption);
}
