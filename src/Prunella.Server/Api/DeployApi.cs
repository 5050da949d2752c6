using Microsoft.AspNetCore.Http.HttpResults;

using Prunella.Contracts;
using Prunella.Runtime.Views;
using Prunella.Server.Auth;

namespace Prunella.Server.Api;

/// <summary>Somebody tells of a deploy. Nothing is decided by it, so it is no record of the journal: what it explains
/// names it there.</summary>
internal sealed class DeployApi(FleetHost fleet)
{
    private const int MaxVersion = 120;

    private sealed record DeployRequest(string? Service, string? Version);

    public void Map(RouteGroupBuilder group) =>
        group.MapPost("/deploys", Deployed).RequireAuthorization(Access.Operate);

    private Results<Ok<CommandAnswer>, ProblemHttpResult> Deployed(DeployRequest request)
    {
        if (request.Version is not { Length: > 0 and <= MaxVersion } version || version.Any(char.IsControl))
        {
            return TypedResults.Problem(
                $"A deploy names its version, 1 to {MaxVersion} characters without control characters: {{\"version\": \"2.4.1\"}}.",
                statusCode: StatusCodes.Status400BadRequest);
        }
        var services = fleet.Status().Services.Select(s => s.Service.ToString()).ToArray();
        if (request.Service is not { } service || !services.Contains(service))
        {
            var known = services.Length == 0 ? "none" : string.Join(", ", services);
            return FleetApi.NotFound($"There is no service '{request.Service}', declared or met. There are: {known}.");
        }
        fleet.Deployed(ServiceId.Parse(service), version);
        return TypedResults.Ok(new CommandAnswer(1, true,
            $"noted: {service} {version} is deployed. Its levels may move for half an hour unless it fails or is slow; what goes wrong in that time names it.", []));
    }
}
