namespace Prunella.Cli;

/// <summary>Exit codes of every command; documented in docs/reference/cli.md.</summary>
internal static class ExitCode
{
    /// <summary>Done, or a positive answer.</summary>
    public const int Done = 0;

    /// <summary>A negative answer: not healed, chain broken, nothing found.</summary>
    public const int Negative = 1;

    /// <summary>The command line or a document is wrong.</summary>
    public const int Usage = 2;

    /// <summary>No healer can be reached, or something needed is missing; try again later.</summary>
    public const int Unreachable = 3;

    /// <summary>Refused by rights or rules.</summary>
    public const int Refused = 4;

    /// <summary>Interrupted.</summary>
    public const int Interrupted = 130;
}
