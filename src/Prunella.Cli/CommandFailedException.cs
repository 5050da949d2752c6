namespace Prunella.Cli;

/// <summary>A command cannot do what it was asked; says what is wrong and what to do next.</summary>
internal sealed class CommandFailedException(int code, string error, string fix) : Exception(error)
{
    public int Code { get; } = code;

    public string Fix { get; } = fix;

    public async Task WriteAsync(TextWriter to)
    {
        await to.WriteLineAsync("prunella: " + Message);
        if (Fix.Length > 0) await to.WriteLineAsync("  try: " + Fix);
    }
}
