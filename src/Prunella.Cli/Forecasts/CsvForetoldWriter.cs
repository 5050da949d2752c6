using System.Globalization;

using CsvHelper;

using Prunella.Detection.Forecasts;

namespace Prunella.Cli.Forecasts;

/// <summary>A row out for every row in, with its forecast; then the rows ahead, without a value.</summary>
internal sealed class CsvForetoldWriter : IForetoldWriter
{
    private readonly CsvWriter _csv;

    public CsvForetoldWriter(string path)
    {
        _csv = new CsvWriter(new StreamWriter(path), CultureInfo.InvariantCulture);
        Row("timestamp", "value", "expected", "lower", "upper");
    }

    public void Write(in ForetoldRow row) => Row(row.Row.Timestamp, row.Row.Value, row.Forecast);

    public void Write(in AheadRow row, string timestamp) => Row(timestamp, "", row.Forecast);

    public void Dispose() => _csv.Dispose();

    private void Row(string timestamp, string value, Forecast? forecast)
    {
        if (forecast is { } f) Row(timestamp, value, Text(f.Expected), Text(f.Lower), Text(f.Upper));
        else Row(timestamp, value, "", "", "");
    }

    private void Row(params string[] cells)
    {
        foreach (var cell in cells) _csv.WriteField(cell);
        _csv.NextRecord();
    }

    /// <summary>In full: the steps of a large counter would be lost in seven digits.</summary>
    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
