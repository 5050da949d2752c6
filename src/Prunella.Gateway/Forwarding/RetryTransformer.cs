using Microsoft.Net.Http.Headers;

using Yarp.ReverseProxy.Forwarder;

namespace Prunella.Gateway.Forwarding;

/// <summary>Copies everything as it is, but swallows an answer that will be tried elsewhere.</summary>
/// <remarks>
/// YARP leaves the trace headers to the client's propagator, which we switched off: the gateway is
/// no station of the trace, so the caller's headers are copied here.
/// </remarks>
internal sealed class RetryTransformer : HttpTransformer
{
    private static readonly string[] TraceHeaders =
        [HeaderNames.TraceParent, HeaderNames.TraceState, HeaderNames.Baggage];

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix,
            CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        foreach (var name in TraceHeaders)
        {
            if (httpContext.Request.Headers.TryGetValue(name, out var value) && !proxyRequest.Headers.Contains(name))
                proxyRequest.Headers.TryAddWithoutValidation(name, (string?)value);
        }
    }

    public override ValueTask<bool> TransformResponseAsync(HttpContext httpContext,
        HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is not null && httpContext.Features.Get<TryState>() is { } state
            && state.TrySwallow((int)proxyResponse.StatusCode))
            return ValueTask.FromResult(false);
        return base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
    }
}
