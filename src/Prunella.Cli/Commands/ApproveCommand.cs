using System.CommandLine;

using Prunella.Cli.Client;
using Prunella.Cli.Output;
using Prunella.Runtime.Views;

namespace Prunella.Cli.Commands;

/// <summary>A person's word on what waits: the plan is shown, and what was shown is what is approved.</summary>
internal static class ApproveCommand
{
    public static Command CreateApprove()
    {
        var plan = new Option<string?>("--plan")
        {
            Description = "hash of the plan as it was shown; without it, the plan that waits now is shown and approved",
        };
        return Create(
            "approve", "Let a proposal that waits happen. It prints the plan; guardrails are asked again just before it runs.", plan,
            (parsed, waits) => ("approve", new { plan = parsed.GetValue(plan) ?? waits.Plan }));
    }

    public static Command CreateDeny()
    {
        var because = new Option<string>("--because") { Description = "why, for the record", Required = true };
        return Create(
            "deny", "Do not let a proposal that waits happen; it is not proposed again in that incident.", because,
            (parsed, _) => ("deny", new { because = parsed.GetValue(because) }));
    }

    public static Command CreateRequest()
    {
        var incident = new Argument<string>("incident") { Description = "its id, as 'prunella incidents' shows it: i7" };
        var recipe = new Argument<string>("recipe") { Description = "a recipe that 'prunella explain' tells of" };
        var target = new Option<string?>("--target") { Description = "on what; default: the likeliest" };
        return MutatingCommand.Create(
            "request",
            "Ask for a remedy that the healer thought of and did not carry out; another person must approve it.",
            [incident, recipe, target],
            parsed => ($"incidents/{Uri.EscapeDataString(parsed.GetRequiredValue(incident))}/remediations",
                new { recipe = parsed.GetValue(recipe), target = parsed.GetValue(target) }));
    }

    private static Command Create(
        string name, string description, Option option,
        Func<ParseResult, ApprovalView, (string Path, object Body)> request)
    {
        var id = new Argument<string>("remediation") { Description = "its id, as 'prunella status' shows it: i7.r2" };
        var data = CommonOptions.Data();
        var output = CommonOptions.Output();
        var command = new Command(name, description) { id, option, data, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var healer = parsed.Healer(data);
            var status = await healer.StatusAsync(cancellation);
            var waiting = WaitingText.Find(status, parsed.GetRequiredValue(id));
            var isJson = parsed.GetValue(output) == "json";
            if (!isJson) await Console.Out.WriteLineAsync(WaitingText.Plan(waiting, status.AtUnixNanos));
            var (path, body) = request(parsed, waiting.Approval!);
            var answer = await healer.PostAsync($"remediations/{waiting.Id}/{path}", body, cancellation);
            if (isJson) Json.Write(answer);
            else await Console.Out.WriteLineAsync(answer.Message);
            return answer.Done ? ExitCode.Done : ExitCode.Negative;
        });
        return command;
    }
}
