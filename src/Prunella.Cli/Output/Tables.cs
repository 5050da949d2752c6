using Spectre.Console;
using Spectre.Console.Rendering;

namespace Prunella.Cli.Output;

/// <summary>Tables on the way to a person.</summary>
internal static class Tables
{
    /// <summary>Where no terminal says how wide it is, as in a pipe or a log, nothing need be broken.</summary>
    private const int Unbounded = 200;

    public static void Write(IRenderable table)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = Unbounded;
        AnsiConsole.Write(table);
    }
}
