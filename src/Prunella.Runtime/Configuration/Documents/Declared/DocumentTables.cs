using System.Text;

namespace Prunella.Runtime.Configuration.Documents.Declared;

/// <summary>Writes the declaration as the tables of the reference page.</summary>
internal static class DocumentTables
{
    /// <summary>The names of the sections that can be written: what all share, and the kinds.</summary>
    public static IEnumerable<string> Sections() => DocumentKind.All.Select(k => k.Name).Prepend("document");

    /// <summary>One section: a heading and a table for each map that can stand in a kind.</summary>
    public static string Section(string name)
    {
        IReadOnlyList<Shape> shapes = name == HeadFields.Shape.Name
            ? [HeadFields.Shape, HeadFields.MetadataShape]
            : DocumentKind.All.First(k => k.Name == name).Spec.All();
        var section = new StringBuilder();
        foreach (var shape in shapes)
        {
            if (section.Length > 0) section.Append('\n');
            section.Append("### ").Append(shape.Name).Append("\n\n| Key | Type, range | Default | What |\n|---|---|---|---|\n");
            foreach (var field in shape.Fields) Row(section, field);
        }
        return section.ToString();
    }

    /// <summary>Every shape that a document can hold.</summary>
    public static IReadOnlyList<Shape> Shapes() =>
        [HeadFields.Shape, HeadFields.MetadataShape, .. DocumentKind.All.SelectMany(k => k.Spec.All())];

    private static void Row(StringBuilder section, Field field) => section
        .Append("| `").Append(field.Key).Append("` | ").Append(Cell(Type(field)))
        .Append(" | ").Append(Cell(field.Otherwise)).Append(" | ").Append(Cell(field.What)).Append(" |\n");

    private static string Type(Field field) =>
        field.Inner is { Fields.Count: > 0 } inner ? $"{field.Type}: [{inner.Name}](#{Anchor(inner.Name)})" : field.Type;

    /// <summary>As GitHub makes it of a heading.</summary>
    private static string Anchor(string name) => name.ToLowerInvariant().Replace(".", "", StringComparison.Ordinal);

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
