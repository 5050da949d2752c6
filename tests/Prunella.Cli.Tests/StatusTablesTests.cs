using Prunella.Cli.Output;
using Prunella.Contracts;
using Prunella.Runtime.Views;

using Spectre.Console;

namespace Prunella.Cli.Tests;

/// <summary>The terminal says what was shed, in any characters, and says nothing of it when all is well.</summary>
public sealed class StatusTablesTests
{
    [Fact]
    public void Says_what_was_shed_before_the_services()
    {
        var text = Render(new ShedCount("rate_limit", 500), new ShedCount("[odd", 2, ShedCause.Sender));

        Assert.Contains("▲ Less was seen than was sent: rate_limit 500 since the start.", text, StringComparison.Ordinal);
        Assert.Contains("▲ To be mended at a sender: [odd 2 since the start.", text, StringComparison.Ordinal);
        Assert.True(text.IndexOf('▲') < text.IndexOf("instance", StringComparison.Ordinal));
    }

    [Fact]
    public void Says_nothing_of_it_when_all_is_well() =>
        Assert.DoesNotContain("▲", Render(new ShedCount("baseline", 9, ShedCause.Ordinary)), StringComparison.Ordinal);

    private static string Render(params ShedCount[] shed)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = 200;
        console.Write(StatusTables.Whole(new FleetStatus(1, FleetId.Default, 1, 1, 1, null, [], [], [], 0, 0, shed)));
        return writer.ToString();
    }
}
