using System.CommandLine;

using Prunella.Cli.Client;
using Prunella.Cli.Demo;

namespace Prunella.Cli.Commands;

/// <summary>Runs the healer in the foreground, as a process of its own.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var config = new Option<string>("--config", "-c") { Description = "a document file or a folder of them", Required = true };
        var data = new Option<string?>("--data") { Description = "data folder; default: $PRUNELLA_DATA, else default under the state folder" };
        var command = new Command("up", "Run the healer for your services. On a folder that was used before it takes over where the last one stopped.") { config, data };
        command.SetAction((parsed, cancellation) => ForegroundProcess.RunAsync(
            Programs.Server,
            ["--config", parsed.GetRequiredValue(config), "--data", DataFolderChoice.ForStart(parsed.GetValue(data), "default").Root],
            cancellation));
        return command;
    }
}
