using System.Text;

using Prunella.Cli.Detect;

using static Prunella.Cli.Detect.SvgSheet;

namespace Prunella.Cli.Forecasts;

/// <summary>Draws a series over the intervals that were given one horizon before, and what lies ahead.</summary>
/// <remarks>A hundred of the thousand columns are kept for what lies ahead. The scale follows the values, the limit and
/// the forecast ahead, so that a band of the beginning, far wider than the series, does not flatten it.</remarks>
internal sealed class ForecastPlot(string file, double? limit)
{
    private const int Past = 900;
    private readonly List<(long At, double Value, double Lower, double Upper)> _points = [];

    public void Add(in ForetoldRow row)
    {
        if (row.IsLate || row.Row.Broken.Length > 0 || double.IsNaN(row.Row.Number)) return;
        var value = row.Row.Number;
        _points.Add((row.Row.UnixNanos, value, row.Forecast?.Lower ?? value, row.Forecast?.Upper ?? value));
    }

    public void Save(string path, IReadOnlyList<AheadRow> ahead)
    {
        using var sheet = new SvgSheet(path, file, $"{_points.Count} points, foretold one horizon before and from the last one on");
        if (_points.Count > 1) Draw(sheet, ahead);
    }

    private void Draw(SvgSheet sheet, IReadOnlyList<AheadRow> ahead)
    {
        var (from, to) = (_points[0].At, Math.Max(_points[^1].At, _points[0].At + 1));
        var all = _points.Select(p => p.Value)
            .Concat(ahead.Select(a => a.Forecast.Lower))
            .Concat(ahead.Select(a => a.Forecast.Upper));
        if (limit is { } bound) all = all.Append(bound);
        var (low, high) = (all.Min(), all.Max());
        // A constant series lies in the middle, however large it is.
        var pad = high > low ? 0 : Math.Max(1, Math.Abs(low) * 1e-6);
        (low, high) = (low - pad, high + pad);
        double Y(double value) => Top + Height * (1 - Math.Clamp((value - low) / (high - low), 0, 1));
        var (band, line) = (new StringBuilder(), new StringBuilder());
        foreach (var column in _points.GroupBy(p => (int)((double)(p.At - from) / (to - from) * (Past - 1))))
        {
            var x = N(Left + column.Key);
            band.Append($"M{x} {N(Y(column.Max(p => p.Upper)))}V{N(Y(column.Min(p => p.Lower)))}");
            line.Append($"{(line.Length == 0 ? 'M' : 'L')}{x} {N(Y(column.Min(p => p.Value)))}V{N(Y(column.Max(p => p.Value)))}");
        }
        sheet.Stroke(band.ToString(), "#cfe3d4");
        sheet.Stroke(line.ToString(), "#1f5132");
        if (limit is { } full) sheet.Stroke($"M{N(Left)} {N(Y(full))}H{N(Left + Columns)}", "#c0392b");
        if (ahead.Count > 0) DrawAhead(sheet, ahead, Y);
        sheet.Text(Left, Top + Height + 16, $"{Time(from)} to {Time(to)}, then ahead; {Rounded(low)} to {Rounded(high)}");
    }

    private void DrawAhead(SvgSheet sheet, IReadOnlyList<AheadRow> ahead, Func<double, double> y)
    {
        var width = (Columns - Past) / (double)ahead.Count;
        var start = $"M{N(Left + Past)} {N(y(_points[^1].Value))}";
        string Along(Func<AheadRow, double> edge) =>
            start + string.Concat(ahead.Select((a, i) => $"L{N(Left + Past + width * (i + 1))} {N(y(edge(a)))}"));
        sheet.Stroke(Along(a => a.Forecast.Lower), "#7fb08d");
        sheet.Stroke(Along(a => a.Forecast.Upper), "#7fb08d");
        sheet.Stroke(Along(a => a.Forecast.Expected), "#1f5132", "2");
    }
}
