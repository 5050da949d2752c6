using System.Text.Json;
using System.Text.Json.Serialization;

using Prunella.Contracts;

namespace Prunella.Kernel.Tests;

/// <summary>States and events as text, to be compared.</summary>
internal sealed class AsText : JsonConverter<Subject>
{
    public static readonly JsonSerializerOptions Options = new() { Converters = { new AsText() } };

    public override Subject Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Subject.Parse(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, Subject value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}
