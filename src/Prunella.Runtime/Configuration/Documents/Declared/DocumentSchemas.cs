using System.Text.Json.Nodes;

namespace Prunella.Runtime.Configuration.Documents.Declared;

/// <summary>Writes the declaration as JSON Schema, draft 7: the one that editors understand for YAML.</summary>
/// <remarks>
/// A schema is looser than the reader where a form hangs on another key (a latency's bound is a duration) or on several
/// documents; what a schema refuses, the reader refuses too. A value with a reference to the environment is accepted,
/// whatever its form.
/// </remarks>
internal static class DocumentSchemas
{
    private const string Draft = "http://json-schema.org/draft-07/schema#";
    private const string Definitions = "definitions";

    /// <summary>The schema of one kind.</summary>
    public static JsonObject Of(DocumentKind kind)
    {
        var schema = new JsonObject
        {
            ["$schema"] = Draft,
            ["title"] = $"Prunella {kind.Name}",
            ["description"] = kind.What,
        };
        foreach (var (key, value) in Document(kind)) schema[key] = value?.DeepClone();
        schema[Definitions] = DefinitionsOf([kind]);
        return schema;
    }

    /// <summary>One schema for a document of any kind.</summary>
    public static JsonObject OfAny() => new()
    {
        ["$schema"] = Draft,
        ["title"] = "Prunella documents",
        ["description"] = "One document of any kind.",
        ["oneOf"] = new JsonArray([.. DocumentKind.All.Select(k => (JsonNode)Document(k))]),
        [Definitions] = DefinitionsOf(DocumentKind.All),
    };

    /// <summary>A reference to a shape's definition.</summary>
    public static JsonObject Reference(Shape shape) => new() { ["$ref"] = $"#/{Definitions}/{shape.Name}" };

    private static JsonObject Document(DocumentKind kind)
    {
        var document = Map(HeadFields.Shape);
        var properties = document["properties"]!.AsObject();
        properties["kind"] = new JsonObject { ["const"] = kind.Name };
        properties["spec"] = Reference(kind.Spec);
        return document;
    }

    private static JsonObject DefinitionsOf(IEnumerable<DocumentKind> kinds)
    {
        var definitions = new JsonObject();
        foreach (var shape in kinds.SelectMany(k => k.Spec.All()).Concat(HeadFields.MetadataShape.All()))
            definitions[shape.Name] = Map(shape);
        return definitions;
    }

    private static JsonObject Map(Shape shape)
    {
        var properties = new JsonObject();
        foreach (var field in shape.Fields) properties[field.Key] = Described(field);
        var map = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        var required = shape.Fields.Where(f => f.Required).Select(f => (JsonNode)f.Key).ToArray();
        if (required.Length > 0) map["required"] = new JsonArray(required);
        if (shape.IsChoice) (map["minProperties"], map["maxProperties"]) = (1, 1);
        return map;
    }

    /// <summary>What stands beside a reference is overlooked in draft 7, so a described one is wrapped.</summary>
    private static JsonObject Described(Field field)
    {
        var schema = field.Schema();
        if (schema.ContainsKey("$ref")) schema = new JsonObject { ["allOf"] = new JsonArray(schema) };
        schema["description"] = $"{field.What} ({field.Type}; {Default(field)})".Replace("`", "", StringComparison.Ordinal);
        return schema;
    }

    private static string Default(Field field) =>
        field.Required ? "required" : field.Otherwise.Length == 0 ? "no default" : "default: " + field.Otherwise;
}
