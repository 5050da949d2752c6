using Prunella.Contracts;
using Prunella.Runtime.Views;
using Prunella.Server.Page;

namespace Prunella.Server.Tests.Page;

/// <summary>The page says first whether anything is wrong, and shows hostile names as text.</summary>
public sealed class StatusPageTests
{
    [Fact]
    public void Says_that_nothing_is_wrong() =>
        Assert.Contains("✓ nothing is wrong", StatusPage.Whole(Status()), StringComparison.Ordinal);

    [Fact]
    public void Says_who_pulled_the_brake()
    {
        var html = StatusPage.Whole(Status() with { Freeze = new FreezeView("api", "alice", "deploy", 1) });

        Assert.Contains("FROZEN by alice (api)", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hostile_name_is_text()
    {
        var name = "<script>alert(1)</script>";
        var status = Status() with
        {
            Services = [new ServiceView(new ServiceId(name), Health.Healthy, [new InstanceView(new InstanceId(new ServiceId("x"), name), name, Health.Unhealthy, FaultKind.Hang, Witness.Probe, "")], [])],
            Freeze = new FreezeView(name, name, name, 1),
        };

        Assert.DoesNotContain("<script>alert", StatusPage.Whole(status), StringComparison.Ordinal);
    }

    [Fact]
    public void Says_what_was_shed_and_whose_doing_it_is()
    {
        var html = StatusPage.Whole(Status() with
        {
            Shed = [new ShedCount("rate_limit", 500), new ShedCount("<b>", 1, ShedCause.Sender), new ShedCount("baseline", 7, ShedCause.Ordinary)],
        });

        Assert.Contains("Less was seen than was sent: rate_limit 500 since the start.", html, StringComparison.Ordinal);
        Assert.Contains("To be mended at a sender: &lt;b&gt; 1", html, StringComparison.Ordinal);
        Assert.DoesNotContain("baseline", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Asks_nothing_of_another_host() =>
        Assert.DoesNotContain("http", StatusPage.Whole(Status()).Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);

    private static FleetStatus Status() => new(1, FleetId.Default, 1, 1, 1, null, [], [], [], 0, 0, []);
}
