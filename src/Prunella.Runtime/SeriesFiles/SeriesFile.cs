using System.Globalization;

using CsvHelper;
using CsvHelper.Configuration;

namespace Prunella.Runtime.SeriesFiles;

/// <summary>Reads a CSV file with the columns <c>timestamp</c> and <c>value</c>, row by row.</summary>
/// <remarks>
/// The header may be in any case, quoted, in any order and with more columns; a file without a header has the time
/// first and the value second. Comma, semicolon, tab or bar. An empty value (or <c>NaN</c>, <c>null</c>) is a gap.
/// A row that cannot be read is given with what is wrong, and the rest goes on.
/// </remarks>
public static class SeriesFile
{
    /// <summary>Longer than any value: an open quote would swallow the rest of the file.</summary>
    private const int MostCharacters = 64 * 1024;

    private const int MostNamed = 200;

    private static readonly string[] s_gaps = ["", "nan", "null", "none", "na", "n/a", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity"];

    /// <summary>The rows, in order.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FormatException">It has no such columns; the message names those that it has.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IEnumerable<SeriesRow> Read(string path)
    {
        using var text = new StreamReader(path);
        using var csv = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            DetectDelimiter = true,
            DetectDelimiterValues = [",", ";", "\t", "|"],
            BadDataFound = null,
            IgnoreBlankLines = true,
            MaxFieldSize = MostCharacters,
        });
        if (!csv.Read()) yield break;
        var first = csv.Record!;
        var columns = Columns.Of(path, first);
        if (columns.IsHeaderless) yield return RowOf(csv, columns);
        while (csv.Read()) yield return RowOf(csv, columns);
    }

    private static SeriesRow RowOf(CsvParser csv, Columns columns)
    {
        var cells = csv.Record!;
        // A record may hold line breaks: it is named by its first line.
        var line = csv.RawRow - csv.RawRecord.TrimEnd().AsSpan().Count('\n');
        if (cells.Length <= columns.Last)
            return new SeriesRow(line, Cell(cells, columns.Time), Cell(cells, columns.Value), 0, double.NaN, $"has {cells.Length} of at least {columns.Last + 1} columns");
        var (timestamp, value) = (cells[columns.Time].Trim(), cells[columns.Value].Trim());
        if (!TimeText.TryParse(timestamp, out var at))
            return new SeriesRow(line, timestamp, value, 0, double.NaN, $"'{timestamp}' is no time (ISO 8601 with the year first, or seconds, milliseconds, microseconds or nanoseconds since 1970)");
        if (s_gaps.Contains(value.ToLowerInvariant())) return new SeriesRow(line, timestamp, value, at, double.NaN, "");
        // Where commas do not part columns, they are how half of Europe writes a decimal point.
        var isDecimalComma = csv.Delimiter != "," && !value.Contains('.', StringComparison.Ordinal);
        var plain = isDecimalComma ? value.Replace(',', '.') : value;
        return double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? new SeriesRow(line, timestamp, value, at, number, "")
            : new SeriesRow(line, timestamp, value, at, double.NaN, $"'{value}' is no number");
    }

    private static string Cell(string[] cells, int column) => column < cells.Length ? cells[column].Trim() : "";

    private sealed record Columns(int Time, int Value, bool IsHeaderless)
    {
        public int Last => Math.Max(Time, Value);

        public static Columns Of(string path, string[] first)
        {
            var names = first.Select(c => c.Trim(' ', '\t', '"').ToLowerInvariant()).ToArray();
            var (time, value) = (Array.IndexOf(names, "timestamp"), Array.IndexOf(names, "value"));
            if (time >= 0 && value >= 0) return new Columns(time, value, IsHeaderless: false);
            if (names.Length >= 2 && TimeText.TryParse(first[0], out _)
                && (double.TryParse(first[1], CultureInfo.InvariantCulture, out _) || s_gaps.Contains(names[1])))
                return new Columns(0, 1, IsHeaderless: true);
            throw new FormatException($"{path}:1: needs the columns 'timestamp' and 'value'; it has {Told(names)}.");
        }

        private static string Told(string[] names)
        {
            var all = $"'{string.Join("', '", names)}'";
            var plain = string.Concat(all.Select(c => char.IsControl(c) ? '?' : c));
            return plain.Length <= MostNamed ? plain : plain[..MostNamed] + " ...";
        }
    }
}
