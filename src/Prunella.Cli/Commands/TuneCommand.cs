using System.CommandLine;

using Prunella.Cli.Client;
using Prunella.Runtime.Tuning;

namespace Prunella.Cli.Commands;

/// <summary>Changes of documents that experience speaks for; nothing is changed by it.</summary>
internal static class TuneCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var output = CommonOptions.Output();
        var command = new Command(
            "tune",
            "Proposed changes of documents, each as a diff with what speaks for it and its price. Nothing changes unless you edit the documents.")
        { data, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var healer = parsed.Healer(data);
            var report = await healer.GetAsync<TuningReport>("tuning", cancellation);
            if (parsed.GetValue(output) == "json") Json.Write(report);
            else await Console.Out.WriteAsync(TuningText.Render(report));
            return ExitCode.Done;
        });
        return command;
    }
}
