using System.CommandLine;

using Prunella.Cli.Client;
using Prunella.Cli.Output;


namespace Prunella.Cli.Commands;

/// <summary>Is anything wrong, and what is being done about it.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var output = CommonOptions.Output();
        var command = new Command("status", "Services, open incidents, remedies in flight, the brake. Exit code 1 when something is wrong.") { data, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var healer = parsed.Healer(data);
            var status = await healer.StatusAsync(cancellation);
            if (parsed.GetValue(output) == "json") Json.Write(status);
            else Tables.Write(StatusTables.Whole(status));
            return status.OpenIncidents.Count == 0 ? ExitCode.Done : ExitCode.Negative;
        });
        return command;
    }
}
