using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

using Prunella.Contracts;

namespace Prunella.Actuators.Overlays;

/// <summary>The protocol's routes: the stream of overlays and the answers to it; described in docs/reference/overlays.md.</summary>
public static class OverlayEndpoints
{
    /// <summary>Version of the protocol that this healer speaks.</summary>
    public const string Version = "1.0";

    /// <summary>Header in which both sides name theirs.</summary>
    public const string Header = "Prunella-Protocol";

    /// <summary>Maps <c>overlays/{target}</c> and <c>overlays/{target}/reply</c>; the caller adds authorization.</summary>
    public static RouteGroupBuilder MapOverlays(this IEndpointRouteBuilder routes, OverlayHub hub)
    {
        var group = routes.MapGroup("/overlays/{target}");
        group.AddEndpointFilter(async (context, next) => Refusal(context.HttpContext, hub) ?? await next(context));
        group.MapGet("", (string target, HttpContext http, CancellationToken cancellation) =>
        {
            http.Response.Headers[Header] = Version;
            return TypedResults.ServerSentEvents(hub.SubscribeAsync(target, cancellation), "overlay");
        });
        group.MapPost("/reply", (string target, OverlayReply reply) =>
        {
            hub.Accept(reply with { Target = target });
            return TypedResults.NoContent();
        });
        return group;
    }

    private static ProblemHttpResult? Refusal(HttpContext http, OverlayHub hub)
    {
        var target = http.Request.RouteValues["target"] as string ?? "";
        if (!hub.Knows(target))
            return TypedResults.Problem($"No gateway of these documents is called '{target}'.", statusCode: StatusCodes.Status404NotFound);
        var spoken = http.Request.Headers[Header].ToString();
        return spoken.Length == 0 || spoken.Split('.')[0] == Version.Split('.')[0]
            ? null
            : TypedResults.Problem($"Protocol {spoken} is not understood; this healer speaks {Version}. Use a gateway of its version.", statusCode: StatusCodes.Status400BadRequest);
    }
}
