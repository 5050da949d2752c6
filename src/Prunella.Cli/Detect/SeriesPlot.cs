using System.Globalization;
using System.Text;
using System.Xml;

namespace Prunella.Cli.Detect;

/// <summary>Draws a series with the band that was expected and its alarms.</summary>
/// <remarks>
/// A thousand columns, each from the smallest to the largest value that falls into it, so that no spike is lost to the
/// drawing. The scale follows the values, not the band: a band that is far wider than the series would flatten it.
/// </remarks>
internal sealed class SeriesPlot(string file)
{
    private const int Columns = 1000;
    private const double Height = 240;
    private const double Top = 30;
    private const double Left = 10;
    private readonly List<Point> _points = [];

    // A file may be called anything; what no XML may hold is shown as a question mark.
    private readonly string _name = string.Concat(file.Select(c => XmlConvert.IsXmlChar(c) ? c : '?'));

    public void Add(in JudgedRow judged)
    {
        if (judged.Judgement is { } j)
            _points.Add(new Point(judged.Row.UnixNanos, judged.Row.Number, j.Lower, j.Upper, j.IsAlarm));
    }

    public void Save(string path)
    {
        using var svg = XmlWriter.Create(path, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true });
        svg.WriteStartElement("svg", "http://www.w3.org/2000/svg");
        Attribute(svg, "viewBox", $"0 0 {N(Columns + 2 * Left)} {N(Height + Top + 20)}");
        Attribute(svg, "role", "img");
        svg.WriteElementString("title", _name);
        svg.WriteElementString("desc", Description());
        Text(svg, Left, 20, _name);
        if (_points.Count > 1) Draw(svg);
        svg.WriteEndElement();
    }

    private void Draw(XmlWriter svg)
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
        Stroke(svg, band.ToString(), "#cfe3d4");
        Stroke(svg, line.ToString(), "#1f5132");
        foreach (var column in columns.Where(c => c.Any(p => p.IsAlarm)))
        {
            var alarm = column.First(p => p.IsAlarm);
            Stroke(svg, $"M{N(Left + column.Key)} {N(Top)}V{N(Top + Height)}", "#c0392b", "0.5");
            svg.WriteStartElement("circle");
            Attribute(svg, "cx", N(Left + column.Key));
            Attribute(svg, "cy", N(Y(alarm.Value)));
            Attribute(svg, "r", "4");
            Attribute(svg, "fill", "#c0392b");
            svg.WriteElementString("title", Time(alarm.At));
            svg.WriteEndElement();
        }
        Text(svg, Left, Top + Height + 16, $"{Time(from)} to {Time(to)}; {Rounded(low)} to {Rounded(high)}");
    }

    private string Description() => $"{_points.Count} points, {_points.Count(p => p.IsAlarm)} alarms";

    private static void Stroke(XmlWriter svg, string path, string colour, string width = "1")
    {
        svg.WriteStartElement("path");
        Attribute(svg, "d", path);
        Attribute(svg, "fill", "none");
        Attribute(svg, "stroke", colour);
        Attribute(svg, "stroke-width", width);
        svg.WriteEndElement();
    }

    private static void Text(XmlWriter svg, double x, double y, string text)
    {
        svg.WriteStartElement("text");
        Attribute(svg, "x", N(x));
        Attribute(svg, "y", N(y));
        Attribute(svg, "font-family", "sans-serif");
        Attribute(svg, "font-size", "12");
        svg.WriteString(text);
        svg.WriteEndElement();
    }

    private static void Attribute(XmlWriter svg, string name, string value) => svg.WriteAttributeString(name, value);

    private static string N(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Rounded(double number) => ((float)number).ToString(CultureInfo.InvariantCulture);

    private static string Time(long unixNanos) =>
        DateTimeOffset.UnixEpoch.AddTicks(unixNanos / 100).ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private readonly record struct Point(long At, double Value, double Lower, double Upper, bool IsAlarm);
}
