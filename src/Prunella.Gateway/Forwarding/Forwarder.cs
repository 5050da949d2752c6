using System.Net;

using Prunella.Gateway.Routing;
using Prunella.Gateway.Telemetry;
using Prunella.Reflexes.Ejection;

using Yarp.ReverseProxy.Forwarder;

namespace Prunella.Gateway.Forwarding;

/// <summary>Takes a request to an instance, and once more to another one where that is safe.</summary>
/// <remarks>
/// A second try is made when nothing was sent (the connection was refused), or when the method is idempotent, or the
/// request names an Idempotency-Key, and the answer was 502, 503, 504, a timeout or a broken connection. It costs a token
/// of the cluster's budget. A request with a body is tried again only when nothing was sent: its body is gone otherwise.
/// </remarks>
internal sealed class Forwarder(IHttpForwarder yarp, GatewayMetrics metrics, MonotonicClock clock, ForwarderRequestConfig config) : IDisposable
{
    private readonly RetryTransformer _transformer = new();

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        EnableMultipleHttp2Connections = true,
        // The caller's traceparent passes on as it came; a gateway is no station of the trace.
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(1),
    });

    public async Task ForwardAsync(HttpContext http, Cluster cluster)
    {
        var started = clock.Nanos;
        cluster.Deposit(started);
        var first = cluster.Pick(-1, started);
        if (first < 0)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            metrics.Request(cluster, StatusCodes.Status503ServiceUnavailable, false, clock.Nanos - started);
            return;
        }
        var repeatable = IsRepeatable(http.Request);
        var outcome = await TryAsync(http, cluster, first, repeatable && cluster.Destinations.Count > 1);
        if (ShouldRetry(http, outcome, repeatable) && cluster.Destinations.Count > 1 && cluster.TryTakeRetry(clock.Nanos))
        {
            http.Response.Clear();
            http.Features.Set<IForwarderErrorFeature>(null);
            outcome = await TryAsync(http, cluster, cluster.Pick(first, clock.Nanos), mayRetryAnswer: false);
        }
        else if (http.Features.Get<TryState>() is { Swallowed: true } state)
        {
            http.Response.StatusCode = state.Status;
        }
        if (outcome != TryOutcome.Abandoned) metrics.Request(cluster, http.Response.StatusCode, false, clock.Nanos - started);
    }

    public void Dispose() => _client.Dispose();

    private async Task<TryOutcome> TryAsync(HttpContext http, Cluster cluster, int index, bool mayRetryAnswer)
    {
        var destination = cluster.Destinations[index];
        var state = new TryState { MayRetryAnswer = mayRetryAnswer };
        http.Features.Set(state);
        var at = clock.Nanos;
        var slot = destination.Begin(at);
        ForwarderError error;
        try
        {
            error = await yarp.SendAsync(http, destination.Prefix, _client, config, _transformer);
        }
        finally
        {
            destination.End(slot);
        }
        var outcome = Outcome(http, error, state);
        var now = clock.Nanos;
        cluster.Record(index, outcome, now);
        metrics.Try(cluster, destination, outcome, state.Swallowed ? state.Status : http.Response.StatusCode, now - at);
        return outcome;
    }

    private static bool ShouldRetry(HttpContext http, TryOutcome outcome, bool repeatable)
    {
        if (http.Response.HasStarted || http.RequestAborted.IsCancellationRequested) return false;
        if (outcome == TryOutcome.NotConnected) return true;
        if (!repeatable) return false;
        return outcome == TryOutcome.TimedOut
            || outcome == TryOutcome.Failed && (http.Features.Get<TryState>()!.Swallowed || http.Response.StatusCode is 502 or 504);
    }

    private static bool IsRepeatable(HttpRequest request)
    {
        var bodiless = request.ContentLength is null or 0 && !request.Headers.ContainsKey("Transfer-Encoding");
        if (!bodiless) return false;
        return HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)
            || HttpMethods.IsPut(request.Method) || HttpMethods.IsDelete(request.Method)
            || request.Headers.ContainsKey("Idempotency-Key");
    }

    private static TryOutcome Outcome(HttpContext http, ForwarderError error, TryState state)
    {
        if (state.Swallowed) return TryOutcome.Failed;
        switch (error)
        {
            case ForwarderError.None:
                return http.Response.StatusCode >= 500 ? TryOutcome.Failed : TryOutcome.Ok;
            case ForwarderError.RequestTimedOut:
                return TryOutcome.TimedOut;
            // The client disconnected, or sent a broken body: the failure is not the instance's.
            case ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.RequestBodyClient
                or ForwarderError.ResponseBodyCanceled or ForwarderError.ResponseBodyClient or ForwarderError.UpgradeRequestClient
                or ForwarderError.UpgradeResponseClient or ForwarderError.UpgradeRequestCanceled or ForwarderError.UpgradeResponseCanceled:
                return TryOutcome.Abandoned;
            default:
                return http.GetForwarderErrorFeature()?.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError }
                    ? TryOutcome.NotConnected
                    : TryOutcome.Failed;
        }
    }
}
