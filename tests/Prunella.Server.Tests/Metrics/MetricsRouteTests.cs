using System.Net;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

using Prunella.Runtime.Access;
using Prunella.Runtime.Configuration;
using Prunella.Runtime.Loop;
using Prunella.Server.Auth;
using Prunella.Server.Metrics;

namespace Prunella.Server.Tests.Metrics;

/// <summary><c>/metrics</c> is read by the rule of every other read: freely over loopback, else with a token.</summary>
public sealed class MetricsRouteTests : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();
    private readonly TokenFile _tokens;
    private readonly WebApplication _app;
    private readonly HealerMetrics _metrics;

    public MetricsRouteTests()
    {
        _tokens = new TokenFile(_data.Folder, TimeProvider.System);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton(_tokens);
        builder.Services.AddAccess();
        var any = new IPEndPoint(IPAddress.Loopback, 1);
        builder.AddOwnMetrics(new ListenSetup(any, any, any), "default");
        _app = builder.Build();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.MapOwnMetrics();
        // After the route, as in the healer: what is measured from here on is read there.
        _metrics = new HealerMetrics();
    }

    public async ValueTask InitializeAsync() => await _app.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _metrics.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Over_loopback_no_token_is_needed()
    {
        var context = await GetAsync("127.0.0.1", token: null);

        Assert.Equal(200, context.Response.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", context.Response.ContentType);
        using var reader = new StreamReader(context.Response.Body);
        var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Contains("# TYPE prunella_incidents_open gauge\nprunella_incidents_open 0\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_elsewhere_it_is_refused_without_a_token() =>
        Assert.Equal(401, (await GetAsync("10.0.0.9", token: null)).Response.StatusCode);

    [Fact]
    public async Task From_elsewhere_a_reader_may() =>
        Assert.Equal(200, (await GetAsync("10.0.0.9", _tokens.Add("prometheus", Role.Reader, agent: true))).Response.StatusCode);

    [Fact]
    public async Task A_senders_token_does_not_read() =>
        Assert.Equal(403, (await GetAsync("10.0.0.9", _tokens.Add("app", Role.Sender, agent: true))).Response.StatusCode);

    private Task<HttpContext> GetAsync(string from, string? token) => _app.GetTestServer().SendAsync(context =>
    {
        context.Request.Method = "GET";
        context.Request.Path = "/metrics";
        context.Connection.RemoteIpAddress = IPAddress.Parse(from);
        if (token is not null) context.Request.Headers.Authorization = "Bearer " + token;
    }, TestContext.Current.CancellationToken);
}
