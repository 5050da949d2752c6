using System.CommandLine;

using Prunella.Cli.Client;
using Prunella.Cli.Output;
using Prunella.Runtime.Views;

namespace Prunella.Cli.Commands;

/// <summary>What recipes have achieved, and what they may do for it.</summary>
internal static class TrustCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var output = CommonOptions.Output();
        var command = new Command(
            "trust",
            "Each recipe's record under each policy: its lower bound, what it has earned and when that expires, what it may do now, and who forbids more.")
        { data, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var healer = parsed.Healer(data);
            var report = await healer.GetAsync<TrustReport>("trust", cancellation);
            if (parsed.GetValue(output) == "json") Json.Write(report);
            else if (report.Standings.Count == 0) await Console.Out.WriteLineAsync("No policy in force has a remedy.");
            else Tables.Write(TrustTable.Of(report));
            return ExitCode.Done;
        });
        return command;
    }
}
