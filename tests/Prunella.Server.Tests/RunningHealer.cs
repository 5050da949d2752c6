using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

using Prunella.Runtime.Access;
using Prunella.Runtime.Configuration;
using Prunella.Storage.Sqlite;

namespace Prunella.Server.Tests;

/// <summary>A healer of an empty fleet, whole, on free loopback ports.</summary>
internal sealed class RunningHealer : IAsyncDisposable
{
    private readonly TemporaryFolder _data;
    private readonly WebApplication _app;
    private readonly TokenFile _tokens;

    private RunningHealer(TemporaryFolder data, WebApplication app, ListenSetup listen, TokenFile tokens)
    {
        (_data, _app, _tokens) = (data, app, tokens);
        Api = new HttpClient { BaseAddress = new Uri($"http://{listen.Api}") };
        Otlp = new HttpClient { BaseAddress = new Uri($"http://{listen.OtlpHttp}") };
    }

    public HttpClient Api { get; }

    public FleetHost Fleet => _app.Services.GetRequiredService<FleetHost>();

    /// <summary>From here on the caller holds a token of that name.</summary>
    public void CallAs(string name, Role role, bool agent = false) =>
        Api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _tokens.Add(name, role, agent));

    public HttpClient Otlp { get; }

    public static async Task<RunningHealer> StartAsync()
    {
        var data = new TemporaryFolder();
        var file = Path.Combine(data.Folder.Root, "fleet.yaml");
        await File.WriteAllTextAsync(file,
            $$"""
            apiVersion: prunella/v1
            kind: Fleet
            metadata: { name: default }
            spec: { listen: { api: "{{Free()}}", otlpGrpc: "{{Free()}}", otlpHttp: "{{Free()}}" } }
            """);
        var configuration = ConfigurationReader.Read(file, _ => null).Configuration!;
        var tokens = new TokenFile(data.Folder, TimeProvider.System);
        tokens.EnsureBuiltIn();
        var app = HealerApp.Build(configuration, data.Folder, SqliteJournal.Open(data.Folder.Journal), tokens);
        await app.Services.GetRequiredService<FleetHost>().StartAsync(NullLogger.Instance, CancellationToken.None);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningHealer(data, app, configuration.Listen, tokens);
    }

    /// <summary>A POST of JSON by a holder of a new token.</summary>
    public async Task<HttpResponseMessage> PostAsync(Role role, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", _tokens.Add($"{role}-{Guid.NewGuid():N}", role, agent: false));
        return await Api.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        Otlp.Dispose();
        await _app.StopAsync();
        await _app.Services.GetRequiredService<FleetHost>().StopAsync();
        await _app.DisposeAsync();
        _data.Dispose();
    }

    private static IPEndPoint Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (IPEndPoint)listener.LocalEndpoint;
    }
}
