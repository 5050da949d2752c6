using Prunella.Contracts;

namespace Prunella.Senses.Probes;

/// <summary>GETs a path; 2xx and 3xx are well.</summary>
/// <remarks>
/// No redirect is followed, no proxy asked, no cookie kept; of the body at most 1 KiB is read, so
/// that an instance can neither send us elsewhere nor fill us. A body that stops half-way in that
/// first KiB is no answer yet.
/// </remarks>
internal sealed class HttpProbe(Uri address) : IProbe
{
    private const int MaxRead = 1_024;

    private static readonly HttpMessageInvoker Invoker = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        MaxResponseHeadersLength = 16,
        ActivityHeadersPropagator = null,
    });

    public async Task<ProbeOutcome> AskAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.ConnectionClose = true;
        request.Headers.TryAddWithoutValidation("User-Agent", "prunella-probe");
        using var response = await Invoker.SendAsync(request, cancellation);
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[MaxRead];
        await body.ReadAtLeastAsync(buffer, MaxRead, throwOnEndOfStream: false, cancellation);
        return (int)response.StatusCode is >= 200 and < 400 ? ProbeOutcome.Ok : ProbeOutcome.Unhealthy;
    }
}
