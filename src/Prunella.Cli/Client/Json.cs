using System.Text.Json;

using Prunella.Runtime.Wire;

namespace Prunella.Cli.Client;

/// <summary>Writes answers as JSON, indented for eyes and stable for programs.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Indented = new(WireJson.Options) { WriteIndented = true };

    /// <summary>A list as a document with a version, so that it can grow.</summary>
    public static void WriteList<T>(string name, IReadOnlyList<T> items) =>
        Write(new Dictionary<string, object> { ["schemaVersion"] = 1, [name] = items });

    public static void Write<T>(T value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, Indented));
}
