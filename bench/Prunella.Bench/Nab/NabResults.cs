using System.Globalization;

namespace Prunella.Bench.Nab;

/// <summary>Writes what a detector scored in the form in which NAB keeps results, so that another scorer can be held
/// against ours: <c>CATEGORY/FILE.csv</c> with <c>timestamp,value,anomaly_score</c>.</summary>
internal static class NabResults
{
    public static void Write(string folder, NabCorpus corpus, NabSeries[] scored)
    {
        foreach (var series in scored)
        {
            var path = Path.Combine(folder, series.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // Every digit: a threshold lies between two scores.
            var rows = corpus.Rows(series.Name).Zip(series.Scores, (row, score) =>
                string.Create(CultureInfo.InvariantCulture, $"{row.Timestamp},{row.Value},{score:R}"));
            File.WriteAllLines(path, ["timestamp,value,anomaly_score", .. rows]);
        }
        Console.WriteLine($"    written: {scored.Length} files below {folder}");
    }
}
