using System.Text.RegularExpressions;

using Prunella.Runtime.Configuration.Documents.Declared;

namespace Prunella.Runtime.Tests.Configuration;

/// <summary>The page docs/reference/documents.md is true: its examples load together, and its tables of keys are those of
/// the declaration.</summary>
public sealed partial class DocumentsPageTests
{
    private static readonly string Path = System.IO.Path.Combine(Repository.Root, "docs", "reference", "documents.md");

    [Fact]
    public void Its_examples_are_one_clean_set_of_documents()
    {
        using var documents = new Documents();
        foreach (var example in Examples()) documents.WithText(example);
        documents.Environment["SHOP_BIN"] = "/opt/shop/bin/shop";

        var result = documents.Read();

        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
        Assert.Equal(1, result.Configuration!.Policies.Recipes.Count(r => r.Name == "break-and-fall-back"));
    }

    [Fact]
    public void Its_tables_are_written_from_the_declaration()
    {
        var page = File.ReadAllText(Path);

        var written = Keys().Replace(page, m => $"{m.Groups[1].Value}{DocumentTables.Section(m.Groups[2].Value)}{m.Groups[3].Value}");

        if (System.Environment.GetEnvironmentVariable("PRUNELLA_ACCEPT") == "1") File.WriteAllText(Path, written);
        Assert.Equal(DocumentTables.Sections(), Keys().Matches(page).Select(m => m.Groups[2].Value));
        Assert.Equal(File.ReadAllText(Path), written);
    }

    /// <summary>The documents that the page shows, as they stand there.</summary>
    internal static IEnumerable<string> Examples() => Example().Matches(File.ReadAllText(Path)).Select(m => m.Groups[1].Value);

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("(<!-- keys of (\\w+) -->\n).*?(<!-- end of keys -->)", RegexOptions.Singleline)]
    private static partial Regex Keys();
}
