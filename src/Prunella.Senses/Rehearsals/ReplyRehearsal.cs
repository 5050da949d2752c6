using System.Net;

using Prunella.Contracts;
using Prunella.Runtime.Configuration;

namespace Prunella.Senses.Rehearsals;

/// <summary>Asks the gateway for the declared reply of a route, as the route's caller, and compares it with the
/// document.</summary>
/// <remarks>The header says that it is a rehearsal: the gateway answers with what it would answer under the order, asks
/// no instance and counts no traffic. Of the body no more is read than the document's and one byte.</remarks>
internal sealed class ReplyRehearsal(FleetConfiguration configuration, TimeProvider time) : IRehearsal
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private static readonly HttpMessageInvoker Invoker = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        MaxResponseHeadersLength = 16,
        ActivityHeadersPropagator = null,
    });

    public async Task<string?> TryAsync(Subject subject, int requests, CancellationToken cancellation)
    {
        var route = subject.Dependency;
        var rules = configuration.Policies.Dependencies.FirstOrDefault(d => d.Id == route);
        var gateway = configuration.Gateways.FirstOrDefault(g => g.Name == rules?.Gateway);
        var declared = configuration.Fallbacks.FirstOrDefault(f => f.Dependency == route);
        if (gateway is null || declared is null) return "no gateway carries the route, or it declares no reply";
        for (var i = 0; i < requests; i++)
        {
            if (await AskAsync(gateway, declared, cancellation) is { } wrong) return wrong;
        }
        return null;
    }

    private async Task<string?> AskAsync(GatewaySetup gateway, FallbackSetup declared, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(gateway, declared.Dependency.Callee));
        request.Headers.ConnectionClose = true;
        request.Headers.TryAddWithoutValidation("Prunella-Caller", declared.Dependency.Caller.ToString());
        request.Headers.TryAddWithoutValidation("Prunella-Rehearse", "reply");
        try
        {
            using var response = await Invoker.SendAsync(request, either.Token);
            if (!response.Headers.Contains("Prunella-Rehearsed")) return "the gateway knows no rehearsals";
            if ((int)response.StatusCode != declared.Status) return $"it answered {(int)response.StatusCode} instead of {declared.Status}";
            var expected = System.Text.Encoding.UTF8.GetBytes(declared.Body);
            var body = new byte[expected.Length + 1];
            await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
            var read = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, either.Token);
            return body.AsSpan(0, read).SequenceEqual(expected) ? null : "it answered with another body than the declared one";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return "the gateway did not answer within 1 s";
        }
        catch (HttpRequestException e)
        {
            return $"the gateway cannot be asked: {e.Message}";
        }
    }

    /// <summary>A gateway that listens everywhere is asked on this machine.</summary>
    private static Uri AddressOf(GatewaySetup gateway, ServiceId callee)
    {
        var isAny = gateway.Listen.Address.Equals(IPAddress.Any) || gateway.Listen.Address.Equals(IPAddress.IPv6Any);
        var listen = isAny ? new IPEndPoint(IPAddress.Loopback, gateway.Listen.Port) : gateway.Listen;
        return new Uri($"http://{listen}/{callee}/");
    }
}
