using System.Security.Claims;
using System.Text.RegularExpressions;

using Microsoft.AspNetCore.Http.HttpResults;

using Prunella.Contracts;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Reasons;
using Prunella.Runtime.Loop;
using Prunella.Runtime.Views;
using Prunella.Server.Auth;

namespace Prunella.Server.Api;

/// <summary>People's marks on incidents over HTTP; described in docs/reference/http-api.md.</summary>
internal sealed partial class MarkApi(FleetHost fleet)
{
    private const int MaxNote = 200;

    public void Map(RouteGroupBuilder fleetRoutes)
    {
        fleetRoutes.MapPost("/incidents/{id}/marks", MarkAsync).RequireAuthorization(Access.Operate);
        fleetRoutes.MapPost("/incidents/{id}/marks/withdraw", WithdrawAsync).RequireAuthorization(Access.Operate);
        fleetRoutes.MapDelete("/incidents/{id}/marks", WithdrawAsync).RequireAuthorization(Access.Operate);
    }

    /// <summary>Words as they come; read one by one, so that each can be answered with what is wrong with it.</summary>
    private sealed record MarkRequest(string? Kind, string? Suspect, string? Fault, string? Remediation, string? Note);

    private async Task<Results<Ok<CommandAnswer>, ProblemHttpResult>> MarkAsync(
        string id, MarkRequest request, ClaimsPrincipal user)
    {
        if (!IncidentId().IsMatch(id)) return Problem($"'{id}' is no incident: ids look like i7.", StatusCodes.Status404NotFound);
        MarkCommanded mark;
        try
        {
            mark = Read(id, request);
        }
        catch (FormatException e)
        {
            return Problem(e.Message, StatusCodes.Status400BadRequest);
        }
        var result = await fleet.Loop.SubmitAsync(Access.Actor(user), mark);
        return Answer(result, $"marked {id} {mark.Kind.Word()}. 'prunella mark {id} --withdraw' takes it back.");
    }

    private async Task<Results<Ok<CommandAnswer>, ProblemHttpResult>> WithdrawAsync(string id, ClaimsPrincipal user)
    {
        if (!IncidentId().IsMatch(id)) return Problem($"'{id}' is no incident: ids look like i7.", StatusCodes.Status404NotFound);
        var result = await fleet.Loop.SubmitAsync(Access.Actor(user), new MarkWithdrawalCommanded(id));
        return Answer(result, $"your mark on {id} is taken back, and nothing is learnt from it any more.");
    }

    private static MarkCommanded Read(string id, MarkRequest request)
    {
        var kind = MarkKinds.Find(request.Kind ?? "") ?? throw new FormatException(
            $"'{request.Kind}' is no kind of mark: say {string.Join(", ", Enum.GetValues<MarkKind>().Select(k => k.Word()))}.");
        var hasCause = !string.IsNullOrEmpty(request.Suspect) || !string.IsNullOrEmpty(request.Fault);
        if (hasCause && kind != MarkKind.WrongDiagnosis)
            throw new FormatException("suspect and fault say what was right: they go with wrong-diagnosis.");
        var remediation = request.Remediation ?? "";
        if (remediation.Length > 0 != (kind == MarkKind.WrongRemedy))
            throw new FormatException("remediation says which remedy was wrong, as i7.r2: wrong-remedy needs it, and nothing else takes it.");
        var note = request.Note ?? "";
        return new MarkCommanded(
            id, kind, Suspect(request.Suspect), Fault(request.Fault), remediation,
            note.Length > MaxNote ? note[..MaxNote] : note);
    }

    private static Subject? Suspect(string? text)
    {
        try
        {
            return string.IsNullOrEmpty(text) ? null : Subject.Parse(text);
        }
        catch (ArgumentException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static FaultKind? Fault(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        foreach (var fault in Enum.GetValues<FaultKind>())
        {
            if (Word(fault) == text) return fault;
        }
        throw new FormatException($"'{text}' is no kind of fault: say {string.Join(", ", Enum.GetValues<FaultKind>().Select(Word))}.");
    }

    private static string Word(FaultKind fault) =>
        System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(fault.ToString());

    private static Results<Ok<CommandAnswer>, ProblemHttpResult> Answer(CommandResult result, string done)
    {
        string[] said = [.. result.Reasons.Where(r => r.Code.StartsWith("mark.", StringComparison.Ordinal)).Select(ReasonTexts.Say)];
        if (result.Reasons.Any(r => r.Code == ReasonCodes.MarkUnknownIncident)) return Problem(said[0] + ".", StatusCodes.Status404NotFound);
        if (result.Reasons.Any(r => r.Code == ReasonCodes.MarkPersonsOnly)) return Problem(said[0] + ".", StatusCodes.Status403Forbidden);
        var isDone = result.Events.Any(e => e is Kernel.Events.IncidentMarked or Kernel.Events.MarkWithdrawn);
        return TypedResults.Ok(new CommandAnswer(1, isDone, isDone ? done : string.Join("; ", said) + ".", said));
    }

    private static ProblemHttpResult Problem(string detail, int status) =>
        TypedResults.Problem(detail, statusCode: status);

    [GeneratedRegex(@"^i\d{1,9}$")]
    private static partial Regex IncidentId();
}
