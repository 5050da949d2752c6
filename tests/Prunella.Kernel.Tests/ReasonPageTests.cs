using System.Text.RegularExpressions;

using Prunella.Kernel.Reasons;

namespace Prunella.Kernel.Tests;

/// <summary>The reference page lists every reason with the meaning that the code gives it, and nothing else.</summary>
public sealed partial class ReasonPageTests
{
    [Fact]
    public void The_page_lists_every_code() =>
        Assert.Equal(ReasonCodes.All, Row().Matches(Page).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));

    [Fact]
    public void The_page_says_what_the_code_says()
    {
        var source = string.Concat(Directory.GetFiles(Path.Combine(Root, "src", "Prunella.Kernel", "Reasons"), "ReasonCodes*.cs").Select(File.ReadAllText));
        var said = Code().Matches(source).Select(m => $"| `{m.Groups[2].Value}` | {Plain(m.Groups[1].Value)} |").ToArray();
        Assert.Equal(ReasonCodes.All.Count, said.Length);

        var table = Page[Page.IndexOf("|---|---|\n", StringComparison.Ordinal)..].TrimEnd().Split('\n').Skip(1);
        Assert.Equal(said.Order(StringComparer.Ordinal), table.Order(StringComparer.Ordinal));
    }

    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder!.FullName, "Prunella.slnx"))) folder = folder.Parent;
            return folder.FullName;
        }
    }

    private static string Page => File.ReadAllText(Path.Combine(Root, "docs", "reference", "reasons.md"));

    private static string Plain(string comment) => Tag().Replace(Break().Replace(comment, " "), "`");

    [GeneratedRegex(@"^\| `([a-z_.]+)`", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("<summary>((?:(?!<summary>).)*?)</summary>\\s*public const string \\w+ = \"([^\"]+)\"", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\s*\n\s*/// ?")]
    private static partial Regex Break();

    [GeneratedRegex("</?c>")]
    private static partial Regex Tag();
}
