using Prunella.Contracts;
using Prunella.Kernel.Remediations;
using Prunella.Runtime.Processes;

namespace Prunella.EndToEnd.Tests;

/// <summary>A real shop breaks and is healed, explained, and survives its healer.</summary>
// Each of these runs a whole shop on two cores: one collection, so one at a time.
[Collection("shop")]
public sealed class HealingTests(RunningShop shop) : IClassFixture<RunningShop>
{
    [Fact]
    public async Task Breaks_is_healed_explained_and_survives_its_healer()
    {
        await A_crash_is_healed_and_explained();
        await The_brake_holds();
        await A_killed_healer_is_succeeded();
    }

    private async Task A_crash_is_healed_and_explained()
    {
        var before = shop.ProcessOf("checkout", "checkout-2");
        await shop.PrunellaAsync("fault", "inject", "checkout-2", "crash");
        var incident = await shop.IncidentAsync("the crash healed", i => i.Outcome == "healed" && i.Suspect?.Text == "instance/checkout/checkout-2");

        var story = await shop.PrunellaAsync("explain", incident.Id);
        Assert.Contains("checkout-2", story, StringComparison.Ordinal);
        Assert.Contains("restart-instance", story, StringComparison.Ordinal);
        Assert.NotEqual(before.Pid, shop.ProcessOf("checkout", "checkout-2").Pid);
        Assert.All((await shop.ActionsAsync()).Where(a => a.Remediation.StartsWith(incident.Id + ".", StringComparison.Ordinal)), a =>
            Assert.Equal("instance/checkout/checkout-2", a.Subject.Text));
        await shop.AtRestAsync();
    }

    private async Task The_brake_holds()
    {
        await File.WriteAllTextAsync(shop.Folder.FreezeFile, "the test has pulled it\n");
        await Eventually.TrueAsync("the brake", async () => await shop.StatusAsync() is { Freeze.Source: "file" });
        var before = (await shop.ActionsAsync()).Count;
        await shop.PrunellaAsync("fault", "inject", "checkout-3", "slow=400ms");
        await shop.IncidentAsync("an incident that nothing is done about", i => i.Outcome == "open" && i.Suspect?.Text == "instance/checkout/checkout-3");
        Assert.Equal(before, (await shop.ActionsAsync()).Count);

        File.Delete(shop.Folder.FreezeFile);
        await Eventually.TrueAsync("the ejection held", async () =>
            await shop.StatusAsync() is { Remediations: [{ State: RemediationState.Holding, Recipe: "eject-instance" }, ..] });
    }

    private async Task A_killed_healer_is_succeeded()
    {
        var healer = shop.Folder.FindHealer()!.Process;
        var environment = shop.Environment();
        healer.Send(ProcessSignal.Kill);
        await Eventually.TrueAsync("the healer's end", () => Task.FromResult(!healer.IsAlive()));
        Assert.Equal(200, await shop.BuyAsync());
        Assert.True((await shop.GatewayStateAsync()).GetProperty("leaseLeftMillis").GetInt64() > 0, "the gateway holds the overlay on");
        await Eventually.TrueAsync("the overlay lapsed by itself", async () => (await shop.GatewayStateAsync()).GetProperty("leaseLeftMillis").GetInt64() == 0);
        Assert.Equal(200, await shop.BuyAsync());

        using var successor = Programs.Start(Programs.Prunella, environment, "up", "-c", Programs.Documents, "--data", shop.Folder.Root);
        var output = successor.StandardOutput.ReadToEndAsync();
        await Eventually.TrueAsync("the ejection said again under a new epoch", async () =>
            await shop.StatusAsync() is { Epoch: > 1 } && (await shop.GatewayStateAsync()).GetProperty("leaseLeftMillis").GetInt64() > 0);
        await shop.PrunellaAsync("fault", "clear", "checkout-3");
        await shop.AtRestAsync();

        Assert.Contains("intact", await shop.PrunellaAsync("audit", "verify"), StringComparison.Ordinal);
        var actions = await shop.ActionsAsync();
        Assert.Equal(actions.Count, actions.Select(a => a.OrderId).Distinct().Count());
        Assert.Single(actions, a => a.Verb == Verb.Restart);
    }
}
