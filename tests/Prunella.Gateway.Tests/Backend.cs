using System.Collections.Concurrent;
using System.Net;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Prunella.Gateway.Tests;

/// <summary>A real server on loopback that answers as the test says and remembers what it was asked.</summary>
internal sealed class Backend : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Backend(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Requests but probes.</summary>
    public ConcurrentQueue<(string Method, string Path, string Body, string? TraceParent)> Seen { get; } = new();

    public static async Task<Backend> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        // A test that leaves requests hanging shall not wait for them.
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        var app = builder.Build();
        var backend = new Backend(app);
        app.Run(async http =>
        {
            if (http.Request.Path == "/health") return;
            using var reader = new StreamReader(http.Request.Body);
            backend.Seen.Enqueue((http.Request.Method, http.Request.Path + http.Request.QueryString, await reader.ReadToEndAsync(), http.Request.Headers.TraceParent));
            await answer(http);
        });
        await app.StartAsync();
        return backend;
    }

    public static Task<Backend> OkAsync(string text = "ok") => StartAsync(http => http.Response.WriteAsync(text));

    public static Task<Backend> StatusAsync(int status) => StartAsync(http =>
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    public static Task<Backend> HangAsync() => StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
