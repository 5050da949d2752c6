using System.Net;
using System.Net.Http.Json;

using Prunella.Kernel.Policies;
using Prunella.Runtime.Access;
using Prunella.Runtime.Configuration;
using Prunella.Runtime.Views;
using Prunella.Runtime.Wire;
using Prunella.Server.Policies;

namespace Prunella.Server.Tests;

/// <summary>Policies come into force while the healer runs; what is wrong is told and changes nothing.</summary>
public sealed class PolicyRouteTests
{
    private const string Route = "/v1/fleets/default/policies";

    [Fact]
    public async Task Comes_in_stages_and_goes_back()
    {
        await using var healer = await RunningHealer.StartAsync();
        var first = (await StatusAsync(healer)).Policies!;
        Assert.Equal("loop", first.By);

        using (var staged = await healer.PostAsync(Role.Operator, Route, Set("shadow", "limits: { concurrent: 3 }"))) Assert.Equal(HttpStatusCode.OK, staged.StatusCode);
        var shadow = (await StatusAsync(healer)).Policies!;
        Assert.Equal((first.Hash, PolicyStage.Shadow), (shadow.Hash, shadow.Staged!.Stage));

        using (var all = await healer.PostAsync(Role.Operator, Route, Set("all", "limits: { concurrent: 3 }"))) Assert.Equal(HttpStatusCode.OK, all.StatusCode);
        var active = (await StatusAsync(healer)).Policies!;
        Assert.Equal((shadow.Staged.Hash, true), (active.Hash, active.Staged is null));

        using (var back = await healer.PostAsync(Role.Operator, Route + "/rollback", new { })) Assert.Equal(HttpStatusCode.OK, back.StatusCode);
        var again = (await StatusAsync(healer)).Policies!;
        Assert.Equal(first.Hash, again.Hash);
        Assert.Equal("policies.rolled_back", again.Withdrawn!.Reason.Code);
    }

    [Theory]
    [InlineData("shadow", "limits: { concurrent: 0 }", "default.yaml:4", 422)]
    [InlineData("later", "limits: {}", "", 400)]
    [InlineData("all", "gateways: [ { name: edge } ]", "gateways", 409)]
    public async Task A_rejected_set_leaves_what_is_in_force(string stage, string spec, string told, int status)
    {
        await using var healer = await RunningHealer.StartAsync();
        var before = (await StatusAsync(healer)).Policies!;

        using var answer = await healer.PostAsync(Role.Operator, Route, Set(stage, spec));

        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Contains(told, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(before, (await StatusAsync(healer)).Policies);
    }

    [Theory]
    [InlineData("../fleet.yaml")]
    [InlineData("fleet.txt")]
    [InlineData("")]
    public void A_name_that_is_no_document_is_refused(string name) =>
        Assert.Contains("is no document", Assert.Single(PolicyUpload.Read([new SentDocument(name, "")], _ => null).Problems), StringComparison.Ordinal);

    [Fact]
    public async Task A_reader_may_not()
    {
        await using var healer = await RunningHealer.StartAsync();

        using var answer = await healer.PostAsync(Role.Reader, Route, Set("all", "limits: { concurrent: 3 }"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public void The_sample_that_does_harm_can_be_staged_over_the_sample()
    {
        var shop = Path.Combine(Root(), "samples", "Shop");
        string? Environment(string name) => name == "SHOP_BIN" ? "/opt/shop" : null;
        var good = ConfigurationReader.Read(Path.Combine(shop, "policies"), Environment);
        var harmful = ConfigurationReader.Read(Path.Combine(shop, "policies-harmful"), Environment);

        Assert.Empty(good.Errors.Concat(harmful.Errors));
        Assert.Empty(PolicyUpload.BeyondPolicies(good.Configuration!, harmful.Configuration!));
        Assert.NotEqual(good.Configuration!.Hash, harmful.Configuration!.Hash);
    }

    private static object Set(string stage, string spec) => new
    {
        stage,
        sharePerMille = 200,
        documents = new[] { new { name = "default.yaml", text = $"apiVersion: prunella/v1\nkind: Fleet\nmetadata: {{ name: default }}\nspec: {{ {spec} }}\n" } },
    };

    private static async Task<FleetStatus> StatusAsync(RunningHealer healer) =>
        (await healer.Api.GetFromJsonAsync<FleetStatus>("/v1/fleets/default/status", WireJson.Options, TestContext.Current.CancellationToken))!;

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Prunella.slnx"))) folder = folder.Parent;
        return folder.FullName;
    }
}
