using System.Net;
using System.Text;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

using OpenTelemetry.Metrics;

using Prunella.Runtime.Access;
using Prunella.Runtime.Configuration;
using Prunella.Runtime.Loop;
using Prunella.Server.Auth;
using Prunella.Server.Metrics;

namespace Prunella.Server.Tests.Metrics;

/// <summary>With the standard variables set, a collector on a real port gets the healer's metrics.</summary>
public sealed class OtlpSendingTests
{
    [Fact]
    public async Task A_collector_gets_names_fleet_and_headers()
    {
        var got = new TaskCompletionSource<(string Body, string Key)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var collector = await CollectorAsync(got);
        using var data = new TemporaryFolder();
        await using var healer = Healer(data, new Dictionary<string, string?>
        {
            [OtlpTarget.Everything] = collector.Urls.Single(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "x-key=open",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "86400000",
        });
        using var metrics = new HealerMetrics();

        Assert.True(healer.Services.GetRequiredService<MeterProvider>().ForceFlush(10_000));

        var (body, key) = await got.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("open", key);
        Assert.Contains("prunella.incidents.open", body, StringComparison.Ordinal);
        Assert.Contains("prunella.fleet", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_variable_the_sdk_is_not_there()
    {
        using var data = new TemporaryFolder();
        await using var healer = Healer(data, []);

        Assert.Null(healer.Services.GetService<MeterProvider>());
    }

    private static async Task<WebApplication> CollectorAsync(TaskCompletionSource<(string Body, string Key)> got)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/v1/metrics", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            got.TrySetResult((Encoding.Latin1.GetString(body.ToArray()), request.Headers["x-key"].ToString()));
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static WebApplication Healer(TemporaryFolder data, Dictionary<string, string?> environment)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(environment);
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton(new TokenFile(data.Folder, TimeProvider.System));
        builder.Services.AddAccess();
        var any = new IPEndPoint(IPAddress.Loopback, 1);
        builder.AddOwnMetrics(new ListenSetup(any, any, any), "default");
        var app = builder.Build();
        app.MapOwnMetrics();
        return app;
    }
}
