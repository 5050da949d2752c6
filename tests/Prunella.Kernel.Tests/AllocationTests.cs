using Prunella.Contracts;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests;

/// <summary>What an input costs is counted in bytes, which a busy machine does not change: little, and hardly more in a
/// large fleet, although trouble is open elsewhere.</summary>
public sealed class AllocationTests
{
    private const int Inputs = 400;

    [Fact]
    public void A_report_about_a_healthy_service_costs_little_beside_open_trouble() =>
        Assert.InRange(BytesPerInput(services: 100), 500, 3_000);

    [Fact]
    public void It_costs_at_most_half_as_much_again_in_a_fleet_a_hundred_times_as_large() =>
        Assert.InRange(BytesPerInput(services: 10_000) / BytesPerInput(services: 100), 0, 1.5);

    private static double BytesPerInput(int services)
    {
        var fleet = Fleet(services);
        var state = InTrouble(fleet);
        var at = Some.Now + 60 * Some.Second;
        Stamped[] inputs =
        [
            .. Enumerable.Range(0, Inputs).Select(i => new Stamped(at + i * Some.Second / 1000, Actor.System("test"),
                new VerdictsReported([Well(fleet.Services[20 + i * 7 % (services - 20)].Instances[i % 3].Id, i)], []))),
        ];
        // Once to be compiled, once to be counted.
        Decide(state, inputs);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Decide(state, inputs);
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Inputs;
    }

    private static void Decide(KernelState state, Stamped[] inputs)
    {
        foreach (var input in inputs) state = Kernel.Decide(state, input).Next!;
    }

    /// <summary>Ten open incidents that nothing can be done about; a person has been told.</summary>
    private static KernelState InTrouble(PolicySet fleet)
    {
        var state = Told(KernelState.Empty, Some.Now, new LoopStarted("3f9a01c2", 1));
        state = Told(state, Some.Now, new PolicySetOffered("h", fleet));
        state = Told(state, Some.Now, new VerdictsReported([.. fleet.Services.SelectMany(s => s.Instances).Select(i => Well(i.Id, 0))], []));
        for (var i = 0; i < 10; i++)
        {
            var bad = Some.Verdict(Subject.Of(fleet.Services[i].Instances[0].Id), Health.Unhealthy);
            state = Told(state, Some.Now + 10 * Some.Second, new VerdictsReported([bad], []));
        }
        for (var i = 0; i < 5; i++) state = Told(state, Some.Now + (50 + i) * Some.Second, new WokeUp("alone/"));
        Assert.Equal(10, state.Incidents.Count);
        return state;
    }

    private static KernelState Told(KernelState state, long at, KernelInput body) =>
        Kernel.Decide(state, new Stamped(at, Actor.System("test"), body)).Next!;

    private static Verdict Well(InstanceId instance, int confidence) =>
        Some.Verdict(Subject.Of(instance), Health.Healthy, "probe", Witness.Probe) with { ConfidencePerMille = confidence % 1000 };

    private static PolicySet Fleet(int services)
    {
        ServiceRules[] rules = [.. Enumerable.Range(0, services).Select(Service)];
        return Some.Fleet() with
        {
            Services = rules,
            Dependencies = [],
            Policies = [Some.Policy() with { Service = rules[0].Id, Selection = new Selection([.. rules.Select(r => r.Id)]) }],
        };
    }

    private static ServiceRules Service(int number)
    {
        var id = new ServiceId($"service-{number:00000}");
        return new ServiceRules(id, StateKind.None, false, "edge",
            [.. Enumerable.Range(1, 3).Select(i => new InstanceRules(Some.Instance(i, id), new Place("local", $"z{i}", ""), true))]);
    }
}
