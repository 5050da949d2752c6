using System.Text.RegularExpressions;

namespace Prunella.Runtime.Tests.Configuration;

/// <summary>
/// The page docs/reference/documents.md is true: its examples load together, and it names every key
/// that is read.
/// </summary>
public sealed partial class DocumentsPageTests
{
    private static string Page => File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "documents.md"));

    [Fact]
    public void Its_examples_are_one_clean_set_of_documents()
    {
        using var documents = new Documents();
        foreach (Match example in Example().Matches(Page)) documents.WithText(example.Groups[1].Value);
        documents.Environment["SHOP_BIN"] = "/opt/shop/bin/shop";

        var result = documents.Read();

        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
        Assert.Equal(1, result.Configuration!.Policies.Recipes.Count(r => r.Name == "break-and-fall-back"));
    }

    [Theory]
    [InlineData("Fleet", "x: 1, listen: { x: 1 }, gateways: [ { x: 1 } ], limits: { x: 1, budget: { x: 1 }, freezeWindows: [ { x: 1 } ] }", 6)]
    [InlineData("Service", "x: 1, process: { x: 1 }, probes: [ { tcp: true, x: 1 } ], instances: [ { x: 1, process: { x: 1 } } ]", 5)]
    [InlineData("Dependency", "x: 1, fallback: { x: 1 }", 2)]
    [InlineData("Policy", "x: 1, select: { x: 1 }, objective: { x: 1, recover: { x: 1 }, budget: { x: 1, burn: [ { x: 1 } ] } }, guardrails: { x: 1, budget: { x: 1 }, approval: { x: 1 } }", 9)]
    [InlineData("Recipe", "x: 1, for: { x: 1 }, expect: { x: 1 }, steps: [ { breaker: { x: 1 } } ]", 4)]
    public void It_names_every_key_of_a_kind(string kind, string spec, int maps)
    {
        using var documents = new Documents();
        // A key that nobody knows makes the reader list those it knows.
        var unknown = documents.With(kind, "n", spec, ", x: 1").Read().Errors.Where(e => e.Problem.StartsWith("is not a key here", StringComparison.Ordinal)).ToArray();

        Assert.Equal(maps + 1, unknown.Select(e => e.Key).Distinct().Count());
        var keys = unknown.SelectMany(e => e.Allowed.Split(", ")).Distinct();
        Assert.DoesNotContain(keys, k => !Page.Contains($"`{k}`", StringComparison.Ordinal));
    }

    [Fact]
    public void It_names_every_word_that_a_key_can_hold()
    {
        using var documents = new Documents();
        var words = documents
            .With("Service", "s", "state: x, criticality: x")
            .With("Policy", "p", "select: { service: s }, remedies: [ r ], mode: x, objective: { signal: x, below: 1s, scope: x }")
            .With("Recipe", "r", "for: { fault: [ x ] }, steps: [ { x: true } ], target: x, onHealerLoss: x, disruption: x")
            .Read().Errors.Where(e => e.Value == "x").ToArray();

        Assert.Equal(10, words.Length);
        Assert.DoesNotContain(words.SelectMany(e => e.Allowed.Split(", ")), w => !Page.Contains($"`{w}`", StringComparison.Ordinal));
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
