using System.CommandLine;

using Prunella.Cli.Client;
using Prunella.Cli.Demo;

namespace Prunella.Cli.Commands;

/// <summary>Runs the gateway in the foreground.</summary>
internal static class GatewayCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "which gateway of the documents" };
        var config = new Option<string>("--config", "-c") { Description = "a document file or a folder of them", Required = true };
        var data = new Option<string?>("--data") { Description = "the healer's data folder; the gateway keeps its own state in gateway/ there" };
        var command = new Command("gateway", "Run a gateway of the documents. It serves on with its last state when the healer is away.") { name, config, data };
        command.SetAction((parsed, cancellation) =>
        {
            var folder = DataFolderChoice.Existing(parsed.GetValue(data));
            if (folder.FindHealer() is not { } healer)
                throw new CommandFailedException(ExitCode.Unreachable, $"no healer runs on {folder.Root}.", "prunella up first");
            return ForegroundProcess.RunAsync(
                Programs.Gateway,
                [
                    "--config", parsed.GetRequiredValue(config), "--name", parsed.GetRequiredValue(name), "--fleet", healer.Fleet.Value,
                    "--healer", healer.Api.ToString(), "--data", Path.Combine(folder.Root, "gateway"),
                    "--token-file", folder.TokenFile("target"),
                ],
                cancellation);
        });
        return command;
    }
}
