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

    private static IncidentStory Story()
    {
        var book = new FleetBook();
        foreach (var e in SomeStory.Opened().Concat(SomeStory.Renewals()).Concat(SomeStory.Closed())) book.Apply(e);
        var line = new LogLine(new InstanceId(new ServiceId("checkout"), "checkout-2"), SomeStory.At(1), LogSeverity.Error, "upstream call took 401 ms");
        var seen = PerceptionPicture.Empty with
        {
            ErrorLines = new Dictionary<string, IReadOnlyList<LogLine>> { ["checkout/checkout-2"] = [line] },
        };
        return StoryTeller.Tell(book.Find("i1")!, seen);
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
