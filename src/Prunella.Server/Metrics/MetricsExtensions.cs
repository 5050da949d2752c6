using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

using Prunella.Runtime.Configuration;
using Prunella.Runtime.Loop;
using Prunella.Senses.Otlp;
using Prunella.Server.Auth;

namespace Prunella.Server.Metrics;

/// <summary>Lets the healer's own metrics out: asked for at <c>/metrics</c>, sent over OTLP where the environment
/// says so.</summary>
internal static class MetricsExtensions
{
    private static readonly string[] Meters = [HealerMetrics.MeterName, OtlpIntake.MeterName];

    public static void AddOwnMetrics(this WebApplicationBuilder builder, ListenSetup listen, string fleet)
    {
        var target = OtlpTarget.Choose(name => builder.Configuration[name], listen, OtlpTarget.AddressesOfThisMachine);
        builder.Services.AddSingleton(target);
        builder.Services.AddSingleton(_ => new MetricTally(Meters));
        if (target.Endpoint is null) return;
        // The SDK reads the standard variables (endpoint, headers, protocol, interval) itself.
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService("prunella", serviceVersion: typeof(MetricsExtensions).Assembly.GetName().Version?.ToString(3),
                    autoGenerateServiceInstanceId: false, serviceInstanceId: Environment.MachineName)
                .AddAttributes([new("prunella.fleet", fleet)]))
            .WithMetrics(metrics => metrics.AddMeter(Meters).AddOtlpExporter());
    }

    /// <summary>Opens the route and begins to listen; call it before any part that measures is made.</summary>
    public static void MapOwnMetrics(this WebApplication app)
    {
        var tally = app.Services.GetRequiredService<MetricTally>();
        var target = app.Services.GetRequiredService<OtlpTarget>();
        _ = app.Services.GetService<MeterProvider>();
        app.MapGet("/metrics", () => TypedResults.Text(PrometheusText.Of(tally.Read()), PrometheusText.MediaType))
            .RequireAuthorization(Access.Read);
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(MetricsExtensions));
        if (target.Problem.Length > 0) ServerLog.MetricsNotSent(logger, target.Problem);
        if (target.Endpoint is not null) ServerLog.MetricsSent(logger, target.Endpoint);
    }
}
