using Yarp.ReverseProxy.Forwarder;

namespace Prunella.Gateway.Forwarding;

/// <summary>Copies everything as it is, but swallows an answer that will be tried elsewhere.</summary>
internal sealed class RetryTransformer : HttpTransformer
{
    public override ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        var state = httpContext.Features.Get<TryState>();
        if (state is { MayRetryAnswer: true } && proxyResponse is not null && (int)proxyResponse.StatusCode is 502 or 503 or 504)
        {
            (state.Swallowed, state.Status) = (true, (int)proxyResponse.StatusCode);
            return ValueTask.FromResult(false);
        }
        return base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
    }
}
