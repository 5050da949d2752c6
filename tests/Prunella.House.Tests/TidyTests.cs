using System.Text.RegularExpressions;

namespace Prunella.House.Tests;

/// <summary>What must not lie about in the house.</summary>
public sealed partial class TidyTests
{
    private static readonly string[] RootFiles =
    [
        ".editorconfig", ".gitattributes", ".gitignore", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "Directory.Build.props",
        "Directory.Build.targets", "Directory.Packages.props", "LICENSE", "Prunella.slnx", "README.md", "SECURITY.md", "build.sh",
        "global.json", "prunella",
    ];

    [Fact]
    public void The_root_holds_only_what_it_should()
    {
        var found = Directory.GetFiles(House.Root).Select(Path.GetFileName).Where(f => !f!.StartsWith(".git", StringComparison.Ordinal) || RootFiles.Contains(f));

        Assert.Empty(found.Except(RootFiles));
        Assert.Empty(RootFiles.Except(found));
    }

    [Fact]
    public void No_source_holds_a_left_over()
    {
        var left = House.Sources("src", "samples", "tests", "bench")
            .Where(f => Path.GetFileName(f) != "TidyTests.cs")
            .SelectMany(f => File.ReadLines(f).Where(l => LeftOver().IsMatch(l)).Select(l => $"{House.Relative(f)}: {l.Trim()}"));

        Assert.Empty(left);
    }

    [Fact]
    public void No_text_speaks_in_codes_that_its_reader_cannot_know()
    {
        var texts = House.Sources("src", "samples", "tests", "bench").Where(f => Path.GetFileName(f) != "TidyTests.cs")
            .Concat(House.Files("docs", "*.md")).Concat(Directory.GetFiles(House.Root, "*.md"));
        var found = texts.SelectMany(f => File.ReadLines(f).Where(l => Code().IsMatch(l)).Select(l => $"{House.Relative(f)}: {l.Trim()}"));

        Assert.Empty(found);
    }

    [Fact]
    public void Links_in_documents_lead_somewhere()
    {
        var documents = House.Files("docs", "*.md").Concat(House.Files("samples", "*.md")).Concat(House.Files("bench", "*.md")).Concat(Directory.GetFiles(House.Root, "*.md"));
        var broken = documents.SelectMany(d => Link().Matches(File.ReadAllText(d))
            .Select(m => m.Groups[1].Value.Split('#')[0])
            .Where(t => t.Length > 0 && !t.Contains("://", StringComparison.Ordinal) && !t.StartsWith("mailto:", StringComparison.Ordinal))
            .Where(t => !Path.Exists(Path.Combine(Path.GetDirectoryName(d)!, t)))
            .Select(t => $"{House.Relative(d)} -> {t}"));

        Assert.Empty(broken);
    }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException|NotSupportedException\(\))|#region|Skip *= *""")]
    private static partial Regex LeftOver();

    [GeneratedRegex(@"(?<![\w.#-])(G([1-9]|1[0-2])|P([1-9]|1\d|2[0-2])|S(0[1-9]|1\d|2[0-5])|T(1\d|2[0-2]))(?![\w.%])(?! *=)|\.\./shared|/work/")]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
