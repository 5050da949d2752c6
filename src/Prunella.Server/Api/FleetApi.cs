using System.Security.Claims;
using System.Text.RegularExpressions;

using Microsoft.AspNetCore.Http.HttpResults;

using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Runtime.Loop;
using Prunella.Runtime.Ports;
using Prunella.Runtime.Views;
using Prunella.Server.Auth;

namespace Prunella.Server.Api;

/// <summary>What people and programs ask of a fleet over HTTP; described in docs/reference/http-api.md.</summary>
internal sealed partial class FleetApi(FleetHost fleet)
{
    internal const int MaxWhy = 200;

    public void Map(WebApplication app)
    {
        var group = app.MapGroup("/v1/fleets/{fleet}").AddEndpointFilter(RefuseForeignFleetAsync).AddEndpointFilter(SayWhenEndedAsync);
        group.MapGet("/status", () => fleet.Status()).RequireAuthorization(Access.Read);
        group.MapGet("/incidents", () => fleet.Views.Incidents()).RequireAuthorization(Access.Read);
        group.MapGet("/incidents/{id}", StoryAsync).RequireAuthorization(Access.Read);
        group.MapGet("/tuning", () => fleet.Views.Tuning()).RequireAuthorization(Access.Read);
        group.MapGet("/trust", () => fleet.Views.Trust()).RequireAuthorization(Access.Read);
        group.MapGet("/actions", (long? since) => fleet.Views.Actions(since ?? 0)).RequireAuthorization(Access.Read);
        group.MapGet("/signals", SignalsAsync).RequireAuthorization(Access.Read);
        group.MapGet("/audit", fleet.AuditAsync).RequireAuthorization(Access.Read);
        group.MapGet("/events", Events).RequireAuthorization(Access.Read);
        group.MapPost("/freeze", FreezeAsync).RequireAuthorization(Access.Operate);
        group.MapPost("/unfreeze", UnfreezeAsync).RequireAuthorization(Access.Operate);
        group.MapPost("/remediations/{id}/revert", RevertAsync).RequireAuthorization(Access.Operate);
        new MarkApi(fleet).Map(group);
        new ApprovalApi(fleet).Map(group);
        new PolicyApi(fleet).Map(group);
        new SilenceApi(fleet).Map(group);
        new DeployApi(fleet).Map(group);
        group.MapPost("/gateways/{target}/report", Report).RequireAuthorization(Access.Target);
    }

    private sealed record FreezeRequest(string? Why);

    private async Task<Results<Ok<IncidentStory>, ProblemHttpResult>> StoryAsync(string id,
        CancellationToken cancellation) =>
        await fleet.StoryAsync(id, cancellation) is { } story ? TypedResults.Ok(story) : NotFound($"There is no incident '{id}'.");

    private async Task<Results<Ok<IReadOnlyList<SignalReading>>, ProblemHttpResult>> SignalsAsync(
        string subject, SignalKind signal, long from, long to, CancellationToken cancellation)
    {
        try
        {
            return TypedResults.Ok(await fleet.Signals.QueryAsync(new SignalQuery(Subject.Parse(subject), signal, from,
                to), cancellation));
        }
        catch (FormatException e)
        {
            return TypedResults.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest);
        }
    }

    private async Task<Ok<CommandAnswer>> FreezeAsync(FreezeRequest request, ClaimsPrincipal user)
    {
        var why = request.Why ?? "";
        var result = await fleet.Loop.SubmitAsync(
            Access.Actor(user), new FreezeCommanded("api", why.Length > MaxWhy ? why[..MaxWhy] : why));
        return Answer(result, result.Events.OfType<Frozen>().Any()
            ? "frozen: nothing is done any more, what is in force stays. 'prunella unfreeze' takes it back."
            : "was frozen already.");
    }

    private async Task<Ok<CommandAnswer>> UnfreezeAsync(ClaimsPrincipal user)
    {
        var result = await fleet.Loop.SubmitAsync(Access.Actor(user), new UnfreezeCommanded("api"));
        return Answer(result, result.Events.OfType<Unfrozen>().Any()
            ? "acting again, unless the file FREEZE lies in the data folder."
            : "was not frozen by a command; a freeze by the file FREEZE ends only when the file goes.");
    }

    private async Task<Results<Ok<CommandAnswer>, ProblemHttpResult>> RevertAsync(string id, ClaimsPrincipal user)
    {
        if (!RemediationId().IsMatch(id)) return NotFound($"'{id}' is no remediation: ids look like i7.r2.");
        var result = await fleet.Loop.SubmitAsync(Access.Actor(user), new RevertCommanded(id));
        return Answer(result, result.Events.Count > 0
            ? $"{id} is being taken back; it is not tried again on that target in that incident."
            : $"{id} is not in force: nothing to take back.");
    }

    private Results<NoContent, ProblemHttpResult> Report(string target, GatewayReport report)
    {
        if (report.Gateway != target)
            return TypedResults.Problem($"The report is of '{report.Gateway}', the route of '{target}'.", statusCode: StatusCodes.Status400BadRequest);
        fleet.Sink.Accept(report);
        return TypedResults.NoContent();
    }

    /// <summary>Tells at least once a second that there is something to look at; the data itself is one GET
    /// away.</summary>
    private ServerSentEventsResult<FleetStatus> Events(CancellationToken cancellation) =>
        TypedResults.ServerSentEvents(fleet.StatusStreamAsync(cancellation), "status");

    internal static Ok<CommandAnswer> Answer(CommandResult result, string message) =>
        TypedResults.Ok(new CommandAnswer(1, result.Events.Count > 0, message,
            [.. result.Reasons.Select(ReasonTexts.Say)]));

    internal static ProblemHttpResult NotFound(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound);

    private static async ValueTask<object?> SayWhenEndedAsync(EndpointFilterInvocationContext context,
        EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (LoopEndedException e)
        {
            return TypedResults.Problem(e.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private async ValueTask<object?> RefuseForeignFleetAsync(EndpointFilterInvocationContext context,
        EndpointFilterDelegate next)
    {
        var asked = context.HttpContext.Request.RouteValues["fleet"] as string;
        return asked == fleet.Id.Value
            ? await next(context)
            : NotFound($"This healer runs the fleet '{fleet.Id}', not '{asked}'.");
    }

    [GeneratedRegex(@"^i\d{1,9}\.r\d{1,9}$")]
    internal static partial Regex RemediationId();
}
