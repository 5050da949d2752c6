using System.CommandLine;

using Prunella.Cli;
using Prunella.Cli.Commands;

var parsed = PrunellaCommand.Create().Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync("prunella: " + error.Message);
    var command = parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
    await Console.Error.WriteLineAsync($"See 'prunella {command}--help'.");
    return ExitCode.Usage;
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        // Long enough to end every process of a demo in order: SIGTERM, five seconds, SIGKILL.
        ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
    });
}
catch (CommandFailedException failed)
{
    await failed.WriteAsync(Console.Error);
    return failed.Code;
}
