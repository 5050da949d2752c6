using Prunella.Contracts;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests.Guardrails;

/// <summary>Keeps the promise that a missing signal is never mass failure, and that too little sight means no action.</summary>
public sealed class DoubtTests
{
    private static readonly CorrelatedFailureGuardrail Correlated = new();
    private static readonly CoverageGuardrail Coverage = new();

    [Fact]
    public void Lets_pass_while_half_of_a_service_looks_well() =>
        Assert.Null(Correlated.Check(Some.Proposal(), Some.State(Some.Fleet(4)).Bad(1, 2), Some.Now));

    [Fact]
    public void Vetoes_when_most_of_a_service_looks_bad() =>
        Assert.Equal(
            Reason.Of(ReasonCodes.CorrelatedFailure, ("bad", "3"), ("of", "4")),
            Correlated.Check(Some.Proposal(), Some.State(Some.Fleet(4)).Bad(1, 2, 3), Some.Now));

    [Fact]
    public void Vetoes_when_two_zones_look_bad_although_most_instances_are_well() =>
        // Zones by number modulo four: z1 holds 1, 5, 9, and z2 holds 2, 6, 10; two bad of three in each.
        Assert.NotNull(Correlated.Check(Some.Proposal(), Some.State(Some.Fleet(12, 4)).Bad(1, 5, 2, 6), Some.Now));

    [Fact]
    public void One_bad_zone_is_no_shared_cause() =>
        Assert.Null(Correlated.Check(Some.Proposal(), Some.State(Some.Fleet(12, 4)).Bad(1, 5, 9), Some.Now));

    /// <summary>Two services with two instances each in z0 and z1, and three in z2, where the target is.</summary>
    [Theory]
    [InlineData(new[] { 1, 2 }, new[] { 1 }, null)]
    [InlineData(new[] { 1, 2, 3, 4 }, new[] { 1, 3 }, "z0")]
    [InlineData(new[] { 3, 5, 6 }, new[] { 5, 6 }, "z2")]
    public void A_zone_in_which_several_services_look_bad_is_suspected_and_two_of_them_everywhere(int[] checkout, int[] payments, string? zone)
    {
        string[] places = ["z0", "z0", "z1", "z1", "z2", "z2", "z2"];
        var set = Some.Fleet();
        ServiceRules Spread(ServiceRules s) => s with { Instances = [.. places.Select((z, i) => new InstanceRules(Some.Instance(i + 1, s.Id), new Place("local", z, ""), true))] };
        var state = Some.State(set with { Services = [.. set.Services.Select(Spread)] }).Bad(checkout)
            .With([.. payments.Select(i => Some.Verdict(Subject.Of(Some.Instance(i, Some.Payments)), Health.Unhealthy))]);

        var veto = Correlated.Check(Some.Proposal(7), state, Some.Now);

        Assert.Equal(zone is null ? null : Reason.Of(ReasonCodes.ZoneFailure, ("zone", zone)), veto);
    }

    [Fact]
    public void Lets_the_dead_be_started_again_whatever_the_others_look_like() =>
        Assert.Null(Correlated.Check(Some.Proposal(), Some.State().Bad(2, 3).Dead(1), Some.Now));

    [Fact]
    public void Leaves_routes_alone()
    {
        var route = Some.Proposal() with { Target = Subject.Of(new DependencyId(Some.Checkout, Some.Payments)) };

        Assert.Null(Correlated.Check(route, Some.State().Bad(1, 2, 3), Some.Now));
    }

    [Fact]
    public void Denies_when_it_knows_no_instances() =>
        Assert.NotNull(Correlated.Check(Some.Proposal(), KernelState.Empty, Some.Now));

    [Fact]
    public void Vetoes_what_nobody_complains_of_any_more() =>
        Assert.NotNull(Coverage.Check(Some.Proposal(), Some.State(), Some.Now));

    [Fact]
    public void Pushed_telemetry_alone_permits_low_disruption() =>
        Assert.Null(Coverage.Check(Some.Proposal(), ByTelemetry(), Some.Now));

    [Fact]
    public void Pushed_telemetry_alone_permits_nothing_above_low() =>
        Assert.NotNull(Coverage.Check(Some.Proposal(recipe: Some.Recipe("restart", Disruption.Medium, Verb.Restart)), ByTelemetry(), Some.Now));

    [Fact]
    public void A_second_kind_of_witness_permits_more() =>
        Assert.Null(Coverage.Check(
            Some.Proposal(recipe: Some.Recipe("restart", Disruption.Medium, Verb.Restart)), ByTelemetry().Bad(1), Some.Now));

    [Fact]
    public void Positive_evidence_of_death_is_no_missing_signal()
    {
        var blind = Blind(Some.State().Dead(1));

        Assert.Null(Coverage.Check(Some.Proposal(), blind, Some.Now));
    }

    [Fact]
    public void Vetoes_when_every_witness_has_fallen_silent() =>
        Assert.NotNull(Coverage.Check(Some.Proposal(), Blind(Some.State().Bad(1)), Some.Now));

    private static KernelState ByTelemetry() =>
        Some.State().With(Some.Verdict(Subject.Of(Some.Instance(1)), Health.Unhealthy, "error-ratio", Witness.Telemetry));

    private static KernelState Blind(KernelState state)
    {
        var subject = Subject.Of(Some.Instance(1));
        return state with { Coverage = state.Coverage.SetItem(subject.Text, new Coverage(subject, Witness.None, Witness.Gateway)) };
    }
}
