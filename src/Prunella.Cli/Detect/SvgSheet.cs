using System.Globalization;
using System.Xml;

namespace Prunella.Cli.Detect;

/// <summary>One drawing of a series: title, description, lines and dots on a field of a thousand columns.</summary>
internal sealed class SvgSheet : IDisposable
{
    public const int Columns = 1000;
    public const double Height = 240;
    public const double Top = 30;
    public const double Left = 10;
    private readonly XmlWriter _svg;

    /// <summary>Begins a drawing.</summary>
    /// <param name="path">Where it is written.</param>
    /// <param name="title">What it is called.</param>
    /// <param name="description">What is to be seen, for who cannot see it.</param>
    public SvgSheet(string path, string title, string description)
    {
        // A file may be called anything; what no XML may hold is shown as a question mark.
        title = string.Concat(title.Select(c => XmlConvert.IsXmlChar(c) ? c : '?'));
        _svg = XmlWriter.Create(path, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true });
        _svg.WriteStartElement("svg", "http://www.w3.org/2000/svg");
        Attribute("viewBox", $"0 0 {N(Columns + 2 * Left)} {N(Height + Top + 20)}");
        Attribute("role", "img");
        _svg.WriteElementString("title", title);
        _svg.WriteElementString("desc", description);
        Text(Left, 20, title);
    }

    public void Dot(double x, double y, string colour, string title)
    {
        _svg.WriteStartElement("circle");
        Attribute("cx", N(x));
        Attribute("cy", N(y));
        Attribute("r", "4");
        Attribute("fill", colour);
        _svg.WriteElementString("title", title);
        _svg.WriteEndElement();
    }

    public void Stroke(string path, string colour, string width = "1")
    {
        _svg.WriteStartElement("path");
        Attribute("d", path);
        Attribute("fill", "none");
        Attribute("stroke", colour);
        Attribute("stroke-width", width);
        _svg.WriteEndElement();
    }

    public void Text(double x, double y, string text)
    {
        _svg.WriteStartElement("text");
        Attribute("x", N(x));
        Attribute("y", N(y));
        Attribute("font-family", "sans-serif");
        Attribute("font-size", "12");
        _svg.WriteString(text);
        _svg.WriteEndElement();
    }

    public void Dispose()
    {
        _svg.WriteEndElement();
        _svg.Dispose();
    }

    public static string N(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    public static string Rounded(double number) => ((float)number).ToString(CultureInfo.InvariantCulture);

    public static string Time(long unixNanos) =>
        DateTimeOffset.UnixEpoch.AddTicks(unixNanos / 100).ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private void Attribute(string name, string value) => _svg.WriteAttributeString(name, value);
}
