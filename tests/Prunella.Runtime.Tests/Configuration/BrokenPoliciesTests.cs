using System.Text;

using Prunella.Runtime.Configuration;

namespace Prunella.Runtime.Tests.Configuration;

/// <summary>Broken documents, each with what is told about it: <c>tests/broken-policies</c>. None throws, each is told
/// with line and column, and none gives a configuration that could take the place of the one in force.</summary>
/// <remarks><c>PRUNELLA_ACCEPT=1</c> writes what is told; read the diff before you commit it.</remarks>
public sealed class BrokenPoliciesTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "broken-policies");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.yaml").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Fact]
    public void There_are_many() => Assert.InRange(Files.Count, 30, 1000);

    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_wrong_is_told_with_its_place(string name)
    {
        var path = Path.Combine(Folder, name + ".yaml");

        var result = ConfigurationReader.Read(path, _ => null);

        Assert.Null(result.Configuration);
        Assert.NotEmpty(result.Errors);
        Assert.All(result.Errors, e => Assert.True(e.Line > 0 && e.Column > 0 && e.File == path, $"{e} has no place"));
        var told = new StringBuilder();
        foreach (var error in result.Errors) told.Append(error).Append('\n');
        foreach (var warning in result.Warnings) told.Append("warning: ").Append(warning).Append('\n');
        var expected = Path.Combine(Folder, name + ".txt");
        var text = told.Replace(Folder + Path.DirectorySeparatorChar, "").ToString();
        if (Environment.GetEnvironmentVariable("PRUNELLA_ACCEPT") == "1") File.WriteAllText(expected, text);
        Assert.Equal(File.ReadAllText(expected), text);
    }

    [Fact]
    public void All_of_them_together_are_told_file_by_file()
    {
        var result = ConfigurationReader.Read(Folder, _ => null);

        Assert.Null(result.Configuration);
        Assert.True(result.Errors.Select(e => e.File).Distinct().Count() > 30);
    }
}
