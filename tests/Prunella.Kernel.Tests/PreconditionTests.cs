using Prunella.Contracts;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests;

/// <summary>A recipe is used only where what it asks is known to be so; what nobody knows counts as not so.</summary>
public sealed class PreconditionTests
{
    [Theory]
    [InlineData(0, 1, "have=0 need=1")]
    [InlineData(1, 1, null)]
    [InlineData(1, 2, "have=1 need=2")]
    [InlineData(2, 2, null)]
    public void Peers_are_counted_without_the_target(int standing, int need, string? expected) =>
        Told(expected, Unmet(Standing(4, standing), ConditionKind.HealthyPeers, need));

    [Theory]
    [InlineData(1, 500, "have=1 need=2")]
    [InlineData(2, 500, null)]
    [InlineData(1, 334, "have=1 need=2")]
    [InlineData(1, 333, null)]
    [InlineData(0, 1, "have=0 need=1")]
    public void A_share_of_the_peers_is_rounded_up(int standing, int share, string? expected) =>
        Told(expected, Unmet(Standing(4, standing), ConditionKind.HealthyPeersShare, share));

    [Fact]
    public void Without_any_peer_no_share_of_them_stands() =>
        Told("have=0 need=1", Unmet(Standing(1, 0), ConditionKind.HealthyPeersShare, 100));

    [Fact]
    public void For_a_whole_service_all_its_instances_are_peers()
    {
        var proposal = Proposal(Subject.Of(Some.Checkout), new Condition(ConditionKind.HealthyPeers, 4));

        Assert.Null(Preconditions.Unmet(Some.State(Some.Fleet(4)), proposal));
        Assert.NotNull(Preconditions.Unmet(Some.State(Some.Fleet(4)).Bad(3), proposal));
    }

    [Fact]
    public void Who_is_out_does_not_stand()
    {
        var state = Some.State(Some.Fleet(3)) with { ReflexEjections = Ordered.Map<string>().Add("checkout/i-2", "edge") };

        Told("have=1 need=2", Unmet(state, ConditionKind.HealthyPeers, 2));
    }

    [Fact]
    public void A_process_is_supervised_or_not()
    {
        Assert.Null(Unmet(Some.State(), ConditionKind.Supervised));
        var loose = Changed(s => s with { Instances = [.. s.Instances.Select(i => i.Id.Name == "i-1" ? i with { Supervised = false } : i)] });
        Told("instance=checkout/i-1", Unmet(loose, ConditionKind.Supervised));
        Told("instance=checkout/i-1", Preconditions.Unmet(loose, Proposal(Subject.Of(Some.Checkout), new Condition(ConditionKind.Supervised, 0))));
        Told("instance=nobody", Preconditions.Unmet(loose, Proposal(Subject.Of(new ServiceId("nobody")), new Condition(ConditionKind.Supervised, 0))));
    }

    [Fact]
    public void A_gateway_is_the_services_or_the_routes()
    {
        Assert.Null(Unmet(Some.State(), ConditionKind.GatewayInFront));
        Told("service=checkout", Unmet(Changed(s => s with { Gateway = "" }), ConditionKind.GatewayInFront));
        Assert.Null(Preconditions.Unmet(Some.State(), OnRoute(ConditionKind.GatewayInFront)));
        Told("service=payments", Preconditions.Unmet(WithRoute(r => r with { Gateway = "" }), OnRoute(ConditionKind.GatewayInFront)));
    }

    [Fact]
    public void A_route_says_whether_it_has_a_reply_and_is_optional()
    {
        Assert.Null(Preconditions.Unmet(Some.State(), OnRoute(ConditionKind.FallbackDeclared)));
        Assert.Null(Preconditions.Unmet(Some.State(), OnRoute(ConditionKind.RouteOptional)));
        Is(ReasonCodes.NoFallback, "dependency=checkout>payments", Preconditions.Unmet(WithRoute(r => r with { HasFallback = false }), OnRoute(ConditionKind.FallbackDeclared)));
        Is(ReasonCodes.NotOptional, "dependency=checkout>payments", Preconditions.Unmet(WithRoute(r => r with { Optional = false }), OnRoute(ConditionKind.RouteOptional)));
        // An instance is no route: it has neither.
        Is(ReasonCodes.NoFallback, "dependency=instance/checkout/i-1", Unmet(Some.State(), ConditionKind.FallbackDeclared));
        Is(ReasonCodes.NotOptional, "dependency=instance/checkout/i-1", Unmet(Some.State(), ConditionKind.RouteOptional));
    }

    [Fact]
    public void All_that_is_called_must_be_seen_to_be_well()
    {
        Assert.Null(Unmet(Some.State(), ConditionKind.CalleesHealthy));
        var sick = Some.State().With(Some.Verdict(Subject.Of(Some.Instance(2, Some.Payments)), Health.Unhealthy));
        Told("callee=payments", Unmet(sick, ConditionKind.CalleesHealthy));
        var unseen = KernelState.Empty with { Policies = new PolicyIndex(Some.Fleet()) };
        Told("callee=payments", Unmet(unseen, ConditionKind.CalleesHealthy));
        // Payments calls nobody.
        Assert.Null(Preconditions.Unmet(unseen, Proposal(Subject.Of(Some.Payments), new Condition(ConditionKind.CalleesHealthy, 0))));
    }

    [Theory]
    [InlineData(new int[0], true)]
    [InlineData(new[] { 2 }, false)]
    [InlineData(new[] { 3 }, true)]
    [InlineData(new[] { 2, 4 }, false)]
    public void Another_zone_stands_when_most_of_it_does(int[] bad, bool isMet)
    {
        // i-1 and i-3 are in z1, i-2 and i-4 in z0: of two, more than half is both.
        var unmet = Unmet(Some.State(Some.Fleet(4, zones: 2)).Bad(bad), ConditionKind.ZoneHealthyElsewhere);

        if (isMet) Assert.Null(unmet);
        else Is(ReasonCodes.NoHealthyZone, "zone=z1", unmet);
    }

    [Fact]
    public void Nobody_elsewhere_and_nowhere_known_is_no_other_place()
    {
        Is(ReasonCodes.NoHealthyZone, "zone=z0", Unmet(Some.State(Some.Fleet(3)), ConditionKind.ZoneHealthyElsewhere));
        var two = Some.State(Some.Fleet(4, zones: 2));
        Is(ReasonCodes.NoHealthyZone, "zone=", Preconditions.Unmet(two, Proposal(Subject.Of(Some.Checkout), new Condition(ConditionKind.ZoneHealthyElsewhere, 0))));
        var region = Unmet(two, ConditionKind.RegionHealthyElsewhere);
        Assert.Equal(ReasonCodes.NoHealthyRegion, region?.Code);
    }

    [Theory]
    [InlineData(ConditionKind.Headroom)]
    [InlineData(ConditionKind.PreviousVersionKnown)]
    [InlineData(ConditionKind.VersionUniform)]
    [InlineData(ConditionKind.StaleReplyKept)]
    public void What_nobody_can_know_is_not_so(ConditionKind kind)
    {
        Assert.False(Preconditions.CanBeKnown(kind));
        Is(ReasonCodes.CannotKnow, $"what={kind}", Unmet(Some.State(), kind, 1));
    }

    [Fact]
    public void What_can_be_known_never_says_that_it_cannot() => Assert.All(
        Enum.GetValues<ConditionKind>().Where(Preconditions.CanBeKnown), k => Assert.NotEqual(ReasonCodes.CannotKnow, Unmet(Some.State(), k, 1)?.Code));

    [Fact]
    public void The_first_that_is_not_so_is_told_and_nothing_asked_is_all_well()
    {
        var proposal = Proposal(
            Subject.Of(Some.Instance(1)), new Condition(ConditionKind.Supervised, 0), new Condition(ConditionKind.HealthyPeers, 9), new Condition(ConditionKind.Headroom, 1));

        Assert.Equal(ReasonCodes.TooFewPeers, Preconditions.Unmet(Some.State(), proposal)?.Code);
        Assert.Null(Preconditions.Unmet(Some.State(), proposal with { Recipe = Some.Recipe() }));
    }

    private static Reason? Unmet(KernelState state, ConditionKind kind, long amount = 0) =>
        Preconditions.Unmet(state, Proposal(Subject.Of(Some.Instance(1)), new Condition(kind, amount)));

    private static Proposal OnRoute(ConditionKind kind) =>
        Proposal(Subject.Of(new DependencyId(Some.Checkout, Some.Payments)), new Condition(kind, 0));

    private static Proposal Proposal(Subject target, params Condition[] conditions)
    {
        var plain = Some.Proposal();
        return plain with
        {
            Recipe = plain.Recipe with { Preconditions = conditions },
            Target = target,
            Suspect = plain.Suspect with { Subject = target },
        };
    }

    private static KernelState Standing(int instances, int peers) =>
        Some.State(Some.Fleet(instances)).Bad([.. Enumerable.Range(2 + peers, instances - 1 - peers)]);

    private static KernelState Changed(Func<ServiceRules, ServiceRules> change)
    {
        var set = Some.Fleet();
        return Some.State(set with { Services = [.. set.Services.Select(s => s.Id == Some.Checkout ? change(s) : s)] });
    }

    private static KernelState WithRoute(Func<DependencyRules, DependencyRules> change)
    {
        var set = Some.Fleet();
        return Some.State(set with { Dependencies = [.. set.Dependencies.Select(change)] });
    }

    private static void Told(string? parameters, Reason? reason)
    {
        if (parameters is null) Assert.Null(reason);
        else Assert.EndsWith(parameters, reason?.ToString(), StringComparison.Ordinal);
    }

    private static void Is(string code, string parameters, Reason? reason) => Assert.Equal($"{code} {parameters}", reason?.ToString());
}
