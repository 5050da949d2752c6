using Prunella.Gateway.Routing;
using Prunella.Gateway.Telemetry;
using Prunella.Runtime.Configuration;

namespace Prunella.Gateway.Forwarding;

/// <summary>What happens to a request: which service, whether its caller's way is open, then on to an instance.</summary>
internal sealed class GatewayHandler(RouteTable routes, Forwarder forwarder, GatewayMetrics metrics, MonotonicClock clock)
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
        if (cluster.EdgeOf(http.Request.Headers[Caller]) is { } edge && !edge.Admits(at, out var withFallback))
            return AnswerAsync(http, cluster, withFallback ? edge.Fallback : null, at);
        return forwarder.ForwardAsync(http, cluster);
    }

    private async Task AnswerAsync(HttpContext http, Cluster cluster, FallbackSetup? fallback, long at)
    {
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
        metrics.Request(cluster, http.Response.StatusCode, degraded: true, clock.Nanos - at);
    }
}
