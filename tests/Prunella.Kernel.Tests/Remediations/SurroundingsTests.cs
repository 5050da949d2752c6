using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests.Remediations;

/// <summary>Who is compared with the treated has had the same trouble and nothing to do with the treatment; who might be hurt
/// by it is watched.</summary>
public sealed class SurroundingsTests
{
    private static readonly Subject Route = Subject.Of(new DependencyId(Some.Checkout, Some.Payments));

    [Fact]
    public void For_a_route_the_other_callers_are_compared() =>
        Assert.Equal("OtherCallers: orders search", Controls(On(Route), "checkout>payments", "search>payments", "orders>payments"));

    [Theory]
    [InlineData(FaultKind.Overload)]
    [InlineData(FaultKind.RetryStorm)]
    [InlineData(FaultKind.SaturationCpu)]
    [InlineData(FaultKind.SaturationMemory)]
    [InlineData(FaultKind.SaturationDisk)]
    [InlineData(FaultKind.SaturationPool)]
    public void Whom_the_remedy_relieves_as_well_is_not_compared(FaultKind fault) =>
        Assert.Equal("Trend: ", Controls(On(Route) with { Fault = fault }, "checkout>payments", "search>payments"));

    /// <summary>What happens to one happens to the other: front calls the treated, by way of the middle.</summary>
    [Fact]
    public void Who_calls_the_treated_by_however_many_steps_or_is_called_by_it_is_not_compared()
    {
        Assert.Equal("OtherCallers: search", Controls(On(Route), "checkout>payments", "front>middle", "middle>front", "middle>checkout", "front>payments", "search>payments"));
        Assert.Equal("OtherCallers: search", Controls(On(Route), "checkout>payments", "checkout>middle", "middle>orders", "orders>payments", "search>payments"));
    }

    [Fact]
    public void Who_is_treated_himself_is_not_compared_unless_that_only_waits()
    {
        string[] edges = ["checkout>payments", "orders>payments", "search>payments", "mail>payments"];
        KernelState Beside(RemediationState at) => Fleet(edges)
            .Busy("i2.r1", Subject.Of(Some.Instance(1, new ServiceId("search"))), at)
            .Busy("i3.r1", Subject.Of(new DependencyId(new ServiceId("orders"), new ServiceId("stock"))), at)
            .Busy("i1.r1", Route);

        Assert.Equal("OtherCallers: mail", Controls(Beside(RemediationState.Verifying), On(Route)));
        Assert.Equal("OtherCallers: mail orders search", Controls(Beside(RemediationState.Proposed), On(Route)));
    }

    [Fact]
    public void Otherwise_services_with_a_symptom_of_the_same_kind_are_compared()
    {
        var state = Troubled(
            Fleet(), Symptom("checkout", SignalKind.Latency), Symptom("search", SignalKind.Latency), Symptom("mail", SignalKind.Errors),
            Some.Verdict(Subject.Of(new DependencyId(new ServiceId("front"), new ServiceId("orders"))), Health.Unhealthy));

        Assert.Equal("OtherServices: search", Controls(state, On(Subject.Of(Some.Instance(1)))));
    }

    [Fact]
    public void No_more_than_eight_are_compared()
    {
        string[] callers = [.. Enumerable.Range(1, 9).Select(i => $"c{i}")];

        Assert.Equal(
            "OtherCallers: " + string.Join(' ', callers.Take(8)), Controls(On(Route), ["checkout>payments", .. callers.Select(c => c + ">payments")]));
    }

    [Fact]
    public void Callers_callees_and_siblings_of_an_instance_may_be_hurt() => Assert.Equal(
        Ordered("service/front", "service/payments", "instance/checkout/i-2", "instance/checkout/i-3"),
        Neighbours(Fleet("front>checkout", "checkout>payments", "search>payments"), Subject.Of(Some.Instance(1))));

    [Fact]
    public void Of_a_route_the_callee_and_its_other_callers_may_be_hurt() => Assert.Equal(
        Ordered("service/front", "service/payments", "service/search"),
        Neighbours(Fleet("front>checkout", "checkout>payments", "search>payments"), Route));

    [Fact]
    public void Of_a_whole_service_nobody_within_and_of_a_zone_those_outside_may_be_hurt()
    {
        Assert.Equal(Ordered("service/payments"), Neighbours(Fleet("checkout>payments"), Subject.Of(Some.Checkout)));
        var zones = Some.State(Some.Fleet(4, zones: 2));
        Assert.Equal(
            Ordered("service/payments", "instance/checkout/i-2", "instance/checkout/i-4"), Neighbours(zones, Subject.OfZone(Some.Checkout, "z1")));
    }

    [Fact]
    public void Who_is_compared_is_not_watched_and_no_more_than_thirty_two_are()
    {
        var state = Fleet("front>checkout", "checkout>payments");
        Assert.Equal(
            Ordered("service/front", "instance/checkout/i-2", "instance/checkout/i-3"),
            Neighbours(state, Subject.Of(Some.Instance(1)), Subject.Of(Some.Payments)));

        Assert.Equal(32, Neighbours(Some.State(Some.Fleet(40)), Subject.Of(Some.Instance(1))).Length);
    }

    private static string Controls(Remediation r, params string[] edges) => Controls(Fleet(edges), r);

    private static string Controls(KernelState state, Remediation r)
    {
        var (by, who) = Surroundings.Controls(state, r, Some.Checkout);
        return $"{by}: {string.Join(' ', who.Select(w => w.Service))}";
    }

    private static string[] Neighbours(KernelState state, Subject target, params Subject[] controls) =>
        [.. Surroundings.Neighbours(state, On(target), Some.Checkout, [.. controls]).Select(s => s.Text)];

    private static string[] Ordered(params string[] subjects) => [.. subjects.Select(Subject.Parse).Order().Select(s => s.Text)];

    private static Remediation On(Subject target) => Some.State().Busy("i1.r1", target).Remediations["i1.r1"];

    /// <summary>With these edges; checkout is in trouble.</summary>
    private static KernelState Fleet(params string[] edges)
    {
        var set = Some.Fleet() with { Dependencies = [.. edges.Select(e => new DependencyRules(DependencyId.Parse(e), "edge", true, true, 0))] };
        return Troubled(Some.State(set), Symptom("checkout", SignalKind.Latency));
    }

    private static Verdict Symptom(string service, SignalKind signal) =>
        Some.Verdict(Subject.Of(new ServiceId(service)), Health.Unhealthy) with { Signal = signal };

    private static KernelState Troubled(KernelState state, params Verdict[] symptoms) => state with
    {
        Incidents = state.Incidents.SetItem("i1", Some.Incident() with
        {
            Symptoms = symptoms.Aggregate(State.Ordered.Map<Verdict>(), (map, s) => map.SetItem(VerdictKey.Whole(s), s)),
        }),
    };
}
