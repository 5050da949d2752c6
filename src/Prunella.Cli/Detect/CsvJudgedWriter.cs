using System.Globalization;

using CsvHelper;

using Prunella.Detection.Series;

namespace Prunella.Cli.Detect;

/// <summary>A row out for every row in: time and value as they were written, then the judgement.</summary>
internal sealed class CsvJudgedWriter : IJudgedWriter
{
    private readonly CsvWriter _csv;
    private readonly bool _explained;

    public CsvJudgedWriter(string path, bool explained)
    {
        _csv = new CsvWriter(new StreamWriter(path), CultureInfo.InvariantCulture);
        _explained = explained;
        string[] header = ["timestamp", "value", "anomaly_score", "alarm", "confidence", "expected", "lower", "upper"];
        Row(explained ? [.. header, "page", "novelty", "deviation", "why"] : header);
    }

    public void Write(in JudgedRow judged)
    {
        var (row, j) = (judged.Row, judged.Judgement);
        string[] cells = j is { } known
            ? [row.Timestamp, row.Value, Text(known.Score), known.IsAlarm ? "1" : "0", Text(known.Confidence), Text(known.Expected), Text(known.Lower), Text(known.Upper)]
            : [row.Timestamp, row.Value, "0", "0", "", "", "", ""];
        Row(_explained ? [.. cells, .. Explained(j), judged.Why] : cells);
    }

    private static string[] Explained(SeriesJudgement? judgement) =>
        judgement is { } j ? [j.IsPage ? "1" : "0", Text(j.Novelty), Text(j.Deviation)] : ["0", "", ""];

    public void Dispose() => _csv.Dispose();

    private void Row(string[] cells)
    {
        foreach (var cell in cells) _csv.WriteField(cell);
        _csv.NextRecord();
    }

    /// <summary>Seven digits are more than anybody reads.</summary>
    private static string Text(double number) => ((float)number).ToString(CultureInfo.InvariantCulture);
}
