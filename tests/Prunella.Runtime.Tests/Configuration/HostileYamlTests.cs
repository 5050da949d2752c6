using CsCheck;

using Prunella.Runtime.Configuration;

namespace Prunella.Runtime.Tests.Configuration;

/// <summary>Texts made to exhaust a reader are refused for little, and never crash it.</summary>
public sealed class HostileYamlTests : IDisposable
{
    /// <summary>A tenth of what a reader that builds the tree would need for the smallest of them.</summary>
    private const long MostBytes = 64L * 1024 * 1024;

    private readonly Documents _documents = new();

    public void Dispose() => _documents.Dispose();

    public static TheoryData<string, string> Bombs => new()
    {
        { "nine levels of aliases", string.Concat("abcdefghi".Select((c, i) => i == 0 ? "a: &a [lol]\n" : $"{c}: &{c} [{string.Join(',', Enumerable.Repeat($"*{(char)(c - 1)}", 9))}]\n")) },
        { "an anchor that holds itself", "a: &a [ *a ]\n" },
        { "merge keys", "a: { <<: { b: c } }\n" },
        { "deep flow lists", new string('[', 1_000_000) },
        { "deep flow maps", string.Concat(Enumerable.Repeat("{a: ", 250_000)) },
        { "deep block lists", string.Concat(Enumerable.Repeat("- ", 500_000)) },
        { "deep explicit keys", string.Concat(Enumerable.Repeat("? ", 500_000)) },
        { "many small nodes", "a: [" + string.Concat(Enumerable.Repeat("x,", 500_000)) + "]\n" },
        { "many documents", string.Concat(Enumerable.Repeat("--- a\n", 170_000)) },
        { "one long text", "a: " + new string('x', 1_000_000) + "\n" },
        { "more than a mebibyte", "a: " + new string('x', 2_000_000) + "\n" },
        { "one anchor and many aliases", "a: &a \"" + new string('x', 100_000) + "\"\nb: [" + string.Concat(Enumerable.Repeat("*a,", 100_000)) + "]\n" },
        { "a chain of merge keys", "a: &a { x: 1 }\n" + string.Concat(Enumerable.Range(1, 5_000).Select(i => $"b{i}: &b{i} {{ <<: [ *a, *a ] }}\n")) },
        { "one long key", new string('k', 1_000_000) + ": x\n" },
        { "one long quoted key", "? \"" + new string('k', 1_000_000) + "\"\n: x\n" },
        { "a long folded text", "a: >\n" + string.Concat(Enumerable.Repeat("  x\n", 250_000)) },
        { "many escapes", "a: \"" + string.Concat(Enumerable.Repeat("\\U0001F4A3", 90_000)) + "\"\n" },
        { "many keys that are unknown", "apiVersion: prunella/v1\nkind: Service\nmetadata: { name: s }\nspec:\n" + string.Concat(Enumerable.Range(0, 24_000).Select(i => $"  instancesx{i}: 1\n")) },
        { "many keys that stand twice", string.Concat(Enumerable.Repeat("a: 1\n", 24_000)) },
        { "many documents that refer to nobody", string.Concat(Enumerable.Range(0, 2_500).Select(i => $"---\napiVersion: prunella/v1\nkind: Service\nmetadata: {{ name: service-{i} }}\nspec: {{ gateway: g{i} }}\n")) },
        { "many instances at one port", "apiVersion: prunella/v1\nkind: Service\nmetadata: { name: s }\nspec:\n  instances:\n" + string.Concat(Enumerable.Range(0, 9_000).Select(i => $"  - {{ name: i, address: \"10.0.{i / 250}.{i % 250}:80\" }}\n")) },
        { "comments only, and then a tab", string.Concat(Enumerable.Repeat("# x\n", 200_000)) + "a:\n\tb: c\n" },
        { "tags with long handles", "%TAG !" + new string('t', 500_000) + "! tag:x,\n---\na: b\n" },
        { "a tag that is a URI", "a: !<tag:yaml.org,2002:map> { b: c }\n" },
        { "tags of foreign types", "a: !!python/object/apply:os.system [ 'x' ]\n" },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void A_bomb_is_refused_and_costs_little(string _, string text)
    {
        _documents.WithText(text);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var result = _documents.Read();

        Assert.NotEmpty(result.Errors);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
    }

    [Fact]
    public void Any_bytes_are_read_or_told_with_their_place()
    {
        var path = Path.Combine(_documents.Folder, "a.yaml");

        Check.Sample(
            Gen.Byte.Array[0, 200],
            bytes =>
            {
                File.WriteAllBytes(path, bytes);
                AssertAnswered();
            },
            iter: 5_000, threads: 1);
    }

    [Fact]
    public void Any_pieces_of_yaml_are_read_or_told_with_their_place()
    {
        string[] pieces = ["%YAML 1.2\n", "%TAG ! x\n", "---\n", "...\n", "a: ", "b", "\n", "  ", "- ", "? ", "[", "]", "{", "}", ",", "&a ", "*a ", "!t ", "!<x> ", "|\n", ">-2\n", "\"", "'", "\\u12", "\\UFFFFFFFF", "#", "\t", "<<: ", "${", "\u0000", "\u00FF", "\u00E9", "apiVersion: prunella/v1\n", "kind: Policy\n", "metadata: { name: p }\n", "spec:\n", "spec: { ", "select: ", "remedies: "];
        var path = Path.Combine(_documents.Folder, "a.yaml");

        Check.Sample(
            Gen.Int[0, pieces.Length - 1].Array[0, 20].Select(chosen => string.Concat(chosen.Select(i => pieces[i]))),
            text =>
            {
                // Latin-1, so that some of it is no UTF-8.
                File.WriteAllBytes(path, System.Text.Encoding.Latin1.GetBytes(text));
                AssertAnswered();
            },
            iter: 5_000, threads: 1);
    }

    [Fact]
    public void Any_change_of_valid_documents_is_read_or_told_with_its_place()
    {
        var samples = Directory.GetFiles(Path.Combine(Repository.Root, "samples", "Shop", "policies")).Select(File.ReadAllText);
        string[] texts = [.. samples, .. DocumentsPageTests.Examples()];
        var path = Path.Combine(_documents.Folder, "a.yaml");
        string[] pieces = ["", "x", "-1", "[", "{}", "~", "99999999999999999999", "1e9", "0x1F", "-", ":", "\n", "\t", "%", "7d", "&a ", "*a", "\u0000", "'", "9999999999d", "0s", "100%"];
        var change = Gen.Select(
            Gen.Int[0, texts.Length - 1], Gen.Int[0, 4000], Gen.Int[0, 30], Gen.Int[0, pieces.Length - 1]);

        Check.Sample(
            change,
            (which, at, length, with) =>
            {
                var text = texts[which];
                at = Math.Min(at, text.Length);
                File.WriteAllText(path, text[..at] + pieces[with] + text[Math.Min(text.Length, at + length)..]);
                AssertAnswered();
            },
            iter: 4_000, threads: 1);
    }

    /// <summary>A configuration, or errors with their places; never both, never neither.</summary>
    private void AssertAnswered()
    {
        var result = ConfigurationReader.Read(_documents.Folder, _ => null);

        Assert.Equal(result.Configuration is null, result.Errors.Count > 0);
        Assert.All(result.Errors.Concat(result.Warnings), e => Assert.True(e.Line > 0 && e.Column > 0 && e.File.EndsWith(".yaml", StringComparison.Ordinal) && !e.ToString().Any(char.IsControl), $"'{e}' has no place"));
    }
}
