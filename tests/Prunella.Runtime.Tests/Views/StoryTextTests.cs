using System.Runtime.CompilerServices;

using Prunella.Contracts;
using Prunella.Runtime.Perception;
using Prunella.Runtime.Views;

namespace Prunella.Runtime.Tests.Views;

/// <summary>
/// Keeps the promise that a stranger understands a story. The golden file is read like prose: whoever changes it reads it
/// again from the beginning, as somebody who was not there.
/// </summary>
public sealed class StoryTextTests
{
    [Fact]
    public void Tells_a_whole_incident_as_in_the_golden_file()
    {
        var text = StoryText.Render(Story(), 100);
        var path = Path.Combine(Here(), "slow-instance.story.txt");
        if (Environment.GetEnvironmentVariable("PRUNELLA_ACCEPT") == "1") File.WriteAllText(path, text);

        Assert.Equal(File.ReadAllText(path), text);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(72)]
    [InlineData(160)]
    public void Keeps_within_the_width_of_the_terminal(int width)
    {
        var tooLong = StoryText.Render(Story(), width).Split('\n').Where(l => l.Length > width && l.Trim().Contains(' ', StringComparison.Ordinal));

        Assert.Empty(tooLong);
    }

    [Fact]
    public void Does_not_let_a_log_line_steer_the_terminal()
    {
        var line = new LogLine(new InstanceId(new ServiceId("checkout"), "checkout-2"), SomeStory.At(1), LogSeverity.Error, "red \u001b[31m alert");
        var story = Story() with { ErrorLines = [line] };

        Assert.DoesNotContain('\u001b', StoryText.Render(story));
    }

    [Fact]
    public void Tells_warnings_apart_from_errors()
    {
        var instance = new InstanceId(new ServiceId("checkout"), "checkout-2");
        LogLine[] lines =
        [
            new(instance, SomeStory.At(1), LogSeverity.Error, "no connection left"),
            new(instance, SomeStory.At(0), LogSeverity.Warning, "pool nearly empty"),
        ];

        var story = Story(lines);

        Assert.Equal("no connection left", Assert.Single(story.ErrorLines).Body);
        Assert.Equal("pool nearly empty", Assert.Single(story.WarningLines).Body);
        Assert.Contains("Last warnings of the suspect\n", StoryText.Render(story), StringComparison.Ordinal);
    }

    private static IncidentStory Story() => Story(
        new LogLine(new InstanceId(new ServiceId("checkout"), "checkout-2"), SomeStory.At(1), LogSeverity.Error, "upstream call took 401 ms"));

    private static IncidentStory Story(params LogLine[] lines)
    {
        var book = new FleetBook();
        foreach (var e in SomeStory.Opened().Concat(SomeStory.Renewals()).Concat(SomeStory.Closed())) book.Apply(e);
        var seen = PerceptionPicture.Empty with
        {
            ErrorLines = new Dictionary<string, IReadOnlyList<LogLine>> { ["checkout/checkout-2"] = lines },
        };
        return StoryTeller.Tell(book.Find("i1")!, seen);
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
