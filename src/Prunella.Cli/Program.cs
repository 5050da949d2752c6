using System.CommandLine;
using System.CommandLine.Parsing;

using Prunella.Cli;
using Prunella.Cli.Commands;

var parsed = PrunellaCommand.Create().Parse(args);
if (parsed.Errors.Count > 0)
{
    // A word that is no command makes the parser miss one as well: that is said once.
    var said = parsed.Errors.Select(e => e.Message).Distinct(StringComparer.Ordinal).ToArray();
    var unknown = parsed.UnmatchedTokens.Count > 0;
    foreach (var message in said.Where(m => !unknown || !m.StartsWith("Required command", StringComparison.Ordinal)))
        await Console.Error.WriteLineAsync("prunella: " + message);
    var path = new List<string>();
    for (SymbolResult? at = parsed.CommandResult; at is CommandResult { Command: not RootCommand } one; at = at.Parent)
        path.Insert(0, one.Command.Name + " ");
    await Console.Error.WriteLineAsync($"See 'prunella {string.Concat(path)}--help'.");
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
