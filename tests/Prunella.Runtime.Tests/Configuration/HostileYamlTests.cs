using CsCheck;

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
    public void Any_text_is_read_without_an_exception()
    {
        string[] pieces = ["%YAML 1.2\n", "%TAG ! x\n", "---\n", "...\n", "a: ", "b", "\n", "  ", "- ", "? ", "[", "]", "{", "}", ",", "&a ", "*a ", "!t ", "!<x> ", "|\n", ">-2\n", "\"", "'", "\\u12", "\\UFFFFFFFF", "#", "\t", "<<: ", "${", "\u0000", "\u00FF", "\u00E9"];
        var path = Path.Combine(_documents.Folder, "a.yaml");

        Check.Sample(
            Gen.Int[0, pieces.Length - 1].Array[0, 20].Select(chosen => string.Concat(chosen.Select(i => pieces[i]))),
            text =>
            {
                // Latin-1, so that some of it is no UTF-8.
                File.WriteAllBytes(path, System.Text.Encoding.Latin1.GetBytes(text));
                _documents.Read();
            },
            iter: 5_000, threads: 1);
    }

    [Fact]
    public void Any_change_of_the_demos_documents_is_read_without_an_exception()
    {
        var texts = Directory.GetFiles(Path.Combine(Repository.Root, "samples", "Shop", "policies")).Select(File.ReadAllText).ToArray();
        var path = Path.Combine(_documents.Folder, "a.yaml");
        string[] pieces = ["", "x", "-1", "[", "{}", "~", "99999999999999999999", "1e9", "0x1F", "-", ":", "\n"];
        var change = Gen.Select(
            Gen.Int[0, texts.Length - 1], Gen.Int[0, 4000], Gen.Int[0, 30], Gen.Int[0, pieces.Length - 1]);

        Check.Sample(
            change,
            (which, at, length, with) =>
            {
                var text = texts[which];
                at = Math.Min(at, text.Length);
                File.WriteAllText(path, text[..at] + pieces[with] + text[Math.Min(text.Length, at + length)..]);
                _documents.Read();
            },
            iter: 2_000, threads: 1);
    }
}
