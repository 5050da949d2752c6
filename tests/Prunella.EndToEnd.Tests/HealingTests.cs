using System.Text.Json;

using Prunella.Contracts;
using Prunella.Kernel.Remediations;

namespace Prunella.EndToEnd.Tests;

/// <summary>A real shop breaks and is healed, explained, and survives its healer.</summary>
// Each of these runs a whole shop on two cores: one collection, so one at a time.
[Collection("shop")]
public sealed class HealingTests(RunningShop shop) : IClassFixture<RunningShop>
{
    /// <summary>What the recipe of the shop grants; nobody holds anything on for longer.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Breaks_is_healed_explained_and_survives_its_healer()
    {
        await A_crash_is_healed_and_explained();
        await The_brake_holds();
        await A_killed_healer_is_succeeded();
    }

    private async Task A_crash_is_healed_and_explained()
    {
        var before = shop.Pids();
        var actions = (await shop.ActionsAsync()).Count;
        await shop.PrunellaAsync("fault", "inject", "checkout-2", "crash");
        var incident = await shop.IncidentAsync("the crash healed", i =>
            i.Outcome == "healed" && i.Suspect?.Text == "instance/checkout/checkout-2");

        var story = await shop.PrunellaAsync("explain", incident.Id);
        Assert.Contains("checkout-2", story, StringComparison.Ordinal);
        Assert.Contains("restart-instance", story, StringComparison.Ordinal);
        await shop.AtRestAsync();
        Assert.Equal(["checkout-2"], Changed(before, shop.Pids()));
        var taken = (await shop.ActionsAsync()).Skip(actions).ToArray();
        Assert.Single(taken, a => a.Verb == Verb.Restart);
        Assert.All(taken, a => Assert.Equal("instance/checkout/checkout-2", a.Subject.Text));
    }

    private async Task The_brake_holds()
    {
        await File.WriteAllTextAsync(shop.Folder.FreezeFile, "the test has pulled it\n");
        await Eventually.TrueAsync("the brake", async () => await shop.StatusAsync() is { Freeze.Source: "file" });
        var before = (await shop.ActionsAsync()).Count;
        await shop.PrunellaAsync("fault", "inject", "checkout-3", "slow=400ms");
        var incident = await shop.IncidentAsync("an incident that nothing is done about", i =>
            i.Outcome == "open" && i.Suspect?.Text == "instance/checkout/checkout-3");
        // Only once the refusal is told has the healer had its chance to act.
        await Eventually.TrueAsync("the reason why nothing is done", async () =>
            (await shop.PrunellaAsync("explain", incident.Id)).Contains("frozen by", StringComparison.Ordinal));
        Assert.Equal(before, (await shop.ActionsAsync()).Count);
        Assert.Empty((await shop.StatusAsync())!.Remediations);

        File.Delete(shop.Folder.FreezeFile);
        await EjectionHeldAsync();
    }

    private async Task A_killed_healer_is_succeeded()
    {
        var pids = shop.Pids();
        var epoch = (await shop.StatusAsync())!.Epoch;
        await shop.KillHealerAsync();
        await The_overlay_lapses_by_itself_and_everybody_is_served();

        await shop.SucceedAsync(epoch);
        await EjectionHeldAsync();
        await Eventually.TrueAsync("the ejection at the gateway", async () =>
            (await shop.GatewayStateAsync()) is var state && ChangesOf(state) > 0
            && state.GetProperty("epoch").GetInt64() > epoch);
        await shop.PrunellaAsync("fault", "clear", "checkout-3");
        await shop.AtRestAsync();

        Assert.Empty(Changed(pids, shop.Pids()));
        Assert.Contains("intact", await shop.PrunellaAsync("audit", "verify"), StringComparison.Ordinal);
        var actions = await shop.ActionsAsync();
        Assert.Equal(actions.Count, actions.Select(a => a.OrderId).Distinct().Count());
        Assert.Single(actions, a => a.Verb == Verb.Restart);
    }

    private async Task The_overlay_lapses_by_itself_and_everybody_is_served()
    {
        var held = await shop.GatewayStateAsync();
        Assert.True(ChangesOf(held) > 0, "The gateway holds the ejection on: " + held);
        var left = TimeSpan.FromMilliseconds(held.GetProperty("leaseLeftMillis").GetInt64());
        Assert.InRange(left, TimeSpan.Zero, Lease);
        await Eventually.TrueAsync(
            "the overlay lapsed by itself",
            async () =>
            {
                Assert.Equal(200, await shop.BuyAsync());
                return ChangesOf(await shop.GatewayStateAsync()) == 0;
            },
            left + TimeSpan.FromSeconds(1));
        Assert.Equal(200, await shop.BuyAsync());
    }

    private Task EjectionHeldAsync() => Eventually.TrueAsync(
        "the ejection of checkout-3 held",
        async () => (await shop.StatusAsync())?.Remediations.Any(r => r is
        {
            State: RemediationState.Holding, Recipe: "eject-instance", Target.Text: "instance/checkout/checkout-3",
            LeaseNanos: > 0,
        }) == true,
        instead: shop.SituationAsync);

    private static int ChangesOf(JsonElement gateway) => gateway.GetProperty("changes").GetArrayLength();

    private static IEnumerable<string> Changed(
        IReadOnlyDictionary<string, int> before, IReadOnlyDictionary<string, int> after) =>
        before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
            .Where(i => before.GetValueOrDefault(i) != after.GetValueOrDefault(i));
}
