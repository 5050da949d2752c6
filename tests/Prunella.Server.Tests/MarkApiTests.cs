using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

using Prunella.Contracts;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Learning;
using Prunella.Runtime.Access;
using Prunella.Runtime.Views;
using Prunella.Runtime.Wire;

namespace Prunella.Server.Tests;

/// <summary>A person marks an incident over HTTP in his own name; whoever may not is refused, and what is wrong is told.</summary>
public sealed class MarkApiTests
{
    private const string Marks = "/v1/fleets/default/incidents/i1/marks";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mark_is_taken_shown_counted_and_taken_back()
    {
        await using var healer = await WithIncidentAsync();
        healer.CallAs("ada", Role.Operator);

        var first = await PostAsync(healer, new { kind = "false-alarm", note = "a drill" });
        var again = await PostAsync(healer, new { kind = "false-alarm" });

        Assert.True(first.Done, first.Message);
        Assert.False(again.Done);
        Assert.Equal("you have marked i1 false-alarm already, and saying it again says nothing more.", again.Message);
        var mark = Assert.Single(Assert.Single(await IncidentsAsync(healer)).Marks!);
        Assert.Equal(("ada", MarkKind.FalseAlarm, "a drill"), (mark.By, mark.Kind, mark.Note));
        Assert.Contains("false-alarm by ada", await healer.Api.GetStringAsync("/", Cancellation), StringComparison.Ordinal);
        Assert.Contains("prunella_marks_total{kind=\"false-alarm\"} 1", await healer.Api.GetStringAsync("/metrics", Cancellation), StringComparison.Ordinal);

        using var deleted = await healer.Api.DeleteAsync(Marks, Cancellation);
        Assert.True((await Read<CommandAnswer>(deleted)).Done);
        Assert.Null(Assert.Single(await IncidentsAsync(healer)).Marks);
        Assert.False((await PostAsync(healer, new { }, "/withdraw")).Done);
    }

    [Fact]
    public async Task What_is_known_to_be_right_stands_in_the_story()
    {
        await using var healer = await WithIncidentAsync();
        healer.CallAs("ada", Role.Owner);

        await PostAsync(healer, new { kind = "wrong-diagnosis", suspect = "service/payments", fault = "bad-deploy" });

        var story = await healer.Api.GetFromJsonAsync<IncidentStory>("/v1/fleets/default/incidents/i1", WireJson.Options, Cancellation);
        Assert.Contains(story!.Timeline, l => l is { Kind: "person", Text: "ada marked it wrongly diagnosed (it was payments, bad deploy)." });
    }

    [Theory]
    [InlineData(Role.Reader, false, "i1", """{"kind":"real"}""", HttpStatusCode.Forbidden)]
    [InlineData(Role.Operator, true, "i1", """{"kind":"real"}""", HttpStatusCode.Forbidden)]
    [InlineData(Role.Operator, false, "i99", """{"kind":"real"}""", HttpStatusCode.NotFound)]
    [InlineData(Role.Operator, false, "checkout", """{"kind":"real"}""", HttpStatusCode.NotFound)]
    [InlineData(Role.Operator, false, "i1", "{}", HttpStatusCode.BadRequest)]
    [InlineData(Role.Operator, false, "i1", """{"kind":"unreal"}""", HttpStatusCode.BadRequest)]
    [InlineData(Role.Operator, false, "i1", """{"kind":7}""", HttpStatusCode.BadRequest)]
    [InlineData(Role.Operator, false, "i1", """{"kind":"real","fault":"slow"}""", HttpStatusCode.BadRequest)]
    [InlineData(Role.Operator, false, "i1", """{"kind":"wrong-remedy"}""", HttpStatusCode.BadRequest)]
    [InlineData(Role.Operator, false, "i1", """{"kind":"wrong-diagnosis","suspect":"payments"}""", HttpStatusCode.BadRequest)]
    [InlineData(Role.Operator, false, "i1", """{"kind":"wrong-diagnosis","suspect":"instance/"}""", HttpStatusCode.BadRequest)]
    [InlineData(Role.Operator, false, "i1", """{"kind":"wrong-diagnosis","fault":"sluggish"}""", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_is_refused_and_changes_nothing(
        Role role, bool agent, string incident, string body, HttpStatusCode expected)
    {
        await using var healer = await WithIncidentAsync();
        healer.CallAs("bob", role, agent);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var refused = await healer.Api.PostAsync($"/v1/fleets/default/incidents/{incident}/marks", content, Cancellation);

        Assert.Equal(expected, refused.StatusCode);
        // What the framework refuses before it comes to us has no words of ours.
        if (role != Role.Reader && !body.Contains('7', StringComparison.Ordinal))
            Assert.NotEmpty((await Read<JsonElement>(refused)).GetProperty("detail").GetString()!);
        Assert.Null(Assert.Single(await IncidentsAsync(healer)).Marks);
    }

    [Fact]
    public async Task Nobody_marks_without_a_token()
    {
        await using var healer = await WithIncidentAsync();

        using var refused = await healer.Api.PostAsJsonAsync(Marks, new { kind = "real" }, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    private static async Task<RunningHealer> WithIncidentAsync()
    {
        var healer = await RunningHealer.StartAsync();
        var symptom = new Verdict(
            Subject.Of(new ServiceId("checkout")), SignalKind.Errors, "error-ratio", "", Health.Unhealthy, 900, Direction.Up, 1,
            FaultKind.Errors, Witness.Gateway, false, new Evidence(200, 0, 1, 20, 100, 9000));
        await healer.Fleet.Loop.SubmitAsync(Actor.System("detection"), new VerdictsReported([symptom], []));
        return healer;
    }

    private static async Task<CommandAnswer> PostAsync(RunningHealer healer, object body, string path = "")
    {
        using var response = await healer.Api.PostAsJsonAsync(Marks + path, body, Cancellation);
        return await Read<CommandAnswer>(response);
    }

    private static async Task<T> Read<T>(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<T>(WireJson.Options, Cancellation))!;

    private static async Task<IReadOnlyList<IncidentSummary>> IncidentsAsync(RunningHealer healer) =>
        (await healer.Api.GetFromJsonAsync<IReadOnlyList<IncidentSummary>>("/v1/fleets/default/incidents", WireJson.Options, Cancellation))!;
}
