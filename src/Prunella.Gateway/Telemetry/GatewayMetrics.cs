using System.Diagnostics;
using System.Diagnostics.Metrics;

using Prunella.Gateway.Routing;
using Prunella.Reflexes.Ejection;

namespace Prunella.Gateway.Telemetry;

/// <summary>What the gateway saw, per try and per request; described in docs/guides/gateway.md.</summary>
internal sealed class GatewayMetrics : IDisposable
{
    public const string MeterName = "Prunella.Gateway";

    /// <summary>About five bounds per decade, denser where answers usually are.</summary>
    private static readonly double[] Seconds =
        [0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4,
            0.5, 0.75, 1, 1.5, 2, 3, 5, 10];

    // Boxed once: a tag is an object, and a request shall cost none.
    private static readonly object[] Statuses = [.. Enumerable.Range(0, 600).Select(i => (object)i)];
    private static readonly object True = true;
    private static readonly object False = false;

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _duration;

    public GatewayMetrics() => _duration = _meter.CreateHistogram(
        "prunella.gateway.request.duration", "s", "Duration of tries (scope=try) and of client requests (scope=request).",
        tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });

    public void Try(Cluster cluster, Destination destination, TryOutcome outcome, int status, long nanos)
    {
        if (outcome == TryOutcome.Abandoned) return;
        var tags = new TagList
        {
            { "prunella.scope", "try" },
            { "prunella.service", cluster.Name },
            { "prunella.instance", destination.Instance.Name },
            { "http.response.status_code", Boxed(status) },
        };
        if (Error(outcome) is { } error) tags.Add("error.type", error);
        _duration.Record(nanos / 1e9, tags);
    }

    public void Request(Cluster cluster, Edge? edge, int status, long nanos) =>
        Record(cluster, edge, status, False, nanos);

    /// <summary>A request that was answered here, by a fallback or by an open breaker.</summary>
    public void Degraded(Cluster cluster, Edge edge, int status, long nanos) =>
        Record(cluster, edge, status, True, nanos);

    private void Record(Cluster cluster, Edge? edge, int status, object degraded, long nanos)
    {
        var tags = new TagList
        {
            { "prunella.scope", "request" },
            { "prunella.service", cluster.Name },
            { "http.response.status_code", Boxed(status) },
            { "prunella.degraded", degraded },
        };
        // Only declared callers: a header must not be able to make series.
        if (edge is not null) tags.Add("prunella.caller", edge.CallerName);
        if (status >= 500) tags.Add("error.type", "5xx");
        _duration.Record(nanos / 1e9, tags);
    }

    private static object Boxed(int status) => status is >= 0 and < 600 ? Statuses[status] : status;

    public void Dispose() => _meter.Dispose();

    private static string? Error(TryOutcome outcome) => outcome switch
    {
        TryOutcome.Ok => null,
        TryOutcome.NotConnected => "not-connected",
        TryOutcome.TimedOut => "timeout",
        _ => "failed",
    };
}
