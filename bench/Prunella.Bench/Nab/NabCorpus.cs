using System.Text.Json;

using Prunella.Runtime.SeriesFiles;

namespace Prunella.Bench.Nab;

/// <summary>NAB's data and labels in a folder: <c>data/CATEGORY/FILE.csv</c> and
/// <c>labels/combined_windows.json</c>.</summary>
internal sealed class NabCorpus
{
    private readonly SortedDictionary<string, List<(long, long)>> _windows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SeriesRow[]> _rows = new(StringComparer.Ordinal);

    /// <summary>Reads it whole.</summary>
    /// <exception cref="InvalidOperationException">It is missing, or not NAB; the message says what was looked
    /// for.</exception>
    public NabCorpus(string folder)
    {
        var labels = Path.Combine(folder, "labels", "combined_windows.json");
        if (!File.Exists(labels)) throw new InvalidOperationException($"NAB is not in {folder}: {labels} is missing. Get it from https://github.com/numenta/NAB (data/ and labels/).");
        using var document = JsonDocument.Parse(File.ReadAllText(labels));
        foreach (var file in document.RootElement.EnumerateObject())
        {
            _windows[file.Name] = [.. file.Value.EnumerateArray().Select(w => (Time(w[0]), Time(w[1])))];
            _rows[file.Name] = [.. SeriesFile.Read(Path.Combine(folder, "data", file.Name))];
        }
    }

    public IReadOnlyCollection<string> Names => _windows.Keys;

    public SeriesRow[] Rows(string name) => _rows[name];

    /// <summary>The corpus as a detector scores it.</summary>
    /// <param name="score">Gives a score to each row of a series, knowing only those before.</param>
    public NabSeries[] Score(Func<SeriesRow[], double[]> score) =>
        [.. Names.Select(n => new NabSeries(n, [.. _rows[n].Select(r => r.UnixNanos)], score(_rows[n]), _windows[n]))];

    private static long Time(JsonElement text) =>
        TimeText.TryParse(text.GetString()!, out var at) ? at : throw new InvalidOperationException($"{text} is no time.");
}
