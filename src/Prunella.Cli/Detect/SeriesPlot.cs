using System.Text;

using static Prunella.Cli.Detect.SvgSheet;

namespace Prunella.Cli.Detect;

/// <summary>Draws a series with the band that was expected, its alarms (a dot on a thin line) and its pages (a thick
/// line).</summary>
/// <remarks>
/// A thousand columns, each from the smallest to the largest value that falls into it, so that no spike is lost to the
/// drawing. The scale follows the values, not the band: a band that is far wider than the series would flatten it.
/// </remarks>
internal sealed class SeriesPlot(string file)
{
    private readonly List<Point> _points = [];

    public void Add(in JudgedRow judged)
    {
        if (judged.Judgement is { } j)
            _points.Add(new Point(judged.Row.UnixNanos, judged.Row.Number, j.Lower, j.Upper, j.IsAlarm, j.IsPage));
    }

    public void Save(string path)
    {
        using var sheet = new SvgSheet(path, file, Description());
        if (_points.Count > 1) Draw(sheet);
    }

    private void Draw(SvgSheet sheet)
    {
        var (from, to) = (_points[0].At, Math.Max(_points[^1].At, _points[0].At + 1));
        var (low, high) = (_points.Min(p => p.Value), _points.Max(p => p.Value));
        // A constant series lies in the middle, however large it is.
        var pad = high > low ? 0 : Math.Max(1, Math.Abs(low) * 1e-6);
        (low, high) = (low - pad, high + pad);
        double Y(double value) => Top + Height * (1 - Math.Clamp((value - low) / (high - low), 0, 1));
        var columns = _points.GroupBy(p => (int)((double)(p.At - from) / (to - from) * (Columns - 1))).ToArray();
        var (band, line) = (new StringBuilder(), new StringBuilder());
        foreach (var column in columns)
        {
            var x = N(Left + column.Key);
            band.Append($"M{x} {N(Y(column.Max(p => p.Upper)))}V{N(Y(column.Min(p => p.Lower)))}");
            line.Append($"{(line.Length == 0 ? 'M' : 'L')}{x} {N(Y(column.Min(p => p.Value)))}V{N(Y(column.Max(p => p.Value)))}");
        }
        sheet.Stroke(band.ToString(), "#cfe3d4");
        sheet.Stroke(line.ToString(), "#1f5132");
        foreach (var column in columns.Where(c => c.Any(p => p.IsAlarm)))
        {
            var alarm = column.First(p => p.IsAlarm);
            sheet.Stroke($"M{N(Left + column.Key)} {N(Top)}V{N(Top + Height)}", "#c0392b", "0.5");
            sheet.Dot(Left + column.Key, Y(alarm.Value), "#c0392b", Time(alarm.At));
        }
        // A page is an alarm that would wake somebody, told apart by a line through the whole height.
        foreach (var column in columns.Where(c => c.Any(p => p.IsPage)))
            sheet.Stroke($"M{N(Left + column.Key)} {N(Top)}V{N(Top + Height)}", "#7d1d12", "2");
        sheet.Text(Left, Top + Height + 16, $"{Time(from)} to {Time(to)}; {Rounded(low)} to {Rounded(high)}");
    }

    private string Description() => $"{_points.Count} points, {_points.Count(p => p.IsAlarm)} alarms, {_points.Count(p => p.IsPage)} pages";

    private readonly record struct Point(long At, double Value, double Lower, double Upper, bool IsAlarm, bool IsPage);
}
