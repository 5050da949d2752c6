using System.Text.Json;

using Prunella.Detection.Forecasts;

namespace Prunella.Cli.Forecasts;

/// <summary>One JSON document per series: <c>schemaVersion</c>, <c>points</c>, <c>ahead</c>; numbers that are unknown
/// are null.</summary>
internal sealed class JsonForetoldWriter : IForetoldWriter
{
    private readonly Utf8JsonWriter _json;
    private readonly FileStream _file;
    private bool _isAhead;

    public JsonForetoldWriter(string path)
    {
        _file = File.Create(path);
        _json = new Utf8JsonWriter(_file);
        _json.WriteStartObject();
        _json.WriteNumber("schemaVersion", 1);
        _json.WriteStartArray("points");
    }

    public void Write(in ForetoldRow row)
    {
        _json.WriteStartObject();
        _json.WriteString("timestamp", row.Row.Timestamp);
        Number("value", row.Row.Number);
        Numbers(row.Forecast);
    }

    public void Write(in AheadRow row, string timestamp)
    {
        BeginAhead();
        _json.WriteStartObject();
        _json.WriteString("timestamp", timestamp);
        Numbers(row.Forecast);
    }

    public void Dispose()
    {
        BeginAhead();
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Dispose();
        _file.Dispose();
    }

    private void BeginAhead()
    {
        if (_isAhead) return;
        _isAhead = true;
        _json.WriteEndArray();
        _json.WriteStartArray("ahead");
    }

    private void Numbers(Forecast? forecast)
    {
        Number("expected", forecast?.Expected);
        Number("lower", forecast?.Lower);
        Number("upper", forecast?.Upper);
        _json.WriteEndObject();
        // What waits in memory stays small, however long the series is.
        if (_json.BytesPending > 65536) _json.Flush();
    }

    private void Number(string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) _json.WriteNumber(name, number);
        else _json.WriteNull(name);
    }
}
