using System.Text.Json;

namespace Prunella.Cli.Detect;

/// <summary>One JSON document per series: <c>schemaVersion</c>, <c>points</c>; numbers that are unknown are
/// null.</summary>
internal sealed class JsonJudgedWriter : IJudgedWriter
{
    private readonly Utf8JsonWriter _json;
    private readonly FileStream _file;
    private readonly bool _explained;

    public JsonJudgedWriter(string path, bool explained)
    {
        _explained = explained;
        _file = File.Create(path);
        _json = new Utf8JsonWriter(_file);
        _json.WriteStartObject();
        _json.WriteNumber("schemaVersion", 1);
        _json.WriteStartArray("points");
    }

    public void Write(in JudgedRow judged)
    {
        var j = judged.Judgement;
        _json.WriteStartObject();
        _json.WriteString("timestamp", judged.Row.Timestamp);
        Number("value", judged.Row.Number);
        Number("anomalyScore", j?.Score ?? 0);
        _json.WriteBoolean("alarm", j?.IsAlarm ?? false);
        Number("confidence", j?.Confidence);
        Number("expected", j?.Expected);
        Number("lower", j?.Lower);
        Number("upper", j?.Upper);
        if (_explained)
        {
            _json.WriteBoolean("page", j?.IsPage ?? false);
            Number("novelty", j?.Novelty);
            Number("deviation", j?.Deviation);
            _json.WriteString("why", judged.Why);
        }
        _json.WriteEndObject();
        // What waits in memory stays small, however long the series is.
        if (_json.BytesPending > 65536) _json.Flush();
    }

    public void Dispose()
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Dispose();
        _file.Dispose();
    }

    private void Number(string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) _json.WriteNumber(name, number);
        else _json.WriteNull(name);
    }
}
