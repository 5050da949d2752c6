using Prunella.Contracts;
using Prunella.Kernel.Policies;

namespace Prunella.Runtime.Tests.Configuration;

/// <summary>A selector means whom it names or describes, resolved once; an empty one is an error, one that matches
/// nothing is told.</summary>
public sealed class SelectorTests : IDisposable
{
    private readonly Documents _documents = new();

    public SelectorTests() => _documents
        .With("Fleet", "default", """gateways: [ { name: edge, listen: "127.0.0.1:5100" } ]""")
        .With("Service", "shop", """gateway: edge, instances: [ { name: a, region: r1, zone: z1, address: "127.0.0.1:1" }, { name: b, region: r1, zone: z2, address: "127.0.0.1:2" } ]""", ", labels: { tier: gold, team: x }")
        .With("Service", "pay", """gateway: edge, instances: [ { name: a, region: r2, zone: z1, address: "127.0.0.1:3" } ]""", ", labels: { tier: gold }")
        .With("Dependency", "d", "caller: shop, callee: pay, gateway: edge")
        .With("Recipe", "tell", "for: { fault: [ slow ] }, steps: [ { page: true } ]")
        .With("Recipe", "break", "for: { fault: [ slow ] }, target: route, steps: [ { breaker: {} } ], lease: 1m, disruption: low")
        .With("Recipe", "eject", "for: { fault: [ slow ] }, steps: [ { eject: suspect } ], lease: 1m, disruption: low");

    public void Dispose() => _documents.Dispose();

    [Theory]
    [InlineData("service: shop", "shop", null, null)]
    [InlineData("services: [ shop, pay ]", "pay,shop", null, null)]
    [InlineData("labels: { tier: gold }", "pay,shop", null, null)]
    [InlineData("labels: { tier: gold, team: x }", "shop", null, null)]
    [InlineData("service: shop, labels: { tier: gold }", "shop", null, null)]
    [InlineData("zones: [ z1 ]", "pay,shop", "pay/a,shop/a", null)]
    [InlineData("zones: [ z1 ], service: shop", "shop", "shop/a", null)]
    [InlineData("regions: [ r1 ], zones: [ z2, z1 ]", "shop", "shop/a,shop/b", null)]
    [InlineData("instances: [ shop/b, pay/a ]", "pay,shop", "pay/a,shop/b", null)]
    [InlineData("dependencies: [ shop>pay ]", "pay", null, "shop>pay")]
    public void It_is_resolved(string select, string services, string? instances, string? routes)
    {
        var policy = Policy(select);

        Assert.Equal(services, string.Join(',', policy.Services()));
        Assert.Equal(instances, policy.Selection?.Instances is { } i ? string.Join(',', i) : null);
        Assert.Equal(routes, policy.Selection?.Dependencies is { } d ? string.Join(',', d) : null);
    }

    [Fact]
    public void A_whole_service_needs_no_selection() => Assert.Null(Policy("labels: { team: x }").Selection);

    [Fact]
    public void It_covers_its_own_and_no_others()
    {
        var zone = Policy("zones: [ z1 ], service: shop");
        var (a, b) = (new InstanceId(new ServiceId("shop"), "a"), new InstanceId(new ServiceId("shop"), "b"));

        Assert.True(zone.Covers(Subject.Of(a)));
        Assert.False(zone.Covers(Subject.Of(b)));
        Assert.Equal(["p"], new PolicyIndex(Read("services: [ shop, pay ]").Configuration!.Policies).PoliciesFor(new ServiceId("pay")).Select(p => p.Name).Distinct());
    }

    [Theory]
    [InlineData("", "is empty, and an empty selector is never")]
    [InlineData("services: []", "spec.select.services: is empty")]
    [InlineData("labels: {}", "spec.select.labels: is empty")]
    [InlineData("service: ''", "spec.select.service: is missing")]
    [InlineData("service: shp", "names no service of these documents; did you mean 'shop'?")]
    [InlineData("instances: [ shop/c ]", "names no instance of these documents")]
    [InlineData("zones: [ z9 ]", "names no zone of these documents")]
    [InlineData("regions: [ r9 ]", "names no region of these documents")]
    [InlineData("dependencies: [ pay>shop ]", "names no dependency of these documents")]
    [InlineData("dependencies: [ shop>pay ], zones: [ z1 ]", "a route is in no zone")]
    [InlineData("service: shop, services: [ pay ]", "stands beside service")]
    public void A_mistake_is_named(string select, string expected) =>
        Assert.Contains(expected, string.Join('\n', Read(select).Errors), StringComparison.Ordinal);

    [Theory]
    [InlineData("labels: { tier: silver }")]
    [InlineData("regions: [ r2 ], zones: [ z2 ]")]
    [InlineData("service: pay, zones: [ z2 ]")]
    public void One_that_matches_nothing_is_told_and_left_out(string select)
    {
        var result = Read(select);

        Assert.Empty(result.Errors);
        Assert.Contains(result.Warnings, w => w.Problem.Contains("matches nothing", StringComparison.Ordinal));
        Assert.Empty(result.Configuration!.Policies.Policies);
    }

    [Theory]
    [InlineData("zones: [ z1 ], service: pay", "break", "acts on a route, and the policy selects instances")]
    [InlineData("dependencies: [ shop>pay ]", "eject", "acts on an instance, and the policy selects dependencies")]
    public void Remedies_act_on_what_is_selected(string select, string recipe, string expected)
    {
        _documents.With("Policy", "p", $"select: {{ {select} }}, remedies: [ {recipe} ]");

        Assert.Contains(expected, _documents.ReadErrors(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_objective_judges_what_is_selected()
    {
        _documents.With("Policy", "p", "select: { zones: [ z1 ] }, remedies: [ tell ], objective: { below: 1s }");

        Assert.Contains("is of whole services, and the policy selects instances", _documents.ReadErrors(), StringComparison.Ordinal);
    }

    private Policy Policy(string select)
    {
        var result = Read(select);
        Assert.Empty(result.Errors);
        return Assert.Single(result.Configuration!.Policies.Policies);
    }

    private Prunella.Runtime.Configuration.ConfigurationResult Read(string select)
    {
        File.WriteAllText(Path.Combine(_documents.Folder, "p.yaml"), $"apiVersion: prunella/v1\nkind: Policy\nmetadata: {{ name: p }}\nspec: {{ select: {{ {select} }}, remedies: [ tell ] }}\n");
        return _documents.Read();
    }
}
