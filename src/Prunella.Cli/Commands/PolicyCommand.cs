using System.CommandLine;

using Prunella.Cli.Client;
using Prunella.Cli.Policies;
using Prunella.Runtime.Configuration;

namespace Prunella.Cli.Commands;

/// <summary>Documents before they are in force: checked, compared, put into words; without a healer.</summary>
internal static class PolicyCommand
{
    public static Command Create() => new("policy", "Documents: check them before a healer reads them, and their JSON Schemas.")
    {
        Check(),
        Schema(),
    };

    private static Command Check()
    {
        var path = new Argument<string>("path") { Description = "a document file, or a folder of them" };
        var strict = new Option<bool>("--strict") { Description = "exit with 1 when there is a warning" };
        var output = CommonOptions.Output();
        var command = new Command(
            "check", "Everything that is wrong with documents, at once, with file, line and column; and what is allowed and probably not meant.")
        { path, strict, output };
        command.SetAction(parsed =>
        {
            var result = ConfigurationReader.Read(parsed.GetRequiredValue(path), Environment.GetEnvironmentVariable);
            if (parsed.GetValue(output) == "json") Json.Write(CheckAnswer.Of(result));
            else CheckText.Write(Console.Out, parsed.GetRequiredValue(path), result);
            return result.Errors.Count > 0 ? ExitCode.Usage
                : parsed.GetValue(strict) && result.Warnings.Count > 0 ? ExitCode.Negative : ExitCode.Done;
        });
        return command;
    }

    private static Command Schema()
    {
        var kind = new Argument<string?>("kind")
        {
            Description = string.Join(", ", DocumentSchema.Kinds) + "; without one, a schema for documents of any kind",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("schema", "The JSON Schema of a kind of document, for completion in editors.") { kind };
        command.SetAction(parsed =>
        {
            var named = parsed.GetValue(kind);
            if (named is not null && !DocumentSchema.Kinds.Contains(named, StringComparer.OrdinalIgnoreCase))
                throw new CommandFailedException(ExitCode.Usage, $"there is no kind {named}.", "one of " + string.Join(", ", DocumentSchema.Kinds));
            Console.Out.Write(named is null ? DocumentSchema.OfAny() : DocumentSchema.Of(named));
            return ExitCode.Done;
        });
        return command;
    }
}
