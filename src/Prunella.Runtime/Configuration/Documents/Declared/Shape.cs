namespace Prunella.Runtime.Configuration.Documents.Declared;

/// <summary>What may stand in one map of a document.</summary>
/// <remarks>
/// The one declaration of a document's keys: the reader takes values through it and tells what does not stand in it,
/// and the JSON Schema and the tables of the reference page are written from it. So none of them can say something
/// else.
/// </remarks>
/// <param name="name">Kind and path, such as <c>Policy.guardrails</c>; unique.</param>
/// <param name="fields">In the order in which people should read them.</param>
internal sealed class Shape(string name, params IReadOnlyList<Field> fields)
{
    /// <summary>Kind and path.</summary>
    public string Name { get; } = name;

    /// <summary>In the order in which people should read them.</summary>
    public IReadOnlyList<Field> Fields { get; } = fields;

    /// <summary>Exactly one of the keys stands in such a map.</summary>
    public bool IsChoice { get; init; }

    /// <summary>Every key, for who wrote another one.</summary>
    public IEnumerable<string> Keys => Fields.Select(f => f.Key);

    /// <summary>This shape and all that can stand in it, each once, outer ones first.</summary>
    public IReadOnlyList<Shape> All()
    {
        var found = new List<Shape>();
        Gather(this, found);
        return found;
    }

    private static void Gather(Shape shape, List<Shape> found)
    {
        if (found.Contains(shape)) return;
        found.Add(shape);
        foreach (var inner in shape.Fields.Select(f => f.Inner).OfType<Shape>()) Gather(inner, found);
    }
}
