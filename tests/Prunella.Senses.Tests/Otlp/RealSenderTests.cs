using System.Diagnostics;
using System.Diagnostics.Metrics;

using Microsoft.Extensions.Logging;

using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

using Prunella.Contracts;

namespace Prunella.Senses.Tests.Otlp;

/// <summary>
/// The ordinary OpenTelemetry SDK for .NET is understood without any setting but address and token.
/// </summary>
public sealed class RealSenderTests
{
    private const string Subject = "instance/shop.checkout/checkout-1";

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task Metrics_of_the_sdk_become_latency_errors_and_traffic(OtlpExportProtocol protocol)
    {
        await using var host = await OtlpHost.StartAsync();
        using var meter = new Meter("RealSenderTests." + protocol);
        using var provider = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(Resource())
            .AddMeter(meter.Name)
            .AddOtlpExporter((exporter, reader) =>
            {
                Point(exporter, protocol, host, "/v1/metrics");
                // Exports only when it is told to.
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = int.MaxValue;
            })
            .Build();
        var duration = meter.CreateHistogram<double>("http.server.request.duration", "s");
        duration.Record(0.02, new KeyValuePair<string, object?>("http.response.status_code", 200));
        Assert.True(provider.ForceFlush(10_000));
        duration.Record(0.4, new KeyValuePair<string, object?>("http.response.status_code", 200));
        duration.Record(0.4, new KeyValuePair<string, object?>("http.response.status_code", 500),
            new KeyValuePair<string, object?>("error.type", "500"));
        Assert.True(provider.ForceFlush(10_000));

        Assert.Equal((1, 3), host.Sink.Errors(Subject));
        Assert.Equal(3, host.Sink.Latencies(Subject));
        Assert.Equal(3, host.Sink.Values(Subject, SignalKind.Traffic).Sum());
        Assert.Equal("z1", host.Sink.Sightings[0].Place.Zone);
    }

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task Exponential_histograms_of_the_sdk_are_read(OtlpExportProtocol protocol)
    {
        await using var host = await OtlpHost.StartAsync();
        using var meter = new Meter("RealSenderTests.Exponential." + protocol);
        using var provider = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(Resource())
            .AddMeter(meter.Name)
            .AddView("*", new Base2ExponentialBucketHistogramConfiguration())
            .AddOtlpExporter((exporter, reader) =>
            {
                Point(exporter, protocol, host, "/v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = int.MaxValue;
                reader.TemporalityPreference = MetricReaderTemporalityPreference.Delta;
            })
            .Build();
        var duration = meter.CreateHistogram<double>("http.server.request.duration", "s");
        for (var i = 1; i <= 100; i++) duration.Record(0.001 * i);
        Assert.True(provider.ForceFlush(10_000));
        Assert.Equal(100, host.Sink.Latencies(Subject));
    }

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task Spans_of_the_sdk_are_read(OtlpExportProtocol protocol)
    {
        await using var host = await OtlpHost.StartAsync();
        using var source = new ActivitySource("RealSenderTests." + protocol);
        using var provider = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(Resource())
            .AddSource(source.Name)
            .AddOtlpExporter(exporter => Point(exporter, protocol, host, "/v1/traces"))
            .Build();
        using (var activity = source.StartActivity("GET", ActivityKind.Client))
        {
            activity!.SetTag("service.peer.name", "payments");
            activity.SetStatus(ActivityStatusCode.Error);
        }
        Assert.True(provider.ForceFlush(10_000));
        var span = Assert.Single(host.Sink.Spans);
        Assert.Equal(("payments", true, SpanSide.Client), (span.Peer, span.Failed, span.Side));
    }

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task Log_lines_of_the_sdk_are_read(OtlpExportProtocol protocol)
    {
        await using var host = await OtlpHost.StartAsync();
        using (var factory = LoggerFactory.Create(logging => logging.AddOpenTelemetry(options =>
        {
            options.SetResourceBuilder(Resource());
            options.IncludeFormattedMessage = true;
            options.AddOtlpExporter(exporter => Point(exporter, protocol, host, "/v1/logs"));
        })))
        {
#pragma warning disable CA1848, CA2254 // One line of a test.
            factory.CreateLogger("test").LogError(new IOException("disk"), "paying failed");
#pragma warning restore CA1848, CA2254
        }
        var line = Assert.Single(host.Sink.Lines);
        Assert.Equal((LogSeverity.Error, "paying failed [IOException: disk]"), (line.Severity, line.Body));
    }

    private static ResourceBuilder Resource() => ResourceBuilder.CreateEmpty()
        .AddService("checkout", "shop", "1.0", autoGenerateServiceInstanceId: false, "checkout-1")
        .AddAttributes([new("cloud.availability_zone", "z1")]);

    private static void Point(OtlpExporterOptions exporter, OtlpExportProtocol protocol, OtlpHost host, string path)
    {
        exporter.Protocol = protocol;
        exporter.Endpoint = protocol == OtlpExportProtocol.Grpc ? host.Grpc : new Uri(host.Http, path);
        exporter.Headers = "Authorization=Bearer right";
    }
}
