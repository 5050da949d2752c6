using Prunella.Gateway.Routing;
using Prunella.Gateway.Telemetry;
using Prunella.Runtime.Configuration;

namespace Prunella.Gateway.Forwarding;

/// <summary>What happens to a request: which service, whether its caller's way is open, then on to
/// an instance.</summary>
internal sealed class GatewayHandler(RouteTable routes, Forwarder forwarder, GatewayMetrics metrics,
    MonotonicClock clock)
{
    private const string Caller = "Prunella-Caller";
    private const string Degraded = "Prunella-Degraded";

    public Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "/";
        if (routes.Find(path, out var rest) is not { } cluster)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return http.Response.WriteAsync($"No service of that name is behind this gateway: {string.Join(", ", routes.Clusters.Select(c => c.Service))}.");
        }
        http.Request.PathBase = http.Request.PathBase.Add(path[..rest]);
        http.Request.Path = rest == path.Length ? "/" : path[rest..];
        var at = clock.Nanos;
        var edge = cluster.EdgeOf(http.Request.Headers[Caller]);
        if (edge is null || edge.Admits(at, out var withFallback)) return forwarder.ForwardAsync(http, cluster, edge);
        return AnswerAsync(http, cluster, edge, withFallback ? edge.Fallback : null);
    }

    private async Task AnswerAsync(HttpContext http, Cluster cluster, Edge edge, FallbackSetup? fallback)
    {
        var at = clock.Nanos;
        http.Response.Headers[Degraded] = "true";
        if (fallback is null)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.Headers.RetryAfter = "1";
        }
        else
        {
            http.Response.StatusCode = fallback.Status;
            http.Response.ContentType = fallback.ContentType;
            await http.Response.WriteAsync(fallback.Body);
        }
        metrics.Degraded(cluster, edge, http.Response.StatusCode, clock.Nanos - at);
    }
}
