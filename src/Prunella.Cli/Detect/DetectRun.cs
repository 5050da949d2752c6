namespace Prunella.Cli.Detect;

/// <summary>Judges files one after another and writes what each point is worth.</summary>
internal sealed class DetectRun(string format, bool explained, string? plots)
{
    public FileSummary Judge(DetectPaths paths)
    {
        var summary = new FileSummary(paths.Input);
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(paths.Output)) is { } folder) Directory.CreateDirectory(folder);
            var plot = plots is null ? null : new SeriesPlot(paths.Name);
            using (var writer = Writer(paths.Output))
            {
                foreach (var judged in JudgedSeries.Of(paths.Input, explained))
                {
                    summary.Add(judged);
                    plot?.Add(judged);
                    writer.Write(judged);
                }
            }
            plot?.Save(Path.Combine(plots!, Path.ChangeExtension(paths.Name, ".svg")));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            summary.Failure = e.Message;
        }
        return summary;
    }

    private IJudgedWriter Writer(string path) =>
        format == "json" ? new JsonJudgedWriter(path, explained) : new CsvJudgedWriter(path, explained);
}
