using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Prunella.Samples.Shop;

/// <summary>Ordinary OpenTelemetry, as any service has it: nothing here knows Prunella.</summary>
internal static class Telemetry
{
    public static void Add(WebApplicationBuilder builder, Settings settings)
    {
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddSimpleConsole();
        // Program says in one line why it could not start; the host would say it in thirty.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        // Without an endpoint there is nobody to send to, and the exporters would only retry.
        if (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is not { Length: > 0 }) return;
        builder.Logging.AddOpenTelemetry(logs => logs.AddOtlpExporter());
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService(
                    settings.Role,
                    serviceVersion: "1.0.0",
                    autoGenerateServiceInstanceId: false,
                    serviceInstanceId: settings.Instance)
                .AddAttributes([new("cloud.region", "local"), new("cloud.availability_zone", settings.Zone)]))
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation()
                .AddOtlpExporter())
            .WithTracing(tracing => tracing
                .AddAspNetCoreInstrumentation().AddHttpClientInstrumentation()
                .AddOtlpExporter());
    }
}
