using System.CommandLine;

using Prunella.Cli.Client;

namespace Prunella.Cli.Commands;

/// <summary>The shape of every command that changes something: post it, print what changed, exit 1 when nothing
/// did.</summary>
internal static class MutatingCommand
{
    public static Command Create(
        string name, string description, IReadOnlyList<Symbol> symbols,
            Func<ParseResult, (string Path, object? Body)> request)
    {
        var data = CommonOptions.Data();
        var output = CommonOptions.Output();
        var command = new Command(name, description) { data, output };
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument) command.Add(argument);
            else command.Add((Option)symbol);
        }
        command.SetAction(async (parsed, cancellation) =>
        {
            using var healer = parsed.Healer(data);
            var (path, body) = request(parsed);
            var answer = await healer.PostAsync(path, body, cancellation);
            if (parsed.GetValue(output) == "json") Json.Write(answer);
            else await Console.Out.WriteLineAsync(answer.Message);
            return answer.Done ? ExitCode.Done : ExitCode.Negative;
        });
        return command;
    }
}
