using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

using Prunella.Actuators.Overlays;
using Prunella.Contracts;
using Prunella.Runtime.Wire;

namespace Prunella.Actuators.Tests.Overlays;

/// <summary>
/// The wire protocol on loopback: whole overlays as events, answers by request, versions told apart
/// by their major.
/// </summary>
public sealed class OverlayEndpointTests : IAsyncLifetime
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private readonly HubRig _rig = new HubRig().Opened();
    private readonly CancellationTokenSource _bound = new(TimeSpan.FromSeconds(60));
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGroup("/v1/fleets/default").MapOverlays(_rig.Hub);
        await _app.StartAsync(Ending);
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.Single() + "/v1/fleets/default/") };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        _bound.Dispose();
    }

    [Fact]
    public async Task An_order_goes_out_as_a_whole_overlay_and_its_answer_comes_back()
    {
        using var response = await OpenAsync("1.0");
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("1.0", Assert.Single(response.Headers.GetValues("Prunella-Protocol")));
        await using var events = await EventsAsync(response);
        await NextAsync(events);
        var applying = _rig.Hub.ApplyAsync(_rig.Order("o1"), Ending);

        var overlay = await NextAsync(events);
        using var answer = await _http.PostAsJsonAsync(
            "overlays/edge/reply", new OverlayReply("edge", overlay.Version, overlay.Epoch, true, [new ChangeResult("o1", true, "")], ""), WireJson.Options, Ending);

        Assert.Equal(("edge", "o1", ChangeKind.Eject), (overlay.Target, overlay.Changes[0].OrderId, overlay.Changes[0].Kind));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(OutcomeKind.Succeeded, (await applying).Kind);
    }

    [Theory]
    [InlineData("1.7", HttpStatusCode.OK)]
    [InlineData("2.0", HttpStatusCode.BadRequest)]
    [InlineData("soon", HttpStatusCode.BadRequest)]
    public async Task A_newer_minor_is_understood_and_another_major_refused(string version, HttpStatusCode expected)
    {
        using var response = await OpenAsync(version);

        Assert.Equal(expected, response.StatusCode);
        if (expected != HttpStatusCode.OK)
            Assert.Contains($"Protocol {version} is not understood; this healer speaks 1.0", await response.Content.ReadAsStringAsync(Ending), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_no_document_names_is_refused()
    {
        using var response = await _http.GetAsync(new Uri("overlays/other", UriKind.Relative), Ending);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("'other'", await response.Content.ReadAsStringAsync(Ending), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"target":"edge","version":1,"epoch":1,"accepted":true,"detail":""}""")]
    public async Task A_body_that_is_no_reply_is_refused(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(new Uri("overlays/edge/reply", UriKind.Relative), content, Ending);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using var content = new StringContent("{\"detail\":\"" + new string('x', 300 * 1024) + "\"}", Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(new Uri("overlays/edge/reply", UriKind.Relative), content, Ending);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private async Task<HttpResponseMessage> OpenAsync(string version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "overlays/edge");
        request.Headers.Add("Prunella-Protocol", version);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _bound.Token);
    }

    private async Task<IAsyncEnumerator<SseItem<Overlay>>> EventsAsync(HttpResponseMessage response) => SseParser
        .Create(await response.Content.ReadAsStreamAsync(Ending), (type, data) => type == "overlay" ? JsonSerializer.Deserialize<Overlay>(data, WireJson.Options)! : throw new FormatException(type))
        .EnumerateAsync(_bound.Token).GetAsyncEnumerator(CancellationToken.None);

    private static async Task<Overlay> NextAsync(IAsyncEnumerator<SseItem<Overlay>> events)
    {
        Assert.True(await events.MoveNextAsync());
        return events.Current.Data;
    }
}
