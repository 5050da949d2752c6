using System.Net;

using Prunella.Gateway.Routing;
using Prunella.Gateway.Telemetry;
using Prunella.Reflexes.Ejection;

using Yarp.ReverseProxy.Forwarder;

namespace Prunella.Gateway.Forwarding;

/// <summary>Takes a request to an instance, and once more to another one where that is safe.</summary>
/// <remarks>
/// A second try is made when nothing was sent (the connection was refused), or when the method is
/// idempotent, or the request names an Idempotency-Key, and the answer was 502, 503, 504, a
/// timeout or a broken connection. It costs a token
/// of the cluster's budget. Bodies up to 64 KiB of such requests are kept for it; larger ones are
/// sent again only when nothing of them was sent.
/// </remarks>
internal sealed class Forwarder(IHttpForwarder yarp, GatewayMetrics metrics, MonotonicClock clock,
    ForwarderRequestConfig config) : IDisposable
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

    public async Task ForwardAsync(HttpContext http, Cluster cluster, Edge? edge)
    {
        var started = clock.Nanos;
        cluster.Deposit(started);
        var state = new TryState(cluster, clock) { Current = cluster.Pick(started) };
        if (state.Current < 0)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            metrics.Request(cluster, edge, StatusCodes.Status503ServiceUnavailable, clock.Nanos - started);
            return;
        }
        http.Features.Set(state);
        state.IsRepeatable = cluster.Destinations.Count > 1 && RequestBody.IsRepeatable(http.Request);
        if (state.IsRepeatable && http.Request.ContentLength > 0 && !await RequestBody.KeepAsync(http))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        var outcome = await TryAsync(http, cluster, state);
        if (state.IsSwallowed || ShouldRetry(http, outcome, state) && state.TakeRetry())
        {
            state.MoveOn();
            http.Response.Clear();
            http.Features.Set<IForwarderErrorFeature>(null);
            RequestBody.Rewind(http);
            outcome = await TryAsync(http, cluster, state);
        }
        if (outcome == TryOutcome.Abandoned) return;
        metrics.Request(cluster, edge, http.Response.StatusCode, clock.Nanos - started);
    }

    public void Dispose() => _client.Dispose();

    private async Task<TryOutcome> TryAsync(HttpContext http, Cluster cluster, TryState state)
    {
        var index = state.Current;
        var destination = cluster.Destinations[index];
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
        var status = state.IsSwallowed ? state.SwallowedStatus : http.Response.StatusCode;
        metrics.Try(cluster, destination, outcome, status, now - at);
        return outcome;
    }

    private static bool ShouldRetry(HttpContext http, TryOutcome outcome, TryState state)
    {
        if (http.Response.HasStarted || http.RequestAborted.IsCancellationRequested) return false;
        return outcome == TryOutcome.NotConnected
            || state.IsRepeatable && outcome is (TryOutcome.TimedOut or TryOutcome.Failed)
                && http.GetForwarderErrorFeature() is not null;
    }

    private static TryOutcome Outcome(HttpContext http, ForwarderError error, TryState state)
    {
        if (state.IsSwallowed) return TryOutcome.Failed;
        if (error == ForwarderError.None) return http.Response.StatusCode >= 500 ? TryOutcome.Failed : TryOutcome.Ok;
        // The client went away, or sent a broken body: the failure is not the instance's.
        if (http.RequestAborted.IsCancellationRequested || IsTheClients(error)) return TryOutcome.Abandoned;
        var exception = http.GetForwarderErrorFeature()?.Exception;
        if (exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError })
            return TryOutcome.NotConnected;
        // The connection attempt's own timeout names itself inside; the try's timeout does not.
        if (exception is OperationCanceledException { InnerException: TimeoutException })
            return TryOutcome.NotConnected;
        return IsATimeout(error) ? TryOutcome.TimedOut : TryOutcome.Failed;
    }

    private static bool IsTheClients(ForwarderError error) => error is ForwarderError.RequestBodyClient
        or ForwarderError.ResponseBodyClient or ForwarderError.UpgradeRequestClient
            or ForwarderError.UpgradeResponseClient;

    /// <summary>Cancelled, and not by the client: then it was the clock, in the middle of a body too.</summary>
    private static bool IsATimeout(ForwarderError error) => error is ForwarderError.RequestTimedOut
        or ForwarderError.RequestCanceled
        or ForwarderError.RequestBodyCanceled or ForwarderError.ResponseBodyCanceled
        or ForwarderError.UpgradeRequestCanceled or ForwarderError.UpgradeResponseCanceled
            or ForwarderError.UpgradeActivityTimeout;
}
