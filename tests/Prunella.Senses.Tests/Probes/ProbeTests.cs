using System.Net;
using System.Net.Sockets;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

using Prunella.Contracts;
using Prunella.Runtime.Configuration;
using Prunella.Senses.Probes;

namespace Prunella.Senses.Tests.Probes;

/// <summary>
/// A probe tells refusal from silence from failure, and never takes its own trouble for the
/// instance's.
/// </summary>
public sealed class ProbeTests
{
    private const long Long = 30 * Some.Second;
    private const long Short = Some.Second / 5;

    [Theory]
    [InlineData("/ok", ProbeOutcome.Ok)]
    [InlineData("/moved", ProbeOutcome.Ok)]
    [InlineData("/endless", ProbeOutcome.Ok)]
    [InlineData("/broken", ProbeOutcome.Unhealthy)]
    [InlineData("/missing", ProbeOutcome.Unhealthy)]
    [InlineData("/abort", ProbeOutcome.Unhealthy)]
    public async Task Http_answers_are_judged_by_their_status(string path, ProbeOutcome outcome)
    {
        await using var server = await ServeAsync(HttpProtocols.Http1);
        Assert.Equal(outcome, await AskAsync(server.Address, ProbeKind.Http, path, Long));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var server = await ServeAsync(HttpProtocols.Http1);
        await AskAsync(server.Address, ProbeKind.Http, "/moved", Long);
        Assert.Equal(0, server.Followed);
    }

    [Theory]
    [InlineData(ProbeKind.Http)]
    [InlineData(ProbeKind.Grpc)]
    public async Task Silence_is_a_time_out(ProbeKind kind)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Assert.Equal(ProbeOutcome.TimedOut, await AskAsync(AddressOf(listener), kind, "", Short));
    }

    [Theory]
    [InlineData(ProbeKind.Http)]
    [InlineData(ProbeKind.Tcp)]
    [InlineData(ProbeKind.Grpc)]
    public async Task Nobody_there_is_a_refusal(ProbeKind kind)
    {
        Uri address;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            address = AddressOf(listener);
        }
        Assert.Equal(ProbeOutcome.Refused, await AskAsync(address, kind, "", Long));
    }

    [Theory]
    [InlineData(ProbeKind.Http)]
    [InlineData(ProbeKind.Tcp)]
    public async Task A_name_that_nobody_knows_says_nothing(ProbeKind kind) =>
        Assert.Equal(ProbeOutcome.Unknown, await AskAsync(new Uri("http://no-such-host.invalid:1"), kind, "", Long));

    [Fact]
    public async Task A_listener_is_enough_for_tcp()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Assert.Equal(ProbeOutcome.Ok, await AskAsync(AddressOf(listener), ProbeKind.Tcp, "", Long));
    }

    [Theory]
    [InlineData("serving", ProbeOutcome.Ok)]
    [InlineData("not-serving", ProbeOutcome.Unhealthy)]
    [InlineData("unimplemented", ProbeOutcome.Unhealthy)]
    public async Task Grpc_health_is_judged_by_its_status(string service, ProbeOutcome outcome)
    {
        await using var server = await ServeAsync(HttpProtocols.Http2);
        Assert.Equal(outcome, await AskAsync(server.Address, ProbeKind.Grpc, service, Long));
    }

    private static async Task<ProbeOutcome> AskAsync(Uri address, ProbeKind kind, string path, long timeout)
    {
        var found = new TaskCompletionSource<ProbeOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var sink = new KeepingSink { OnProbe = result => found.TrySetResult(result.Outcome) };
        await using var scheduler = new ProbeScheduler(sink, TimeProvider.System, new NoLog());
        scheduler.Start([new InstanceSetup(new InstanceId(new ServiceId("s"), "i"), Place.Unknown, address,
            [new ProbeSetup(kind, path, 100_000_000, timeout)], null)]);
        return await found.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    private static Uri AddressOf(TcpListener listener) =>
        new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    private static async Task<Served> ServeAsync(HttpProtocols protocols)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
            listen.Protocols = protocols));
        var app = builder.Build();
        var served = new Served(app);
        app.MapGet("/ok", () => "well");
        app.MapGet("/moved", () => Results.Redirect("/followed"));
        app.MapGet("/followed", () => served.Followed++);
        app.MapGet("/broken", () => Results.StatusCode(500));
        app.MapGet("/abort", (HttpContext context) => context.Abort());
        app.MapGet("/endless", async (HttpContext context) =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(new byte[4_096], context.RequestAborted);
        });
        app.MapPost("/grpc.health.v1.Health/Check", HealthAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return served;
    }

    private static async Task HealthAsync(HttpContext context)
    {
        using var request = new MemoryStream();
        await context.Request.Body.CopyToAsync(request, context.RequestAborted);
        var service = System.Text.Encoding.UTF8.GetString(request.ToArray().AsSpan(7));
        context.Response.ContentType = "application/grpc";
        if (service == "unimplemented")
        {
            context.Response.AppendTrailer("grpc-status", "12");
            return;
        }
        var message = Wire.Message(answer => answer.Varint(1, service == "serving" ? 1UL : 2));
        await context.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, (byte)message.Length }, context.RequestAborted);
        await context.Response.Body.WriteAsync(message, context.RequestAborted);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private sealed class Served(WebApplication app) : IAsyncDisposable
    {
        public int Followed { get; set; }

        public Uri Address => new(app.Urls.Single());

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}

/// <summary>A log that nobody reads.</summary>
internal sealed class NoLog : ILogger<ProbeScheduler>
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => false;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?,
            string> formatter)
    {
    }
}
