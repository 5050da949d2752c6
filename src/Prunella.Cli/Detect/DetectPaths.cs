namespace Prunella.Cli.Detect;

/// <summary>Which file is judged, where its judgement goes, and its drawing.</summary>
/// <param name="Input">The series.</param>
/// <param name="Output">Its judged rows; empty when they are not wanted.</param>
/// <param name="Plot">Its drawing, or null.</param>
/// <param name="Name">What it is called: its path within the folder.</param>
internal sealed record DetectPaths(string Input, string Output, string? Plot, string Name)
{
    private static readonly EnumerationOptions s_below = new()
    {
        RecurseSubdirectories = true,
        MatchCasing = MatchCasing.CaseInsensitive,
        // A link may lead in a circle, or to what is judged anyway.
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = false,
    };

    /// <summary>One for a file, one per CSV file below a folder; the same tree on both sides.</summary>
    /// <exception cref="CommandFailedException">Nothing to judge, or a result would overwrite a series.</exception>
    public static IReadOnlyList<DetectPaths> Find(
        string input, string? output, string format, string? plots, string help = "prunella detect --help")
    {
        try
        {
            return Located(input, output, format, plots);
        }
        catch (WrongPath e)
        {
            throw new CommandFailedException(ExitCode.Usage, e.Message, help);
        }
    }

    private static DetectPaths[] Located(string input, string? output, string format, string? plots)
    {
        if (output is { Length: 0 } || plots is { Length: 0 }) throw Wrong("an empty path is no place for a result.");
        DetectPaths[] all;
        if (File.Exists(input)) all = [OfFile(input, output, format, plots)];
        else if (!Directory.Exists(input)) throw Wrong($"{input} is neither a file nor a folder.");
        else if (File.Exists(output)) throw Wrong($"{output} is a file, and a folder is needed for a folder of series.");
        else all = [.. Below(input, output, format, plots)];
        if (all.Length == 0) throw Wrong($"there is no .csv file below {input}.");
        var series = all.Select(p => RealPath.Of(p.Input)).ToHashSet(StringComparer.Ordinal);
        var written = all.SelectMany(p => (string?[])[p.Output, p.Plot]).OfType<string>().Where(w => w.Length > 0);
        return written.FirstOrDefault(w => series.Contains(RealPath.Of(w))) is { } over
            ? throw Wrong($"{over} would overwrite a series that is judged.")
            : all;
    }

    private static DetectPaths OfFile(string input, string? output, string format, string? plots)
    {
        var name = Path.GetFileName(input);
        if (output is null) return new DetectPaths(input, "", PlotOf(plots, name), name);
        var isFolder = Directory.Exists(output) || output.EndsWith('/');
        var written = isFolder ? Path.Combine(output, Named(name, format)) : output;
        return new DetectPaths(input, written, PlotOf(plots, name), name);
    }

    private static IEnumerable<DetectPaths> Below(string input, string? output, string format, string? plots)
    {
        string[] files;
        try
        {
            files = [.. Directory.EnumerateFiles(input, "*.csv", s_below).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Wrong($"{input} cannot be read whole: {e.Message}");
        }
        // What an earlier run has written below the folder is no series.
        return files.Where(f => output is null || !IsBelow(f, output) || IsBelow(input, output))
            .Select(f => (File: f, Name: Path.GetRelativePath(input, f)))
            .Select(f => new DetectPaths(
                f.File, output is null ? "" : Path.Combine(output, Named(f.Name, format)), PlotOf(plots, f.Name), f.Name));
    }

    private static string? PlotOf(string? plots, string name) =>
        plots is null ? null : Path.Combine(plots, Path.ChangeExtension(name, ".svg"));

    private static string Named(string name, string format) =>
        format == "json" ? Path.ChangeExtension(name, ".json") : name;

    private static bool IsBelow(string file, string folder) =>
        Path.GetFullPath(file).StartsWith(Path.GetFullPath(folder).TrimEnd('/') + "/", StringComparison.Ordinal);

    private static WrongPath Wrong(string what) => new(what);

    private sealed class WrongPath(string what) : Exception(what);
}
