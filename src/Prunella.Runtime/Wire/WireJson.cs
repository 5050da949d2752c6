using System.Text.Json;
using System.Text.Json.Serialization;

using Prunella.Contracts;

namespace Prunella.Runtime.Wire;

/// <summary>The one way in which our types become JSON: on the wire, in the journal, in command output.</summary>
/// <remarks>
/// camelCase names in declaration order, kebab-case enum names, ids and subjects in their text form, no white space,
/// nulls left out, unknown members ignored (a newer minor version is understood). Numbers are never quoted.
/// </remarks>
public static class WireJson
{
    /// <summary>Frozen and shared; safe for any number of threads.</summary>
    public static readonly JsonSerializerOptions Options = Create();

    /// <summary>Gives other options the same rules.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.NumberHandling = JsonNumberHandling.Strict;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.RespectNullableAnnotations = true;
        options.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        options.Converters.Add(new TextConverter<FleetId>(id => id.Value, text => new FleetId(text)));
        options.Converters.Add(new TextConverter<ServiceId>(id => id.ToString(), ServiceId.Parse));
        options.Converters.Add(new TextConverter<InstanceId>(id => id.ToString(), InstanceId.Parse));
        options.Converters.Add(new TextConverter<DependencyId>(id => id.ToString(), DependencyId.Parse));
        options.Converters.Add(new TextConverter<Subject>(subject => subject.Text, Subject.Parse));
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class TextConverter<T>(Func<T, string> write, Func<string, T> read) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            try
            {
                return read(text ?? throw new JsonException($"A {typeof(T).Name} is a text."));
            }
            catch (Exception e) when (e is FormatException or ArgumentException)
            {
                throw new JsonException(e.Message, e);
            }
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(write(value));
    }
}
