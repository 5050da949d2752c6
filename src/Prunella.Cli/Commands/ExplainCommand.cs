using System.CommandLine;

using Prunella.Cli.Client;
using Prunella.Runtime.Views;

namespace Prunella.Cli.Commands;

/// <summary>The whole story of one incident.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var id = new Argument<string?>("incident")
        {
            Description = "its id, as 'prunella incidents' shows it (i7); without one, the newest",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var data = CommonOptions.Data();
        var output = CommonOptions.Output();
        var command = new Command(
            "explain",
            "What was seen, whom it was put down to, what was considered and refused and why, what was done, how it was judged, what would undo it.")
        { id, data, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var healer = parsed.Healer(data);
            var story = await healer.IncidentAsync(
                parsed.GetValue(id) ?? await NewestAsync(healer, cancellation), cancellation);
            if (parsed.GetValue(output) == "json") Json.Write(story);
            else await Console.Out.WriteAsync(StoryText.Render(story,
                Console.IsOutputRedirected ? 100 : Math.Clamp(Console.WindowWidth, 60, 140)));
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<string> NewestAsync(HealerClient healer, CancellationToken cancellation)
    {
        var incidents = await healer.IncidentsAsync(cancellation);
        return incidents.Count > 0 ? incidents[0].Id
            : throw new CommandFailedException(ExitCode.Negative, "there was no incident so far.", "prunella status");
    }
}
