using CsvHelper;

namespace Prunella.Cli.Detect;

/// <summary>Judges files one after another and writes what each point is worth.</summary>
internal sealed class DetectRun(string format, bool explained, bool isCounter)
{
    /// <summary>Judges one file; what is wrong with it stands in the summary.</summary>
    /// <exception cref="OperationCanceledException">Interrupted; nothing half-written is left.</exception>
    public FileSummary Judge(DetectPaths paths, CancellationToken cancellation)
    {
        var summary = new FileSummary(paths.Input);
        try
        {
            Write(paths, summary, cancellation);
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            summary.Failure ??= e.Message;
        }
        catch (CsvHelperException)
        {
            summary.Failure ??= "a field is longer than any value: is a quote not closed?";
        }
        return summary;
    }

    private void Write(DetectPaths paths, FileSummary summary, CancellationToken cancellation)
    {
        using var rows = JudgedSeries.Of(paths.Input, explained, isCounter).GetEnumerator();
        // The header is read before anything is written: what is no series leaves nothing behind.
        var isMore = rows.MoveNext();
        using var whole = new WholeFile(paths.Output);
        CreateFolder(paths.Output);
        var plot = paths.Plot is null ? null : new SeriesPlot(paths.Name);
        using (var writer = Writer(whole.Part))
        {
            for (; isMore; isMore = rows.MoveNext())
            {
                cancellation.ThrowIfCancellationRequested();
                summary.Add(rows.Current);
                plot?.Add(rows.Current);
                writer.Write(rows.Current);
            }
        }
        whole.Done();
        summary.Conclude();
        if (plot is null) return;
        using var drawing = new WholeFile(paths.Plot!);
        CreateFolder(paths.Plot!);
        plot.Save(drawing.Part);
        drawing.Done();
    }

    private static void CreateFolder(string file)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder) Directory.CreateDirectory(folder);
    }

    private IJudgedWriter Writer(string path) =>
        format == "json" ? new JsonJudgedWriter(path, explained) : new CsvJudgedWriter(path, explained);
}
