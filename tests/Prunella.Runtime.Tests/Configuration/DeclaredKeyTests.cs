using Prunella.Runtime.Configuration.Documents.Declared;

namespace Prunella.Runtime.Tests.Configuration;

/// <summary>Whatever key is declared is also read: a value of the wrong type is told at that key.</summary>
public sealed class DeclaredKeyTests
{
    public static TheoryData<string, string> Keys => [.. DocumentKind.All.SelectMany(k => Paths(k.Spec, [], []).Select(p => (k.Name, p)))];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_declared_key_is_read(string kind, string path)
    {
        using var documents = new Documents();
        var keys = path.Split('.');
        var shape = DocumentKind.All.First(k => k.Name == kind).Spec;
        var (spec, end) = ("", "");
        foreach (var key in keys[..^1])
        {
            var field = shape.Fields.First(f => f.Key == key);
            spec += field is MapsField ? $"{key}: [ {{ " : $"{key}: {{ ";
            end = (field is MapsField ? " } ]" : " }") + end;
            shape = field.Inner!;
        }
        spec += $"{keys[^1]}: {Wrong(shape.Fields.First(f => f.Key == keys[^1]))}";

        var errors = documents.With(kind, "n", spec + end).Read().Errors;

        Assert.Contains(errors, e => Plain(e.Key) == "spec." + path && e.Problem.StartsWith("must be", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_declared_has_a_name_of_its_own() =>
        Assert.Equal(DocumentTables.Shapes().Select(s => s.Name).Distinct().Count(), DocumentTables.Shapes().Count);

    private static string Wrong(Field field) => field is MapField or PairsField ? "[ x ]"
        : field is MapsField or TextsField || field.GetType().Name.StartsWith("WordsField", StringComparison.Ordinal) ? "x"
        : "[ x ]";

    private static string Plain(string key) => System.Text.RegularExpressions.Regex.Replace(key, @"\[\d+\]", "");

    /// <summary>Every key once, however deep its map may stand.</summary>
    private static IEnumerable<string> Paths(Shape shape, string[] above, HashSet<Shape> seen)
    {
        if (!seen.Add(shape)) yield break;
        foreach (var field in shape.Fields)
        {
            yield return string.Join('.', [.. above, field.Key]);
            if (field.Inner is null) continue;
            foreach (var inner in Paths(field.Inner, [.. above, field.Key], seen)) yield return inner;
        }
    }
}
