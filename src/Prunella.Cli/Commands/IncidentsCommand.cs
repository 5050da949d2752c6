using System.CommandLine;

using Prunella.Cli.Client;
using Prunella.Cli.Output;


namespace Prunella.Cli.Commands;

/// <summary>What went wrong lately.</summary>
internal static class IncidentsCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var output = CommonOptions.Output();
        var command = new Command("incidents", "Incidents, newest first.") { data, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var healer = parsed.Healer(data);
            var incidents = await healer.IncidentsAsync(cancellation);
            if (parsed.GetValue(output) == "json") Json.WriteList("incidents", incidents);
            else if (incidents.Count == 0) await Console.Out.WriteLineAsync("No incident so far. 'prunella fault inject checkout-2 slow=400ms' makes one in the demo.");
            else Tables.Write(StatusTables.Incidents(incidents));
            return ExitCode.Done;
        });
        return command;
    }
}
