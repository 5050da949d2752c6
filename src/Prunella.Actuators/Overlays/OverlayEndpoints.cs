using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

using Prunella.Contracts;
using Prunella.Runtime.Wire;

namespace Prunella.Actuators.Overlays;

/// <summary>
/// The protocol's routes: the stream of overlays and the answers to it; described in
/// docs/reference/overlays.md.
/// </summary>
public static class OverlayEndpoints
{
    /// <summary>Version of the protocol that this healer speaks.</summary>
    public const string Version = "1.0";

    /// <summary>Header in which both sides name theirs.</summary>
    public const string Header = "Prunella-Protocol";

    /// <summary>A reply names each change of an overlay; a thousand changes fit.</summary>
    private const int MostReplyBytes = 256 * 1024;

    /// <summary>
    /// Maps <c>overlays/{target}</c> and <c>overlays/{target}/reply</c>; the caller adds
    /// authorization.
    /// </summary>
    public static RouteGroupBuilder MapOverlays(this IEndpointRouteBuilder routes, OverlayHub hub)
    {
        var group = routes.MapGroup("/overlays/{target}");
        group.AddEndpointFilter(async (context, next) =>
        {
            context.HttpContext.Response.Headers[Header] = Version;
            return Refusal(context.HttpContext, hub) ?? await next(context);
        });
        group.MapGet("", (string target, CancellationToken cancellation) =>
            TypedResults.ServerSentEvents(TextsAsync(hub, target, cancellation), "overlay"));
        group.MapPost("/reply", async Task<Results<NoContent, ProblemHttpResult>> (string target, HttpRequest request, CancellationToken cancellation) =>
        {
            if (await ReplyAsync(request, cancellation) is not { } reply)
                return Problem(StatusCodes.Status400BadRequest, $"The body is no reply of at most {MostReplyBytes / 1024} KiB as docs/reference/overlays.md describes it.");
            hub.Accept(reply with { Target = target });
            return TypedResults.NoContent();
        });
        return group;
    }

    private static async IAsyncEnumerable<string> TextsAsync(
        OverlayHub hub, string target, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var overlay in hub.SubscribeAsync(target, cancellation))
            yield return JsonSerializer.Serialize(overlay, WireJson.Options);
    }

    private static async Task<OverlayReply?> ReplyAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = MostReplyBytes;
        try
        {
            var reply = await JsonSerializer.DeserializeAsync<OverlayReply>(
                request.Body, WireJson.Options, cancellation);
            return reply is { Results: not null } ? reply : null;
        }
        catch (Exception e) when (e is JsonException or BadHttpRequestException)
        {
            return null;
        }
    }

    private static ProblemHttpResult? Refusal(HttpContext http, OverlayHub hub)
    {
        var target = http.Request.RouteValues["target"] as string ?? "";
        if (!hub.Knows(target)) return Problem(StatusCodes.Status404NotFound, $"No gateway of these documents is called '{target}'.");
        var spoken = http.Request.Headers[Header].ToString();
        return spoken.Length == 0 || MajorOf(spoken) == MajorOf(Version)
            ? null
            : Problem(StatusCodes.Status400BadRequest, $"Protocol {spoken} is not understood; this healer speaks {Version}. Use a gateway of its version.");
    }

    private static int? MajorOf(string version) =>
        int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            ? major
            : null;

    private static ProblemHttpResult Problem(int status, string what) => TypedResults.Problem(what, statusCode: status);
}
