using System.Collections.Immutable;
using System.Reflection;

using Prunella.Contracts;
using Prunella.Kernel.Recipes;
using Prunella.Runtime.Configuration.Documents;
using Prunella.Runtime.Configuration.Documents.Declared;
using Prunella.Runtime.Configuration.Yaml;

namespace Prunella.Runtime.Configuration;

/// <summary>A recipe that Prunella ships.</summary>
/// <param name="Recipe">What it says.</param>
/// <param name="What">What it does, in a sentence or two.</param>
/// <param name="WrongWhen">When it is the wrong remedy.</param>
/// <param name="Text">Its document, as a user may copy it.</param>
public sealed record CatalogueRecipe(Recipe Recipe, string What, string WrongWhen, string Text)
{
    /// <summary>Why it cannot be carried out in this version, each reason once; empty when it can.</summary>
    public IReadOnlyList<string> Missing =>
    [
        .. Recipe.Steps.Where(s => !s.Verb.Facts().IsPresent)
            .Select(s => $"step {StepFields.KeyOf(s.Verb)}, for {VerbWords.Missing(s.Verb)}").Distinct(),
        .. (Recipe.Preconditions ?? []).Where(c => !Preconditions.CanBeKnown(c.Kind))
            .Select(c => $"precondition {ConditionFields.KeyOf(c.Kind)}, for nobody can know it in this version"),
    ];

    /// <summary>True when every step of it can be carried out in this version.</summary>
    public bool CanBeCarriedOut => Missing.Count == 0;
}

/// <summary>The recipes that Prunella ships: the folder <c>recipes</c>, carried inside the product.</summary>
/// <remarks>
/// A policy may name one of them without a document of its own; a document with that name wins. Immutable, read once,
/// for any number of threads. A recipe of ours that cannot be read is a fault of the build, so reading throws.
/// </remarks>
public static class RecipeCatalogue
{
    private const string Folder = "recipes/";
    private const string Warning = "Wrong when: ";

    private static readonly Lazy<ImmutableSortedDictionary<string, CatalogueRecipe>> Shipped = new(Read);

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<CatalogueRecipe> All => [.. Shipped.Value.Values];

    /// <summary>One of them, or null.</summary>
    public static CatalogueRecipe? Find(string name) => Shipped.Value.GetValueOrDefault(name);

    private static ImmutableSortedDictionary<string, CatalogueRecipe> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal))
            .Select(n => Read(assembly, n))
            .ToImmutableSortedDictionary(r => r.Recipe.Name, r => r, StringComparer.Ordinal);
    }

    private static CatalogueRecipe Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        var text = reader.ReadToEnd();
        var problems = new Problems();
        var documents = new DocumentReader("", problems, _ => null);
        var read = YamlTree.Read(
            text, (mark, key, problem) => problems.Add(new Documents.Place(resource, mark, key), problem));
        foreach (var document in read.Documents) documents.Read(resource, document);
        if (problems.Count > 0) throw new InvalidDataException(string.Join(Environment.NewLine, problems.Errors()));
        var (what, wrongWhen) = Said(text);
        return new CatalogueRecipe(documents.Drafts.Recipes.Single().Recipe, what, wrongWhen, text);
    }

    /// <summary>The comment at its head: what it does, and when it is wrong.</summary>
    private static (string What, string WrongWhen) Said(string text)
    {
        var comment = string.Join(' ', text.Split('\n').TakeWhile(l => l.StartsWith('#')).Select(l => l[1..].Trim()));
        var at = comment.IndexOf(Warning, StringComparison.Ordinal);
        return at < 0 ? (comment, "") : (comment[..at].Trim(), comment[(at + Warning.Length)..].Trim());
    }
}
