using System.Text.RegularExpressions;

using Prunella.Kernel.Reasons;

namespace Prunella.Kernel.Tests;

/// <summary>The reference page lists every reason, and no other.</summary>
public sealed partial class ReasonPageTests
{
    [Fact]
    public void The_page_lists_every_code()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Prunella.slnx"))) folder = folder.Parent;
        var page = File.ReadAllText(Path.Combine(folder.FullName, "docs", "reference", "reasons.md"));

        Assert.Equal(ReasonCodes.All, Row().Matches(page).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\| `([a-z_.]+)`", RegexOptions.Multiline)]
    private static partial Regex Row();
}
