using System.Globalization;

using CsvHelper;

using Prunella.Cli.Detect;
using Prunella.Runtime.SeriesFiles;

namespace Prunella.Cli.Forecasts;

/// <summary>Foretells files one after another.</summary>
/// <param name="format">csv or json.</param>
/// <param name="horizon">How far ahead, in nanoseconds.</param>
/// <param name="limit">Asked when it is reached, or null.</param>
internal sealed class ForecastRun(string format, long horizon, double? limit)
{
    /// <summary>Foretells one file; what is wrong with it stands in the summary.</summary>
    /// <exception cref="OperationCanceledException">Interrupted; nothing half-written is left.</exception>
    public ForecastSummary Foretell(DetectPaths paths, CancellationToken cancellation)
    {
        var summary = new ForecastSummary(paths.Input);
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

    private void Write(DetectPaths paths, ForecastSummary summary, CancellationToken cancellation)
    {
        var series = new ForetoldSeries(paths.Input, horizon);
        using var rows = series.Rows().GetEnumerator();
        // The header is read before anything is written: what is no series leaves nothing behind.
        var isMore = rows.MoveNext();
        using var whole = paths.Output.Length == 0 ? null : new WholeFile(paths.Output);
        if (whole is not null) CreateFolder(paths.Output);
        var plot = paths.Plot is null ? null : new ForecastPlot(paths.Name, limit);
        AheadRow[] ahead;
        using (var writer = whole is null ? null : Writer(whole.Part))
        {
            for (; isMore; isMore = rows.MoveNext())
            {
                cancellation.ThrowIfCancellationRequested();
                summary.Add(rows.Current);
                plot?.Add(rows.Current);
                writer?.Write(rows.Current);
            }
            ahead = [.. series.Ahead()];
            foreach (var row in ahead) writer?.Write(row, TimeLike(series.Last, row.UnixNanos));
        }
        whole?.Done();
        summary.Conclude(limit, limit is { } bound ? series.Until(bound) : null, horizon);
        if (plot is null) return;
        using var drawing = new WholeFile(paths.Plot!);
        CreateFolder(paths.Plot!);
        plot.Save(drawing.Part, ahead);
        drawing.Done();
    }

    /// <summary>A time as the file writes its own: a number in the same unit, else ISO 8601.</summary>
    private static string TimeLike(SeriesRow like, long unixNanos)
    {
        if (decimal.TryParse(like.Timestamp, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number != 0 && like.UnixNanos / number is >= 0.5m and var unit && unit < 2_000_000_000)
            return (unixNanos / decimal.Round(unit)).ToString("0.#########", CultureInfo.InvariantCulture);
        return DateTimeOffset.UnixEpoch.AddTicks(unixNanos / 100).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
    }

    private static void CreateFolder(string file)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder) Directory.CreateDirectory(folder);
    }

    private IForetoldWriter Writer(string path) =>
        format == "json" ? new JsonForetoldWriter(path) : new CsvForetoldWriter(path);
}
