using System.Text.Json.Nodes;

namespace Prunella.Runtime.Configuration.Documents.Declared;

/// <summary>One key of a map: its type with its range, what holds when it is left out, and what it means.</summary>
/// <param name="key">As it is written.</param>
/// <param name="what">One sentence for people, in Markdown.</param>
internal abstract class Field(string key, string what)
{
    /// <summary>As it is written.</summary>
    public string Key { get; } = key;

    /// <summary>What it means.</summary>
    public string What { get; } = what;

    /// <summary>A document without it is refused.</summary>
    public bool Required { get; init; }

    /// <summary>What holds when it is left out, for people; a type that knows its default says it itself.</summary>
    public string DefaultText { get; init; } = "";

    /// <summary>Type and range, for people.</summary>
    public abstract string Type { get; }

    /// <summary>The shape of the maps that stand in it, or null.</summary>
    public virtual Shape? Inner => null;

    /// <summary>As a JSON Schema, draft 7.</summary>
    public abstract JsonObject Schema();

    /// <summary>What holds when it is left out, for people.</summary>
    public string Otherwise => Required ? "required" : DefaultText.Length > 0 ? DefaultText : OwnDefault;

    /// <summary>The type's own default as it would be written; empty for none.</summary>
    protected virtual string OwnDefault => "";
}
