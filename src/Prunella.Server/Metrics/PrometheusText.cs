using System.Globalization;
using System.Text;

namespace Prunella.Server.Metrics;

/// <summary>Writes metrics in the Prometheus text format 0.0.4.</summary>
/// <remarks>
/// Names follow the OpenTelemetry rules for Prometheus: dots become underscores, seconds are spelt out, units in
/// braces are left away, counters end in <c>_total</c>. Labels are escaped, whoever made them.
/// </remarks>
internal static class PrometheusText
{
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Of(IReadOnlyList<InstrumentTally> instruments)
    {
        var text = new StringBuilder();
        foreach (var instrument in instruments) Family(text, instrument);
        return text.ToString();
    }

    /// <summary>What Prometheus calls an instrument.</summary>
    public static string NameOf(InstrumentTally instrument) =>
        Plain(instrument.Name)
        + (instrument.Unit == "s" ? "_seconds" : "")
        + (instrument.Kind == MetricKind.Counter ? "_total" : "");

    private static void Family(StringBuilder text, InstrumentTally instrument)
    {
        var name = NameOf(instrument);
        text.Append("# HELP ").Append(name).Append(' ').Append(Escape(instrument.Description, quotes: false)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(TypeOf(instrument.Kind)).Append('\n');
        foreach (var series in instrument.Read())
        {
            var labels = string.Join(',', series.Labels.Select(Label));
            if (instrument.Kind == MetricKind.Histogram) Histogram(text, name, instrument.Bounds, series, labels);
            else Line(text, name, labels, series.Value);
        }
    }

    private static void Histogram(
        StringBuilder text, string name, IReadOnlyList<double> bounds, SeriesReading series, string labels)
    {
        var before = labels.Length == 0 ? "" : labels + ",";
        var count = 0L;
        for (var i = 0; i < series.Buckets.Count; i++)
        {
            count += series.Buckets[i];
            var bound = i < bounds.Count ? Number(bounds[i]) : "+Inf";
            Line(text, name + "_bucket", $"{before}le=\"{bound}\"", count);
        }
        Line(text, name + "_sum", labels, series.Value);
        Line(text, name + "_count", labels, count);
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Label(KeyValuePair<string, object?> label)
    {
        var value = Convert.ToString(label.Value, CultureInfo.InvariantCulture) ?? "";
        return $"{Plain(label.Key)}=\"{Escape(value, quotes: true)}\"";
    }

    private static string TypeOf(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.UpDownCounter => "gauge",
        _ => "histogram",
    };

    private static string Plain(string name) =>
        string.Create(name.Length, name, static (to, from) =>
        {
            for (var i = 0; i < from.Length; i++) to[i] = char.IsAsciiLetterOrDigit(from[i]) ? from[i] : '_';
        });

    private static string Escape(string text, bool quotes)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
