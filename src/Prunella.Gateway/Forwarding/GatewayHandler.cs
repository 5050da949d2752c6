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
    private const string Rehearse = "Prunella-Rehearse";
    private const string Rehearsed = "Prunella-Rehearsed";

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
        if (http.Request.Headers.ContainsKey(Rehearse)) return RehearseAsync(http, edge);
        if (edge is null || edge.Admits(at, out var withFallback)) return forwarder.ForwardAsync(http, cluster, edge);
        return AnswerAsync(http, cluster, edge, withFallback ? edge.Fallback : null);
    }

    /// <summary>Whoever rehearses is told what callers would be told under the order: no instance is asked, and no
    /// traffic is counted.</summary>
    private static Task RehearseAsync(HttpContext http, Edge? edge)
    {
        if (edge?.Fallback is not { } fallback)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return http.Response.WriteAsync("There is no declared reply for this caller.");
        }
        http.Response.Headers[Rehearsed] = "reply";
        return ReplyAsync(http, fallback);
    }

    private static Task ReplyAsync(HttpContext http, FallbackSetup fallback)
    {
        http.Response.StatusCode = fallback.Status;
        http.Response.ContentType = fallback.ContentType;
        return http.Response.WriteAsync(fallback.Body);
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
            await ReplyAsync(http, fallback);
        }
        metrics.Degraded(cluster, edge, http.Response.StatusCode, clock.Nanos - at);
    }
}
