using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

using Prunella.Cli.Commands;

namespace Prunella.Cli.Tests;

/// <summary>Every prunella command line in README and docs is one that the parser accepts.</summary>
public sealed partial class DocumentedCommandTests
{
    public static TheoryData<string, string> Lines => [.. Documented()];

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_documented_command_line_parses(string document, string line)
    {
        var arguments = CommandLineParser.SplitCommandLine(line).Skip(1).ToArray();

        var parsed = PrunellaCommand.Create().Parse(arguments);

        Assert.True(parsed.Errors.Count == 0, $"{document}: {line}: {string.Join(' ', parsed.Errors.Select(e => e.Message))}");
    }

    private static IEnumerable<(string, string)> Documented()
    {
        var root = Root();
        var documents = Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(root, "*.md")).Concat(Directory.EnumerateFiles(Path.Combine(root, "samples"), "*.md", SearchOption.AllDirectories));
        return documents.Order(StringComparer.Ordinal).SelectMany(d => Block().Matches(File.ReadAllText(d))
            .SelectMany(b => b.Groups[1].Value.Split('\n'))
            .Select(l => l.Split(" #")[0].Trim())
            .Where(l => l.StartsWith("prunella ", StringComparison.Ordinal) || l.StartsWith("./prunella ", StringComparison.Ordinal))
            .Select(l => (Path.GetRelativePath(root, d), l)));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Prunella.slnx"))) folder = folder.Parent;
        return folder.FullName;
    }

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
