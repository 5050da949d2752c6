using System.Net;

using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

using Prunella.Gateway.Forwarding;
using Prunella.Gateway.Health;
using Prunella.Gateway.Overlays;
using Prunella.Gateway.Routing;
using Prunella.Gateway.Telemetry;
using Prunella.Runtime.Configuration;
using Prunella.Runtime.Wire;

using Yarp.ReverseProxy.Forwarder;

namespace Prunella.Gateway;

/// <summary>Puts a gateway together; the only place of this process where its parts meet.</summary>
internal static class GatewayApplication
{
    /// <summary>Longest that requests under way may take after SIGTERM.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(10);

    /// <summary>A gateway that has not begun to listen.</summary>
    /// <exception cref="InvalidDataException">The epoch on disk cannot be read.</exception>
    public static WebApplication Build(GatewayOptions options, FleetConfiguration configuration,
        GatewaySetup gateway, TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole().SetMinimumLevel(LogLevel.Warning)
            // A failing try is counted and reported as a signal; a line for each would drown the log in an outage.
            .AddFilter("Yarp", LogLevel.None);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(gateway.Listen);
        });
        AddParts(builder.Services, options, configuration, gateway);
        if (time is not null) builder.Services.AddSingleton(time);
        if (options.Otlp is not null)
        {
            builder.Services.AddOpenTelemetry()
                .ConfigureResource(r => r.AddService("prunella-gateway", autoGenerateServiceInstanceId: false, serviceInstanceId: options.Name))
                .WithMetrics(m => m.AddMeter(GatewayMetrics.MeterName).AddOtlpExporter(o => o.Endpoint = options.Otlp));
        }
        var app = builder.Build();
        Map(app, options);
        return app;
    }

    private static void AddParts(IServiceCollection services, GatewayOptions options,
        FleetConfiguration configuration, GatewaySetup gateway)
    {
        services.Configure<HostOptions>(host => host.ShutdownTimeout = Drain);
        services.AddHttpForwarder();
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<MonotonicClock>();
        services.AddSingleton(new RouteTable(configuration, gateway));
        var tryTimeout = TimeSpan.FromMicroseconds(gateway.TryTimeoutNanos / 1000.0);
        services.AddSingleton(new ForwarderRequestConfig { ActivityTimeout = tryTimeout });
        services.AddSingleton<GatewayMetrics>();
        services.AddSingleton<Forwarder>();
        services.AddSingleton<GatewayHandler>();
        services.AddSingleton(new EpochFile(options.Data));
        services.AddSingleton(s => new HeldOverlay(
            options.Name, s.GetRequiredService<EpochFile>(), s.GetRequiredService<RouteTable>(),
                s.GetRequiredService<MonotonicClock>()));
        services.AddSingleton<HealerLink>();
        services.AddHostedService<ActiveProber>();
        services.AddHostedService<Reporter>();
        if (options.Healer is not null) services.AddHostedService<OverlayClient>();
    }

    private static void Map(WebApplication app, GatewayOptions options)
    {
        var handler = app.Services.GetRequiredService<GatewayHandler>();
        var held = app.Services.GetRequiredService<HeldOverlay>();
        var routes = app.Services.GetRequiredService<RouteTable>();
        var clock = app.Services.GetRequiredService<MonotonicClock>();
        app.Run(http => http.Request.Path == "/_prunella/state" && http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
            ? StateAsync(http)
            : handler.HandleAsync(http));

        Task StateAsync(HttpContext http)
        {
            var (version, epoch, left, changes) = held.Describe();
            var destinations = routes.Clusters
                .SelectMany(c => Enumerable.Range(0, c.Destinations.Count).Select(i =>
                    c.Describe(i, clock.Nanos, clock.UnixNanos)));
            return http.Response.WriteAsJsonAsync(
                new
                {
                    schemaVersion = 1,
                    gateway = options.Name,
                    version,
                    epoch,
                    leaseLeftMillis = left / 1_000_000,
                    changes,
                    destinations
                }, WireJson.Options);
        }
    }
}
