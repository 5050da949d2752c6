using System.Text.RegularExpressions;

using Prunella.Kernel.Recipes;
using Prunella.Runtime.Configuration;

namespace Prunella.Runtime.Tests.Configuration;

/// <summary>The catalogue is whole and true: every recipe is complete, a policy may name it, what a folder says itself wins,
/// and the page tells what the recipes say.</summary>
public sealed partial class RecipeCatalogueTests : IDisposable
{
    private const string Service = """gateway: edge, instances: [ { name: a, zone: z1, address: "127.0.0.1:1", process: { command: x } }, { name: b, zone: z2, address: "127.0.0.1:2", process: { command: x } } ]""";

    private readonly Documents _documents = new();

    public static TheoryData<string> Names => [.. RecipeCatalogue.All.Select(r => r.Recipe.Name)];

    public void Dispose() => _documents.Dispose();

    [Fact]
    public void It_holds_what_stands_in_its_folder()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "recipes"), "*.yaml");

        Assert.Equal(files.Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal), RecipeCatalogue.All.Select(r => r.Recipe.Name));
        Assert.All(files, f => Assert.Equal(File.ReadAllText(f), RecipeCatalogue.Find(Path.GetFileNameWithoutExtension(f))!.Text));
    }

    [Fact]
    public void It_serves_at_least_what_was_promised()
    {
        string[] promised =
        [
            "eject-instance", "restore-instance", "restart-instance", "replace-instance", "drain-instance", "open-breaker", "limit-retries", "tighten-timeout",
            "limit-concurrency", "shift-zone", "shift-region", "shed-optional", "throttle-clients", "serve-stale", "serve-fallback", "rollback-version", "scale-out", "scale-in", "grow-pool",
            "shrink-pool", "compress-responses", "flag-off", "pause-consumer", "break-metastable", "page-a-person",
        ];

        Assert.Empty(promised.Except(RecipeCatalogue.All.Select(r => r.Recipe.Name)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recipe_says_all_that_there_is_to_say(string name)
    {
        var shipped = RecipeCatalogue.Find(name)!;
        var recipe = shipped.Recipe;

        Assert.EndsWith(".", shipped.What, StringComparison.Ordinal);
        Assert.EndsWith(".", shipped.WrongWhen, StringComparison.Ordinal);
        Assert.NotNull(recipe.Rollback);
        Assert.NotEmpty(recipe.Signals ?? []);
        Assert.NotNull(recipe.RecoversAtMostPerMille);
        Assert.True(recipe.Preconditions is { Count: > 0 } || recipe.Disruption == Disruption.None, "asks nothing and disturbs");
        foreach (var key in new[] { "for", "target", "steps", "expect", "rollback", "onHealerLoss", "disruption" })
            Assert.Contains($"\n  {key}:", shipped.Text, StringComparison.Ordinal);
        Assert.All(new[] { "within:", "settle:" }, key => Assert.Contains(key, shipped.Text, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_policy_may_name_it_when_it_can_be_carried_out(string name)
    {
        Declare(name, "suggest");
        var shipped = RecipeCatalogue.Find(name)!;

        var result = _documents.Read();

        if (shipped.Recipe.Missing() is null)
        {
            Assert.Empty(result.Errors);
            Assert.Equal(name, Assert.Single(result.Configuration!.Policies.Recipes).Name);
        }
        else
        {
            var error = Assert.Single(result.Errors);
            Assert.Contains("which nobody can carry out", error.Problem, StringComparison.Ordinal);
            Assert.True(error.Line > 0 && error.Key == "spec.remedies[0]");
            Assert.Null(result.Configuration);
        }
    }

    [Fact]
    public void What_is_named_is_part_of_the_set_and_of_its_hash()
    {
        Declare("eject-instance", "act");
        var shipped = _documents.Read().Configuration!;
        _documents.WithText(RecipeCatalogue.Find("eject-instance")!.Text);
        var copied = _documents.Read().Configuration!;
        using var other = new Documents();
        Declare("eject-instance", "act", other);
        other.With("Recipe", "eject-instance", "for: { fault: [ slow ] }, steps: [ { eject: suspect } ], lease: 1m, disruption: low");

        Assert.Equal(shipped.Hash, copied.Hash);
        var own = other.Read().Configuration!;
        Assert.NotEqual(shipped.Hash, own.Hash);
        Assert.Null(Assert.Single(own.Policies.Recipes).Preconditions);
    }

    [Fact]
    public void What_the_catalogue_holds_and_nobody_names_changes_nothing()
    {
        Declare("mine", "act");
        _documents.With("Recipe", "mine", "for: { fault: [ slow ] }, steps: [ { eject: suspect } ], lease: 1m, disruption: low");

        Assert.Equal("mine", Assert.Single(_documents.Read().Configuration!.Policies.Recipes).Name);
    }

    [Fact]
    public void A_name_that_is_nearly_one_of_the_catalogue_is_suggested()
    {
        Declare("eject-instanse", "act");

        Assert.Contains("did you mean 'eject-instance'?", Assert.Single(_documents.Read().Errors).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_is_written_from_the_recipes()
    {
        var path = Path.Combine(Repository.Root, "docs", "reference", "recipes.md");
        var page = File.ReadAllText(path);

        var written = Section().Replace(page, m => $"{m.Groups[1].Value}{RecipePage.Section(m.Groups[2].Value)}{m.Groups[3].Value}");

        if (Environment.GetEnvironmentVariable("PRUNELLA_ACCEPT") == "1") File.WriteAllText(path, written);
        Assert.Equal(3, Section().Count(page));
        Assert.Equal(File.ReadAllText(path), written);
    }

    [Fact]
    public void The_guides_recipe_and_policy_are_one_clean_set()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guides", "recipes.md"));
        foreach (Match example in Example().Matches(guide)) _documents.WithText(example.Groups[1].Value);

        Assert.Equal("", _documents.ReadWarnings());
        var set = _documents.Read().Configuration!.Policies;
        Assert.Equal(["eject-instance", "page-a-person", "restart-instance", "spare-instance"], set.Recipes.Select(r => r.Name));
        var said = Assert.Single(PolicyExplanation.Of(set)).Remedies[0];
        Assert.Contains("and only when a gateway carries its traffic and at least 2 other instances stand", said, StringComparison.Ordinal);
        Assert.Contains("should take 40% to 95% of the excess in latency away within 21s", said, StringComparison.Ordinal);
        Assert.EndsWith("all that it changed is taken back when it does not help", said, StringComparison.Ordinal);
    }

    private void Declare(string remedy, string mode, Documents? into = null)
    {
        (into ?? _documents).With("Fleet", "default", """gateways: [ { name: edge, listen: "127.0.0.1:5100" } ]""")
            .With("Service", "s", Service)
            .With("Service", "caller", """instances: [ { name: c, address: "127.0.0.1:3" } ]""")
            .With("Dependency", "d", "caller: caller, callee: s, gateway: edge, optional: true, fallback: { body: later }")
            .With("Policy", "p", $"select: {{ service: s }}, remedies: [ {remedy} ], mode: {mode}", ", owner: me");
    }

    [GeneratedRegex("(<!-- (list|steps|recipes) of recipes -->\n).*?(<!-- end of \\w+ -->)", RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
