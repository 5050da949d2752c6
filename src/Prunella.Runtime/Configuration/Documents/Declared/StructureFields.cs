using System.Text.Json.Nodes;

namespace Prunella.Runtime.Configuration.Documents.Declared;

/// <summary>A list of texts.</summary>
internal sealed class TextsField(string key, string what, string of = "texts") : Field(key, what)
{
    public override string Type => "list of " + of;

    protected override string OwnDefault => "none";

    public override JsonObject Schema()
    {
        var schema = new JsonObject
        {
            ["type"] = "array",
            ["items"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") },
        };
        if (Required) schema["minItems"] = 1;
        return schema;
    }
}

/// <summary>A map from free keys to texts.</summary>
internal sealed class PairsField(string key, string what) : Field(key, what)
{
    public override string Type => "map of texts";

    protected override string OwnDefault => "none";

    public override JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean", "null") },
    };
}

/// <summary>A map with keys of its own.</summary>
internal sealed class MapField(string key, string what, Func<Shape> shape) : Field(key, what)
{
    public MapField(string key, string what, Shape shape)
        : this(key, what, () => shape)
    {
    }

    public override string Type => "map";

    public override Shape Inner => shape();

    public override JsonObject Schema() => DocumentSchemas.Reference(Inner);
}

/// <summary>A list of maps, each with keys of its own.</summary>
internal sealed class MapsField(string key, string what, Func<Shape> shape) : Field(key, what)
{
    public MapsField(string key, string what, Shape shape)
        : this(key, what, () => shape)
    {
    }

    public override string Type => "list of maps";

    protected override string OwnDefault => "none";

    public override Shape Inner => shape();

    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = DocumentSchemas.Reference(Inner) };
        if (Required) schema["minItems"] = 1;
        return schema;
    }
}
