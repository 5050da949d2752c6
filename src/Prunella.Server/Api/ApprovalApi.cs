using System.Security.Claims;

using Microsoft.AspNetCore.Http.HttpResults;

using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Reasons;
using Prunella.Runtime.Loop;
using Prunella.Runtime.Views;
using Prunella.Server.Auth;

namespace Prunella.Server.Api;

/// <summary>A person's word on what waits. What the rules refuse is answered 409 with the reasons.</summary>
internal sealed class ApprovalApi(FleetHost fleet)
{
    private sealed record ApproveRequest(string? Plan);

    private sealed record DenyRequest(string? Because);

    private sealed record RemediationRequest(string? Recipe, string? Target);

    public void Map(RouteGroupBuilder group)
    {
        group.MapPost("/remediations/{id}/approve", ApproveAsync).RequireAuthorization(Access.Approve);
        group.MapPost("/remediations/{id}/deny", DenyAsync).RequireAuthorization(Access.Approve);
        group.MapPost("/incidents/{id}/remediations", RequestAsync).RequireAuthorization(Access.Operate);
    }

    private async Task<Results<Ok<CommandAnswer>, ProblemHttpResult>> ApproveAsync(
        string id, ApproveRequest request, ClaimsPrincipal user)
    {
        if (!FleetApi.RemediationId().IsMatch(id)) return NoId(id);
        if (string.IsNullOrEmpty(request.Plan))
            return Bad("An approval names the plan that was shown: {\"plan\": \"...\"}, as the status gives it.");
        var result = await fleet.Loop.SubmitAsync(Access.Actor(user), new ApproveCommanded(id, request.Plan));
        if (!result.Events.OfType<ApprovalGiven>().Any()) return Refused(id, "not approved", result);
        var more = result.Reasons.FirstOrDefault(r => r.Code == ReasonCodes.ApprovalMore);
        return FleetApi.Answer(result, more is null
            ? $"{id} is approved and begins."
            : $"{id}: {ReasonTexts.Say(more)}; it goes on waiting.");
    }

    private async Task<Results<Ok<CommandAnswer>, ProblemHttpResult>> DenyAsync(
        string id, DenyRequest request, ClaimsPrincipal user)
    {
        if (!FleetApi.RemediationId().IsMatch(id)) return NoId(id);
        var because = request.Because ?? "";
        if (because.Length == 0) return Bad("A denial says why: {\"because\": \"...\"}.");
        if (because.Length > FleetApi.MaxWhy) because = because[..FleetApi.MaxWhy];
        var result = await fleet.Loop.SubmitAsync(Access.Actor(user), new DenyCommanded(id, because));
        return result.Events.OfType<ApprovalDenied>().Any()
            ? FleetApi.Answer(result, $"{id} is denied; it is not proposed again in that incident.")
            : Refused(id, "not denied", result);
    }

    private async Task<Results<Ok<CommandAnswer>, ProblemHttpResult>> RequestAsync(
        string id, RemediationRequest request, ClaimsPrincipal user)
    {
        if (string.IsNullOrEmpty(request.Recipe)) return Bad("A request names a recipe: {\"recipe\": \"...\"}.");
        var result = await fleet.Loop.SubmitAsync(
            Access.Actor(user), new RemediationRequested(id, request.Recipe, request.Target ?? ""));
        return result.Events.OfType<ApprovalAsked>().FirstOrDefault() is { } asked
            ? FleetApi.Answer(result, $"{asked.Remediation} waits for another person's approval (plan {asked.Plan}).")
            : Refused(id, "not proposed", result);
    }

    /// <summary>What is not there is answered 404; what is there and refused, 409.</summary>
    private static ProblemHttpResult Refused(string id, string what, CommandResult result)
    {
        var reasons = result.Reasons.Select(ReasonTexts.Say).Distinct().ToArray();
        var why = $"{id} is {what}: {(reasons.Length > 0 ? string.Join("; ", reasons) : "nothing came of it")}.";
        return result.Reasons.Any(r => r.Code is ReasonCodes.NothingWaits or ReasonCodes.RequestUnknown)
            ? FleetApi.NotFound(why)
            : TypedResults.Problem(why, statusCode: StatusCodes.Status409Conflict);
    }

    private static ProblemHttpResult NoId(string id) => FleetApi.NotFound($"'{id}' is no remediation: ids look like i7.r2.");

    private static ProblemHttpResult Bad(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}
