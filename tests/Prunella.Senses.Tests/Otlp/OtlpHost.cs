using System.Net;
using System.Net.Sockets;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

using Prunella.Contracts;
using Prunella.Runtime.Configuration;
using Prunella.Senses.Otlp;

namespace Prunella.Senses.Tests.Otlp;

/// <summary>
/// The intake on two real loopback ports, as the Server wires it; the token is <c>right</c>.
/// </summary>
internal sealed class OtlpHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtlpHost(WebApplication app, KeepingSink sink, int grpc, int http) =>
        (_app, Sink, Grpc, Http) = (app, sink, new Uri($"http://127.0.0.1:{grpc}"),
            new Uri($"http://127.0.0.1:{http}"));

    public KeepingSink Sink { get; }

    public Uri Grpc { get; }

    public Uri Http { get; }

    public OtlpIntake Intake => _app.Services.GetRequiredService<OtlpIntake>();

    public static async Task<OtlpHost> StartAsync(OtlpOptions? options = null)
    {
        var (grpc, http) = (FreePort(), FreePort());
        var sink = new KeepingSink();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenForOtlp(new ListenSetup(
            new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.Loopback, grpc),
                new IPEndPoint(IPAddress.Loopback, http))));
        builder.Services.AddOtlp(options ?? new OtlpOptions(), _ => new OtlpPorts(
            header => header == "Bearer right" ? new SenderCredential(FleetId.Default, "test", true) : null,
            _ => sink,
            (_, _) => null));
        var app = builder.Build();
        app.MapOtlpGrpc(grpc);
        app.MapOtlpHttp(http);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new OtlpHost(app, sink, grpc, http);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
