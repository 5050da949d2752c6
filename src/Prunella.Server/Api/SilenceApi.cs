using System.Security.Claims;

using Microsoft.AspNetCore.Http.HttpResults;

using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Runtime.Views;
using Prunella.Server.Auth;

namespace Prunella.Server.Api;

/// <summary>What persons have in hand.</summary>
internal sealed class SilenceApi(FleetHost fleet)
{
    private const long MostSeconds = 30 * 86_400;

    private sealed record SilenceRequest(string? Subject, long? Seconds, string? Because, bool? Debug);

    private sealed record UnsilenceRequest(string? Subject);

    public void Map(RouteGroupBuilder group)
    {
        group.MapPost("/silences", SilenceAsync).RequireAuthorization(Access.Operate);
        group.MapPost("/silences/end", UnsilenceAsync).RequireAuthorization(Access.Operate);
    }

    private async Task<Results<Ok<CommandAnswer>, ProblemHttpResult>> SilenceAsync(
        SilenceRequest request, ClaimsPrincipal user)
    {
        if (Parse(request.Subject) is not { } subject) return Wrong(NoSubject(request.Subject));
        if (request.Seconds is not (>= 1 and <= MostSeconds)) return Wrong("A silence lasts a second to 30 days: {\"seconds\": 3600}.");
        if (string.IsNullOrEmpty(request.Because)) return Wrong("A silence says why: {\"because\": \"...\"}.");
        var because = request.Because.Length > FleetApi.MaxWhy ? request.Because[..FleetApi.MaxWhy] : request.Because;
        var result = await fleet.Loop.SubmitAsync(Access.Actor(user), new SilenceCommanded(
            subject, request.Seconds.Value * 1_000_000_000, because, request.Debug ?? false));
        return result.Events.OfType<Silenced>().FirstOrDefault() is { } silenced
            ? FleetApi.Answer(result, SilenceText.Of(silenced))
            : FleetApi.NotFound($"no document declares {subject}.");
    }

    private async Task<Results<Ok<CommandAnswer>, ProblemHttpResult>> UnsilenceAsync(
        UnsilenceRequest request, ClaimsPrincipal user)
    {
        if (Parse(request.Subject) is not { } subject) return Wrong(NoSubject(request.Subject));
        var result = await fleet.Loop.SubmitAsync(Access.Actor(user), new UnsilenceCommanded(subject));
        return FleetApi.Answer(result, result.Events.OfType<Unsilenced>().Any()
            ? $"{subject} is the healer's again."
            : $"{subject} was not silenced.");
    }

    /// <summary>A subject's text form, or the plain name of a service, instance or edge.</summary>
    private static Subject? Parse(string? text)
    {
        try
        {
            if (string.IsNullOrEmpty(text)) return null;
            string[] kinds = ["service/", "instance/", "dependency/"];
            if (kinds.Any(k => text.StartsWith(k, StringComparison.Ordinal))) return Subject.Parse(text);
            return text.Contains('>', StringComparison.Ordinal) ? Subject.Of(DependencyId.Parse(text))
                : text.Contains('/', StringComparison.Ordinal) ? Subject.Of(InstanceId.Parse(text))
                : Subject.Of(ServiceId.Parse(text));
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static string NoSubject(string? text) =>
        $"'{text}' names nothing: a service (checkout), an instance (checkout/checkout-2) or an edge (checkout>payments).";

    private static ProblemHttpResult Wrong(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status422UnprocessableEntity);
}
