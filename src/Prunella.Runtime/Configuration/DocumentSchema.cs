using System.Text.Encodings.Web;
using System.Text.Json;

using Prunella.Runtime.Configuration.Documents.Declared;

namespace Prunella.Runtime.Configuration;

/// <summary>The kinds of documents as JSON Schemas, for completion and checks in editors.</summary>
public static class DocumentSchema
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Names of the kinds, as documents write them.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. DocumentKind.All.Select(k => k.Name)];

    /// <summary>The schema of one kind (draft 7), indented.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>, in any case.</param>
    /// <exception cref="ArgumentException">There is no such kind.</exception>
    public static string Of(string kind)
    {
        var found = DocumentKind.All.FirstOrDefault(k => k.Name.Equals(kind, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"There is no kind {kind}.", nameof(kind));
        return DocumentSchemas.Of(found).ToJsonString(Indented) + "\n";
    }

    /// <summary>One schema for a document of any kind.</summary>
    public static string OfAny() => DocumentSchemas.OfAny().ToJsonString(Indented) + "\n";
}
