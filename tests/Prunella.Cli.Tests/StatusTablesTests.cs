using Prunella.Cli.Output;
using Prunella.Contracts;
using Prunella.Kernel.Remediations;
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

    [Fact]
    public void Says_what_is_fullest_and_when_it_is_full_where_a_limit_is_known()
    {
        var instance = InstanceId.Parse("checkout/checkout-1");
        SignalView Level(string name, double value, double limit, Outlook? outlook) => new(
            Subject.Of(instance), SignalKind.Saturation, Witness.Telemetry, name, "By", value, limit, Health.Unknown, outlook);
        ServiceView With(params SignalView[] levels) => new(
            instance.Service, Health.Healthy, [new InstanceView(instance, "a", Health.Healthy, FaultKind.Unknown, Witness.Probe, "")], levels);
        var soon = new Outlook(720_000_000_000, 480_000_000_000, 1_200_000_000_000);

        Assert.Contains("83.0 % memory, full in about 12 minutes (8 to 20)", Render([With(Level("pool", 1, 2, null), Level("memory", 83, 100, soon))]), StringComparison.Ordinal);
        Assert.DoesNotContain("fullest", Render([With(Level("memory", 83, 0, null))]), StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_what_waits_for_a_person_and_finds_it_by_its_id()
    {
        var target = Subject.Of(InstanceId.Parse("checkout/checkout-1"));
        var waits = new RemediationView(
            "i1.r1", "i1", "p", "restart-instance", target, FaultKind.Crash, RemediationState.Proposed, 1, 0, 0, 0, "nothing", null, null,
            new ApprovalView("eb93f9c2e257ed0b", ["restart checkout/checkout-1"], 2, ["bob"], "", 61_000_000_001));
        var status = new FleetStatus(1, FleetId.Default, 1, 1, 1, null, [], [], [waits], 0, 0, []);

        var plan = WaitingText.Plan(WaitingText.Find(status, "i1.r1"), status.AtUnixNanos);

        Assert.Contains("  1. restart checkout/checkout-1", plan, StringComparison.Ordinal);
        Assert.Contains("plan eb93f9c2e257ed0b, 1 of 2 approved, lapses in 61.0 s", plan, StringComparison.Ordinal);
        var missing = Assert.Throws<CommandFailedException>(() => WaitingText.Find(status, "i1.r2"));
        Assert.Equal((ExitCode.Negative, true), (missing.Code, missing.Message.Contains("what waits: i1.r1", StringComparison.Ordinal)));
    }

    private static string Render(params ShedCount[] shed) => Render([], shed);

    private static string Render(ServiceView[] services, params ShedCount[] shed)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = 200;
        console.Write(StatusTables.Whole(new FleetStatus(1, FleetId.Default, 1, 1, 1, null, services, [], [], 0, 0, shed)));
        return writer.ToString();
    }
}
