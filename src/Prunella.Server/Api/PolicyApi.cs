using System.Security.Claims;

using Microsoft.AspNetCore.Http.HttpResults;

using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Runtime.Views;
using Prunella.Server.Auth;
using Prunella.Server.Policies;

namespace Prunella.Server.Api;

/// <summary>Policies put in force while the healer runs, in stages, and taken back.</summary>
/// <remarks>A set that is rejected leaves the active one untouched: it never reaches the loop.</remarks>
internal sealed class PolicyApi(FleetHost fleet)
{
    private sealed record ApplyRequest(
        PolicyStage? Stage, int? SharePerMille, IReadOnlyList<SentDocument>? Documents);

    public void Map(RouteGroupBuilder group)
    {
        group.MapPost("/policies", ApplyAsync).RequireAuthorization(Access.Operate);
        group.MapPost("/policies/rollback", RollBackAsync).RequireAuthorization(Access.Operate);
    }

    private async Task<Results<Ok<CommandAnswer>, ProblemHttpResult>> ApplyAsync(
        ApplyRequest request, ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (request.Stage is not { } stage) return Wrong("Say how far: \"stage\" is shadow, share or all.");
        var share = stage == PolicyStage.Share ? request.SharePerMille ?? 0 : 1000;
        if (share is < 1 or > 1000) return Wrong("A share is 1 to 1000 per mille of the services.");
        var (configuration, problems) = PolicyUpload.Read(request.Documents ?? [], Environment.GetEnvironmentVariable);
        if (configuration is null)
            return Wrong("The documents are rejected, and what is in force stays: " + string.Join(" ", problems));
        var beyond = fleet.BeyondPolicies(configuration);
        if (beyond.Count > 0)
            return TypedResults.Problem($"Rejected, and what is in force stays: {string.Join("; ", beyond)}. Such changes need a restart: prunella up -c FOLDER.", statusCode: StatusCodes.Status409Conflict);
        await fleet.KeepPoliciesAsync(configuration, cancellation);
        var result = await fleet.Loop.SubmitAsync(
            Access.Actor(user), new PolicySetOffered(configuration.Hash, configuration.Policies, stage, share));
        var message = result.Events.Select(e => e is PolicySetActivated or PolicySetStaged ? PoliciesText.Say(e) : null)
            .LastOrDefault(t => t is not null);
        return FleetApi.Answer(result, message ?? "nothing changed: " + string.Join("; ", result.Reasons.Select(ReasonTexts.Say)) + ".");
    }

    private async Task<Ok<CommandAnswer>> RollBackAsync(ClaimsPrincipal user)
    {
        var result = await fleet.Loop.SubmitAsync(Access.Actor(user), new PolicyRollbackCommanded());
        var said = result.Events.Select(PoliciesText.Say).Where(t => t.Length > 0).ToArray();
        return FleetApi.Answer(result, said.Length > 0 ? string.Join(" ", said) : "there is nothing to go back to.");
    }

    private static ProblemHttpResult Wrong(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status422UnprocessableEntity);
}
