namespace Prunella.Runtime.Tests.Configuration;

/// <summary>
/// Documents that are right one by one are checked together: what cannot be kept is refused, what
/// is odd is told.
/// </summary>
public sealed class WholeCheckTests : IDisposable
{
    private const string OneInstance = """instances: [ { name: c-1, address: "127.0.0.1:5111" } ]""";
    private const string Eject = "for: { fault: [ slow ] }, steps: [ { eject: suspect } ], lease: 60s, disruption: low";

    private readonly Documents _documents = new();

    public void Dispose() => _documents.Dispose();

    [Fact]
    public void An_irreversible_recipe_is_refused_in_mode_act()
    {
        _documents.With("Service", "checkout", OneInstance)
            .With("Recipe", "wipe", "for: { fault: [ slow ] }, steps: [ { stop: suspect } ], disruption: irreversible")
            .With("Policy", "p", "select: { service: checkout }, remedies: [ wipe ], mode: act");

        Assert.Contains("spec.remedies[0] 'wipe': is irreversible, and mode act would do it without a person", _documents.ReadErrors(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_irreversible_recipe_is_allowed_where_a_person_decides()
    {
        _documents.With("Service", "checkout", """instances: [ { name: c-1, address: "127.0.0.1:5111" }, { name: c-2, address: "127.0.0.1:5112" } ]""")
            .With("Recipe", "wipe", "for: { fault: [ slow ] }, steps: [ { stop: suspect } ], disruption: irreversible")
            .With("Policy", "p", "select: { service: checkout }, remedies: [ wipe ], mode: approve");

        Assert.Empty(_documents.ReadErrors());
    }

    [Fact]
    public void A_recipe_that_stands_twice_in_a_policy_is_refused()
    {
        _documents.With("Recipe", "tell", "for: { fault: [ slow ] }, steps: [ { page: true } ]")
            .With("Service", "checkout", OneInstance)
            .With("Policy", "p", "select: { service: checkout }, remedies: [ tell, tell ]");

        Assert.Contains("spec.remedies[1] 'tell': stands twice", _documents.ReadErrors(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_restart_of_what_nobody_supervises_is_told()
    {
        _documents.With("Service", "checkout", OneInstance)
            .With("Recipe", "restart", "for: { fault: [ crash ] }, steps: [ { restart: suspect } ]")
            .With("Policy", "p", "select: { service: checkout }, remedies: [ restart ]");

        Assert.Contains("can never be used: no instance of checkout has a process", _documents.ReadWarnings(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("minHealthy: 1")]
    [InlineData("minHealthy: 50%")]
    [InlineData("minHealthy: 1%")]
    public void A_floor_that_forbids_what_the_recipe_does_is_told(string floor)
    {
        _documents.With("Fleet", "default", """gateways: [ { name: edge, listen: "127.0.0.1:5100" } ]""")
            .With("Service", "checkout", "gateway: edge, " + OneInstance)
            .With("Recipe", "eject", Eject)
            .With("Policy", "p", $"select: {{ service: checkout }}, remedies: [ eject ], guardrails: {{ {floor} }}");

        Assert.Contains("leaves no instance of checkout that eject may take out: 1 of 1 must stay healthy", _documents.ReadWarnings(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_floor_with_room_is_not_told()
    {
        _documents.With("Fleet", "default", """gateways: [ { name: edge, listen: "127.0.0.1:5100" } ]""")
            .With("Service", "checkout", """gateway: edge, instances: [ { name: a, address: "127.0.0.1:1" }, { name: b, address: "127.0.0.1:2" } ]""")
            .With("Recipe", "eject", Eject)
            .With("Policy", "p", "select: { service: checkout }, remedies: [ eject ], guardrails: { minHealthy: 50% }");

        Assert.Empty(_documents.ReadWarnings());
    }

    [Theory]
    [InlineData("127.0.0.1:4319", "127.0.0.1:5100")]
    [InlineData("localhost:5100", "127.0.0.1:5100")]
    [InlineData("127.0.0.1:5100", "0.0.0.0:5100")]
    [InlineData("[::1]:5100", "[::]:5100")]
    public void Two_cannot_listen_at_one_address(string instance, string gateway)
    {
        _documents.With("Fleet", "default", $$"""gateways: [ { name: edge, listen: "{{gateway}}" } ]""")
            .With("Service", "checkout", $$"""instances: [ { name: c-1, address: "{{instance}}" } ]""");

        Assert.Contains("spec.instances[0]", _documents.ReadErrors(), StringComparison.Ordinal);
        Assert.Contains("uses an address that is taken by another", _documents.ReadErrors(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_port_on_two_hosts_is_two_addresses()
    {
        _documents.With("Service", "checkout", """instances: [ { name: a, address: "10.0.0.1:80" }, { name: b, address: "10.0.0.2:80" } ]""");

        Assert.Empty(_documents.ReadErrors());
    }

    [Fact]
    public void A_dependency_needs_two_services_and_stands_once()
    {
        _documents.With("Service", "checkout", OneInstance).With("Service", "payments", "")
            .With("Dependency", "a", "caller: checkout, callee: checkout")
            .With("Dependency", "b", "caller: checkout, callee: payments")
            .With("Dependency", "c", "caller: checkout, callee: payments")
            .With("Dependency", "d", "caller: checkout, callee: paymnts")
            .With("Dependency", "e", "caller: payments, callee: checkout, fallback: { body: x }");

        var errors = _documents.Read().Errors;

        Assert.Equal(4, errors.Count);
        Assert.Equal("is the caller itself", errors[0].Problem);
        Assert.Equal("declares the same way a second time", errors[1].Problem);
        Assert.Equal("names no service of these documents; did you mean 'payments'?", errors[2].Problem);
        Assert.Equal("declares a fallback that nobody can serve", errors[3].Problem);
    }

    [Fact]
    public void A_route_recipe_needs_a_route_and_a_reply_needs_to_be_declared()
    {
        const string fallback = "for: { fault: [ slow ] }, target: route, steps: [ { fallback: true } ], lease: 60s, disruption: low";
        _documents.With("Fleet", "default", """gateways: [ { name: edge, listen: "127.0.0.1:5100" } ]""")
            .With("Service", "checkout", OneInstance).With("Service", "payments", "gateway: edge")
            .With("Dependency", "d", "caller: checkout, callee: payments, gateway: edge")
            .With("Recipe", "fall-back", fallback)
            .With("Policy", "p", "select: { service: checkout }, remedies: [ fall-back ]")
            .With("Policy", "q", "select: { service: payments }, remedies: [ fall-back ]");

        var errors = _documents.ReadErrors();

        Assert.Contains("needs a Dependency on checkout that a gateway carries", errors, StringComparison.Ordinal);
        Assert.Contains("needs a Dependency on payments with a fallback", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void How_many_series_are_judged_by_the_full_tier_is_left_to_detection_where_nobody_says()
    {
        int? Read(string limits)
        {
            using var documents = new Documents();
            return documents.With("Fleet", "shop", limits).Read().Configuration!.Policies.Fleet.FullTierSeries;
        }

        Assert.Null(Read("limits: { concurrent: 1 }"));
        Assert.Null(Read(""));
        Assert.Equal(0, Read("limits: { fullTierSeries: 0 }"));
        Assert.Equal(20_000, Read("limits: { fullTierSeries: 20000 }"));
        _documents.With("Fleet", "shop", "limits: { fullTierSeries: 20001 }");
        Assert.Contains("spec.limits.fullTierSeries '20001': is out of range. Allowed: 0 to 20000", _documents.ReadErrors(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_of_another_fleet_is_refused()
    {
        _documents.With("Fleet", "shop", "limits: { concurrent: 1 }").With("Service", "checkout", OneInstance, ", fleet: other");

        Assert.Contains("metadata.fleet 'other': is another fleet than that of these documents. Allowed: shop", _documents.ReadErrors(), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_told_apart_by_their_kind()
    {
        _documents.With("Service", "checkout", OneInstance).With("Recipe", "checkout", "for: { fault: [ slow ] }, steps: [ { page: true } ]");
        Assert.Empty(_documents.ReadErrors());

        _documents.With("Service", "checkout", "");
        Assert.Contains("stands for a second Service; the first is in", _documents.ReadErrors(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_gateways_of_one_name_and_two_fleets_are_refused()
    {
        _documents.With("Fleet", "a", """gateways: [ { name: edge, listen: "127.0.0.1:1" }, { name: edge, listen: "127.0.0.1:2" } ]""").With("Fleet", "b", "");

        Assert.Equal(["is a second gateway of that name", "is a second Fleet; a folder has one"], _documents.Read().Errors.Select(e => e.Problem));
    }

    [Theory]
    [InlineData("lease: 20s", "spec.lease '20s': ends before the remedy has been judged")]
    [InlineData("lease: 60s, maxHold: 30s", "spec.maxHold '30s': is shorter than the lease")]
    public void A_lease_must_outlast_the_judgement_and_not_its_own_greatest_age(string lease, string expected)
    {
        _documents.With("Recipe", "r", $"for: {{ fault: [ slow ] }}, steps: [ {{ eject: suspect }} ], expect: {{ within: 20s, settle: 1s }}, {lease}");

        Assert.Contains(expected, _documents.ReadErrors(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_in_a_part_that_instances_share_is_told_once()
    {
        _documents.With("Service", "checkout", """
            process: { command: "${NOBODY_SET_THIS}", stpo: 3s }, instances: [ { name: a, address: "127.0.0.1:1" }, { name: b, address: "127.0.0.1:2" } ]
            """);

        Assert.Equal(2, _documents.Read().Errors.Count);
    }
}
