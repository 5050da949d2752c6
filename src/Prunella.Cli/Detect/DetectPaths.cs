namespace Prunella.Cli.Detect;

/// <summary>Which file is judged, and where its judgement goes.</summary>
internal sealed record DetectPaths(string Input, string Output, string Name)
{
    /// <summary>One for a file, one per CSV file below a folder; the same tree on both sides.</summary>
    public static IReadOnlyList<DetectPaths> Find(string input, string output, string format)
    {
        if (File.Exists(input)) return [OfFile(input, output, format)];
        if (!Directory.Exists(input)) throw new CommandFailedException(ExitCode.Usage, $"{input} is neither a file nor a folder.", "");
        if (File.Exists(output)) throw new CommandFailedException(ExitCode.Usage, $"{output} is a file, and a folder is needed for a folder of series.", "");
        var files = Directory.EnumerateFiles(input, "*.csv", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(f => !IsBelow(f, output) || IsBelow(input, output))
            .Select(f => (File: f, Name: Path.GetRelativePath(input, f)))
            .Select(f => Checked(f.File, Path.Combine(output, NameOf(f.Name, format)), f.Name))
            .ToArray();
        return files.Length > 0 ? files : throw new CommandFailedException(ExitCode.Usage, $"There is no .csv file below {input}.", "");
    }

    private static DetectPaths OfFile(string input, string output, string format) => Checked(
        input, Directory.Exists(output) ? Path.Combine(output, NameOf(Path.GetFileName(input), format)) : output);

    private static DetectPaths Checked(string from, string to, string? name = null) =>
        Path.GetFullPath(from) == Path.GetFullPath(to)
            ? throw new CommandFailedException(ExitCode.Usage, $"{to} would overwrite the series itself.", "another --output")
            : new DetectPaths(from, to, name ?? Path.GetFileName(from));

    private static string NameOf(string name, string format) => format == "json" ? Path.ChangeExtension(name, ".json") : name;

    private static bool IsBelow(string file, string folder) =>
        Path.GetFullPath(file).StartsWith(Path.GetFullPath(folder).TrimEnd('/') + "/", StringComparison.Ordinal);
}
