using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Tests.Transcripts;

namespace Prunella.Kernel.Tests;

/// <summary>Scenarios that an operator can read decide as they are written; together they show every reason there is.</summary>
public sealed class TranscriptTests
{
    public static TheoryData<string> Scenarios => [.. Files().Select(f => Path.GetFileNameWithoutExtension(f)!)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_scenario_runs_as_it_is_written(string name)
    {
        var path = Path.Combine(Folder(), name + ".txt");
        var golden = File.ReadAllText(path);

        var run = Scenario.Run(golden, new SortedSet<string>(StringComparer.Ordinal));

        if (Environment.GetEnvironmentVariable("PRUNELLA_ACCEPT") == "1") File.WriteAllText(path, run);
        else Assert.Equal(golden, run);
    }

    [Fact]
    public void Every_reason_stands_in_a_scenario()
    {
        var codes = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in Files()) Scenario.Run(File.ReadAllText(file), codes);

        // A broken invariant or a guard that throws or has too much to look at is a fault of the programme: no scenario can lead there.
        string[] unreachable = [ReasonCodes.IllegalMove, ReasonCodes.HandsOff, ReasonCodes.GuardFailed, ReasonCodes.DecisionFailed, ReasonCodes.GuardTooSlow];
        Assert.Empty(ReasonCodes.All.Except(codes).Except(unreachable));
    }

    /// <summary>Carried out, or refused with who is missing: by its own name.</summary>
    [Fact]
    public void Every_recipe_of_the_catalogue_stands_in_a_scenario()
    {
        var recipes = Directory.GetFiles(Path.Combine(Folder(), "..", "..", "recipes"), "*.yaml").Select(f => Path.GetFileNameWithoutExtension(f)!).ToArray();
        var lines = Files().SelectMany(File.ReadLines).ToArray();

        Assert.Equal(25, recipes.Length);
        Assert.All(recipes, r => Assert.Contains(lines, l =>
            l.StartsWith("  remediation-proposed", StringComparison.Ordinal) && l.Contains($" {r} on ", StringComparison.Ordinal)
            || l.Contains($"policies.beyond_reach policy=checkout recipe={r} ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(Mode.Observe)]
    [InlineData(Mode.Suggest)]
    [InlineData(Mode.Approve)]
    [InlineData(Mode.Act)]
    public void Every_mode_stands_in_a_scenario(Mode mode) =>
        Assert.Contains(Files().SelectMany(File.ReadLines), l => l.StartsWith("policy ", StringComparison.Ordinal)
            && (l.Contains($"mode={mode}", StringComparison.OrdinalIgnoreCase) || mode == Mode.Act && !l.Contains("mode=", StringComparison.Ordinal)));

    [Theory]
    [InlineData("helped")]
    [InlineData("no-effect")]
    [InlineData("harmful")]
    [InlineData("undecided")]
    public void Every_outcome_of_a_verification_stands_in_a_scenario(string outcome) =>
        Assert.Contains(Files().SelectMany(File.ReadLines), l => l.Contains(" verified ", StringComparison.Ordinal)
            && l.Contains($" {outcome} ", StringComparison.Ordinal));

    [Fact]
    public void Every_scenario_begins_with_its_story() =>
        Assert.All(Files(), f => Assert.StartsWith("# ", File.ReadAllText(f), StringComparison.Ordinal));

    private static string[] Files() => [.. Directory.GetFiles(Folder(), "*.txt").Order(StringComparer.Ordinal)];

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Prunella.slnx"))) folder = folder.Parent;
        return Path.Combine(folder.FullName, "tests", "scenarios");
    }
}
