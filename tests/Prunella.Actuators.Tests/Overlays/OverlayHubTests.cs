using Prunella.Contracts;

namespace Prunella.Actuators.Tests.Overlays;

/// <summary>
/// Gateways are told whole states with leases: nothing outlives its grant, nothing is claimed that
/// nobody said.
/// </summary>
public sealed class OverlayHubTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_said_before_the_hub_is_open_and_has_gathered()
    {
        var rig = new HubRig();
        using var gateway = rig.Connect();
        rig.Pass(TimeSpan.FromSeconds(10));
        Assert.False(gateway.HasWord);

        rig.Hub.Open(3);
        var applying = rig.Hub.ApplyAsync(rig.Order("o1") with { Epoch = 3 }, Ending);
        Assert.False(gateway.HasWord);
        rig.Pass(TimeSpan.FromMilliseconds(500));

        var first = gateway.Answer();
        Assert.Equal((3, "o1"), (first.Epoch, Assert.Single(first.Changes).OrderId));
        Assert.Equal(OutcomeKind.Succeeded, (await applying).Kind);
    }

    [Fact]
    public async Task Who_connects_is_told_the_whole_state_at_once()
    {
        var rig = new HubRig().Opened();
        using (var first = rig.Connect()) await ApplyAsync(rig, first, rig.Order("o1"));

        using var second = rig.Connect();

        Assert.Equal("o1", Assert.Single(second.Take().Changes).OrderId);
    }

    [Fact]
    public async Task A_lease_is_what_is_left_of_the_shortest_grant()
    {
        var rig = new HubRig().Opened();
        using var gateway = rig.Connect();
        await ApplyAsync(rig, gateway, rig.Order("o1", leaseSeconds: 10));
        rig.Pass(TimeSpan.FromSeconds(4));

        var overlay = await ApplyAsync(rig, gateway, rig.Order("o2", "instance/checkout/checkout-1", leaseSeconds: 60));

        Assert.Equal(6000, overlay.LeaseMillis);
    }

    [Fact]
    public async Task A_long_grant_goes_out_as_about_fifteen_seconds_spread_by_a_fifth()
    {
        var rig = new HubRig().Opened();
        using var gateway = rig.Connect();
        var leases = new List<int>();
        for (var i = 0; i < 20; i++)
            leases.Add((await ApplyAsync(rig, gateway, rig.Order($"o{i}", $"instance/checkout/c-{i}", leaseSeconds: 600))).LeaseMillis);

        Assert.All(leases, l => Assert.InRange(l, 12_000, 18_000));
        Assert.True(leases.Distinct().Count() > 10, string.Join(", ", leases));
    }

    [Fact]
    public async Task The_state_is_said_again_before_a_third_of_its_lease_is_over_even_when_it_is_empty()
    {
        var rig = new HubRig().Opened();
        using var gateway = rig.Connect();
        var overlay = gateway.Answer();

        for (var i = 0; i < 5; i++)
        {
            rig.Pass(TimeSpan.FromMilliseconds(overlay.LeaseMillis / 3.0) + TimeSpan.FromMilliseconds(250));
            Assert.True(gateway.HasWord);
            overlay = gateway.Answer();
        }
    }

    [Fact]
    public async Task A_change_is_dropped_when_its_grant_is_over()
    {
        var rig = new HubRig().Opened();
        using var gateway = rig.Connect();
        await ApplyAsync(rig, gateway, rig.Order("o1", leaseSeconds: 10));

        rig.Pass(TimeSpan.FromSeconds(10));

        Assert.Empty(gateway.Answer().Changes);
        Assert.False(await rig.Hub.ObserveAsync(rig.Order("o1"), Ending));
    }

    [Fact]
    public async Task The_end_of_one_change_does_not_take_the_others_away()
    {
        var rig = new HubRig().Opened();
        using var gateway = rig.Connect();
        await ApplyAsync(rig, gateway, rig.Order("short", leaseSeconds: 3));
        var overlay = await ApplyAsync(rig, gateway, rig.Order("long", "instance/checkout/checkout-1", leaseSeconds: 600));
        var endsAt = rig.Time.GetUtcNow().AddMilliseconds(overlay.LeaseMillis);

        for (var beat = 0; beat < 40; beat++)
        {
            rig.Pass(TimeSpan.FromMilliseconds(250));
            Assert.True(rig.Time.GetUtcNow() < endsAt, $"at beat {beat} the gateway's lease was over before it was told again");
            if (!gateway.HasWord) continue;
            overlay = gateway.Answer();
            endsAt = rig.Time.GetUtcNow().AddMilliseconds(overlay.LeaseMillis);
        }
        Assert.Equal("long", Assert.Single(overlay.Changes).OrderId);
    }

    [Fact]
    public async Task A_renewal_replaces_the_change_and_prolongs_it()
    {
        var rig = new HubRig().Opened();
        using var gateway = rig.Connect();
        await ApplyAsync(rig, gateway, rig.Order("o1", leaseSeconds: 10));
        rig.Pass(TimeSpan.FromSeconds(8));

        var overlay = await ApplyAsync(rig, gateway, rig.Order("o2", leaseSeconds: 10));

        Assert.Equal("o2", Assert.Single(overlay.Changes).OrderId);
        Assert.Equal(10_000, overlay.LeaseMillis);
    }

    [Fact]
    public async Task The_same_order_again_prolongs_nothing()
    {
        var rig = new HubRig().Opened();
        using var gateway = rig.Connect();
        await ApplyAsync(rig, gateway, rig.Order("o1", leaseSeconds: 10));
        rig.Pass(TimeSpan.FromSeconds(8));

        Assert.Equal(OutcomeKind.Succeeded, (await rig.Hub.ApplyAsync(rig.Order("o1", leaseSeconds: 10), Ending)).Kind);
        rig.Pass(TimeSpan.FromSeconds(2));

        Assert.Empty(gateway.Answer().Changes);
    }

    [Fact]
    public async Task Weight_and_ejection_of_one_instance_are_one_thing()
    {
        var rig = new HubRig().Opened();
        using var gateway = rig.Connect();
        await ApplyAsync(rig, gateway, rig.Order("o1"));

        var overlay = await ApplyAsync(rig, gateway, rig.Order("o2", verb: Verb.Weight) with { Amount = 100 });

        Assert.Equal((ChangeKind.Weight, 100), (Assert.Single(overlay.Changes).Kind, overlay.Changes[0].Amount));
    }

    [Fact]
    public async Task The_next_dose_of_a_shift_replaces_the_one_before()
    {
        var rig = new HubRig().Opened();
        using var gateway = rig.Connect();
        await ApplyAsync(rig, gateway, rig.Order("o1", "zone/checkout/z1", Verb.Shift) with { Amount = 100 });

        var overlay = await ApplyAsync(rig, gateway, rig.Order("o2", "zone/checkout/z1", Verb.Shift) with { Amount = 200 });

        Assert.Equal((ChangeKind.Shift, 200), (Assert.Single(overlay.Changes).Kind, overlay.Changes[0].Amount));
    }

    [Fact]
    public async Task A_breaker_and_a_fallback_of_one_route_stand_side_by_side()
    {
        var rig = new HubRig().Opened();
        using var gateway = rig.Connect();
        await ApplyAsync(rig, gateway, rig.Order("o1", "dependency/checkout>payments", Verb.ServeFallback));

        var overlay = await ApplyAsync(rig, gateway, rig.Order("o2", "dependency/checkout>payments", Verb.OpenBreaker));

        Assert.Equal([ChangeKind.Fallback, ChangeKind.Breaker], overlay.Changes.Select(c => c.Kind));
    }

    [Fact]
    public async Task A_gateway_that_does_not_answer_leaves_the_outcome_unknown_and_is_told_again()
    {
        var rig = new HubRig().Opened();
        using var gateway = rig.Connect();
        gateway.Answer();
        var applying = rig.Hub.ApplyAsync(rig.Order("o1"), Ending);
        gateway.Take();
        Assert.Null(await rig.Hub.ObserveAsync(rig.Order("o1"), Ending));

        rig.Pass(TimeSpan.FromSeconds(5));

        Assert.Equal(OutcomeKind.Unknown, (await applying).Kind);
        Assert.Equal("o1", Assert.Single(gateway.Answer().Changes).OrderId);
        Assert.True(await rig.Hub.ObserveAsync(rig.Order("o1"), Ending));
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_asked_for_again_within_the_wait()
    {
        var rig = new HubRig().Opened();
        using var gateway = rig.Connect();
        gateway.Answer();
        var applying = rig.Hub.ApplyAsync(rig.Order("o1"), Ending);
        gateway.Take();

        rig.Pass(TimeSpan.FromSeconds(1));
        gateway.Answer();

        Assert.Equal(OutcomeKind.Succeeded, (await applying).Kind);
    }

    [Fact]
    public async Task Without_a_gateway_an_order_fails_and_cannot_take_effect_later()
    {
        var rig = new HubRig().Opened();
        var applying = rig.Hub.ApplyAsync(rig.Order("o1"), Ending);
        rig.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(OutcomeKind.Failed, (await applying).Kind);

        using var late = rig.Connect();

        Assert.Empty(late.Take().Changes);
    }

    [Fact]
    public async Task A_gateway_that_comes_within_the_wait_gets_the_order()
    {
        var rig = new HubRig().Opened();
        var applying = rig.Hub.ApplyAsync(rig.Order("o1"), Ending);
        rig.Pass(TimeSpan.FromSeconds(2));

        using var gateway = rig.Connect();
        gateway.Answer();

        Assert.Equal(OutcomeKind.Succeeded, (await applying).Kind);
    }

    [Fact]
    public async Task A_renewal_that_nobody_heard_leaves_the_former_grant_standing()
    {
        var rig = new HubRig().Opened();
        using (var gateway = rig.Connect()) await ApplyAsync(rig, gateway, rig.Order("o1", leaseSeconds: 60));
        var renewing = rig.Hub.ApplyAsync(rig.Order("o2", leaseSeconds: 60), Ending);
        rig.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(OutcomeKind.Failed, (await renewing).Kind);

        using var again = rig.Connect();

        Assert.Equal("o1", Assert.Single(again.Take().Changes).OrderId);
    }

    [Fact]
    public async Task What_the_gateway_refuses_has_failed_and_is_not_said_again()
    {
        var rig = new HubRig().Opened();
        using var gateway = rig.Connect();
        gateway.Answer();
        var applying = rig.Hub.ApplyAsync(rig.Order("o1"), Ending);
        gateway.Answer(refused: "o1");

        var outcome = await applying;

        Assert.Equal((OutcomeKind.Failed, "not here"), (outcome.Kind, outcome.Detail));
        Assert.Empty(gateway.Take().Changes);
    }

    [Fact]
    public async Task A_word_left_over_from_an_earlier_epoch_answers_nothing()
    {
        var rig = new HubRig().Opened(epoch: 2);
        using var gateway = rig.Connect();
        gateway.Answer();
        var applying = rig.Hub.ApplyAsync(rig.Order("o1") with { Epoch = 2 }, Ending);

        rig.Hub.Accept(new OverlayReply("edge", 99, 1, true, [new ChangeResult("o1", true, "")], ""));
        Assert.False(applying.IsCompleted);

        gateway.Answer();
        Assert.Equal(OutcomeKind.Succeeded, (await applying).Kind);
    }

    [Fact]
    public async Task A_gateway_that_has_seen_a_higher_epoch_makes_the_order_fail()
    {
        var rig = new HubRig().Opened();
        using var gateway = rig.Connect();
        gateway.Answer();
        var applying = rig.Hub.ApplyAsync(rig.Order("o1"), Ending);

        rig.Hub.Accept(new OverlayReply("edge", 0, 9, false, [], "epoch 1 is over; 9 has been seen"));

        var outcome = await applying;
        Assert.Equal((OutcomeKind.Failed, "epoch 1 is over; 9 has been seen"), (outcome.Kind, outcome.Detail));
    }

    [Fact]
    public async Task A_revert_takes_the_change_out_and_is_believed_when_the_gateway_says_so()
    {
        var rig = new HubRig().Opened();
        using var gateway = rig.Connect();
        await ApplyAsync(rig, gateway, rig.Order("o1"));

        var reverting = rig.Hub.RevertAsync(rig.Order("o1"), "o1b", Ending);
        Assert.False(reverting.IsCompleted);
        Assert.Empty(gateway.Answer().Changes);

        var outcome = await reverting;
        Assert.Equal(("o1b", OutcomeKind.Succeeded), (outcome.OrderId, outcome.Kind));
    }

    [Fact]
    public async Task A_revert_that_nobody_hears_is_unknown_until_the_lease_is_certainly_over()
    {
        var rig = new HubRig().Opened();
        using (var gateway = rig.Connect()) await ApplyAsync(rig, gateway, rig.Order("o1"));
        var reverting = rig.Hub.RevertAsync(rig.Order("o1"), "o1b", Ending);
        rig.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(OutcomeKind.Unknown, (await reverting).Kind);
        Assert.Null(await rig.Hub.ObserveAsync(rig.Order("o1"), Ending));

        rig.Pass(TimeSpan.FromSeconds(18));

        Assert.False(await rig.Hub.ObserveAsync(rig.Order("o1"), Ending));
    }

    [Theory]
    [InlineData("instance/catalog/catalog-1", Verb.Eject, "no gateway carries")]
    [InlineData("instance/checkout/checkout-1", Verb.Restart, "overlays do not know")]
    public async Task What_no_overlay_can_do_fails_with_its_reason(string subject, Verb verb, string expected)
    {
        var outcome = await new HubRig().Opened().Hub.ApplyAsync(new HubRig().Order("o1", subject, verb), Ending);

        Assert.Equal(OutcomeKind.Failed, outcome.Kind);
        Assert.Contains(expected, outcome.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_without_a_lease_fails()
    {
        var rig = new HubRig().Opened();

        Assert.Equal(OutcomeKind.Failed, (await rig.Hub.ApplyAsync(rig.Order("o1", leaseSeconds: 0), Ending)).Kind);
    }

    private static async Task<Overlay> ApplyAsync(HubRig rig, HandGateway gateway, RemediationOrder order)
    {
        // What was said before is not what is waited for.
        while (gateway.HasWord) gateway.Answer();
        var applying = rig.Hub.ApplyAsync(order, Ending);
        var overlay = gateway.Answer();
        Assert.Equal(OutcomeKind.Succeeded, (await applying).Kind);
        return overlay;
    }
}
