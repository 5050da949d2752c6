using System.Net;

using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

using Prunella.Gateway;
using Prunella.Gateway.Forwarding;
using Prunella.Gateway.Health;
using Prunella.Gateway.Overlays;
using Prunella.Gateway.Routing;
using Prunella.Gateway.Telemetry;
using Prunella.Runtime.Configuration;
using Prunella.Runtime.Wire;

using Yarp.ReverseProxy.Forwarder;

if (GatewayOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(GatewayOptions.Usage);
    return 2;
}
var read = ConfigurationReader.Read(options.Config, Environment.GetEnvironmentVariable);
foreach (var error in read.Errors) Console.Error.WriteLine(error);
if (read.Configuration is not { } configuration) return 2;
if (configuration.Gateways.FirstOrDefault(g => g.Name == options.Name) is not { } gateway)
{
    Console.Error.WriteLine($"No gateway of {options.Config} is called '{options.Name}': {string.Join(", ", configuration.Gateways.Select(g => g.Name))}.");
    return 2;
}

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders().AddSimpleConsole().SetMinimumLevel(LogLevel.Warning)
    // A failing try is counted and reported as a signal; a line for each would drown the log in an outage.
    .AddFilter("Yarp", LogLevel.None);
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Listen(gateway.Listen);
});
builder.Services.AddHttpForwarder();
builder.Services.AddSingleton(options);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<MonotonicClock>();
builder.Services.AddSingleton(new RouteTable(configuration, gateway));
builder.Services.AddSingleton(new ForwarderRequestConfig { ActivityTimeout = TimeSpan.FromMicroseconds(gateway.TryTimeoutNanos / 1000.0) });
builder.Services.AddSingleton<GatewayMetrics>();
builder.Services.AddSingleton<Forwarder>();
builder.Services.AddSingleton<GatewayHandler>();
builder.Services.AddSingleton(new EpochFile(options.Data));
builder.Services.AddSingleton(services => new HeldOverlay(
    options.Name, services.GetRequiredService<EpochFile>(), services.GetRequiredService<RouteTable>(), services.GetRequiredService<MonotonicClock>()));
builder.Services.AddSingleton<HealerLink>();
builder.Services.AddHostedService<ActiveProber>();
builder.Services.AddHostedService<Reporter>();
if (options.Healer is not null) builder.Services.AddHostedService<OverlayClient>();
if (options.Otlp is not null)
{
    builder.Services.AddOpenTelemetry()
        .ConfigureResource(r => r.AddService("prunella-gateway", autoGenerateServiceInstanceId: false, serviceInstanceId: options.Name))
        .WithMetrics(m => m.AddMeter(GatewayMetrics.MeterName).AddOtlpExporter(o => o.Endpoint = options.Otlp));
}

var app = builder.Build();
var handler = app.Services.GetRequiredService<GatewayHandler>();
var held = app.Services.GetRequiredService<HeldOverlay>();
var routes = app.Services.GetRequiredService<RouteTable>();
var clock = app.Services.GetRequiredService<MonotonicClock>();
app.Run(http => http.Request.Path == "/_prunella/state" && http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from) ? StateAsync(http) : handler.HandleAsync(http));
try
{
    await app.RunAsync();
    return 0;
}
catch (IOException e)
{
    Console.Error.WriteLine($"The gateway cannot listen on {gateway.Listen}: {e.Message} End what holds it, or change gateways.listen in {options.Config}.");
    return 3;
}

Task StateAsync(HttpContext http)
{
    var (version, epoch, left, changes) = held.Describe();
    var destinations = routes.Clusters.SelectMany(c => Enumerable.Range(0, c.Destinations.Count).Select(i => c.Describe(i, clock.Nanos, clock.UnixNanos)));
    return http.Response.WriteAsJsonAsync(
        new { schemaVersion = 1, gateway = options.Name, version, epoch, leaseLeftMillis = left / 1_000_000, changes, destinations }, WireJson.Options);
}
