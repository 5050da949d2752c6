using System.Net;

using Prunella.Contracts;
using Prunella.Gateway.Overlays;

namespace Prunella.Gateway.Tests;

/// <summary>Keeps the promise that an order acts at once, that it ends by itself, and that only its own part is refused.</summary>
public sealed class OverlayTests
{
    [Fact]
    public async Task An_ejected_instance_gets_nothing_until_the_lease_ends()
    {
        await using var one = await Backend.OkAsync();
        await using var two = await Backend.OkAsync();
        await using var gateway = await TestGateway.StartAsync(one.Address, two.Address);
        Assert.True(gateway.Hold(new OverlayChange("i1.r1.s1", ChangeKind.Eject, TestGateway.Instance(1), 0)).Accepted);
        await gateway.StatusesAsync(50);
        Assert.Empty(one.Seen);
        // Beyond the slow start that follows a return.
        gateway.Time.Advance(TimeSpan.FromMilliseconds(5000));
        gateway.Held.Tick();
        gateway.Time.Advance(TimeSpan.FromSeconds(4));
        await gateway.StatusesAsync(50);
        Assert.NotEmpty(one.Seen);
    }

    [Theory]
    [InlineData("instance/checkout/checkout-1", 1000, 0, 0)]
    [InlineData("zone/checkout/z1", 1000, 0, 0)]
    [InlineData("region/checkout/west", 500, 40, 160)]
    [InlineData("zone/checkout/z1", 100, 120, 290)]
    public async Task A_shift_moves_a_share_of_what_is_there(string subject, int perMille, int least, int most)
    {
        await using var one = await Backend.OkAsync();
        await using var two = await Backend.OkAsync();
        await using var gateway = await TestGateway.StartAsync(one.Address, two.Address);

        Assert.True(gateway.Hold(new OverlayChange("i1.r1.s1", ChangeKind.Shift, Subject.Parse(subject), perMille)).Accepted);
        await gateway.StatusesAsync(500);

        Assert.InRange(one.Seen.Count, least, most);
        Assert.Equal(500, one.Seen.Count + two.Seen.Count);
    }

    [Fact]
    public async Task When_everything_is_shifted_away_all_are_tried()
    {
        await using var one = await Backend.OkAsync();
        await using var gateway = await TestGateway.StartAsync(one.Address);

        gateway.Hold(new OverlayChange("i1.r1.s1", ChangeKind.Shift, Subject.Parse("zone/checkout/z1"), 1000));

        Assert.Equal([200, 200], await gateway.StatusesAsync(2));
    }

    [Theory]
    [InlineData("zone/checkout/elsewhere")]
    [InlineData("zone/payments/z1")]
    public async Task A_shift_of_what_is_not_here_is_refused_by_itself(string subject)
    {
        await using var one = await Backend.OkAsync();
        await using var gateway = await TestGateway.StartAsync(one.Address);

        var reply = gateway.Hold(new OverlayChange("i1.r1.s1", ChangeKind.Shift, Subject.Parse(subject), 100));

        Assert.True(reply.Accepted);
        Assert.Equal((false, $"nothing of {subject} is behind this gateway"), (reply.Results[0].Applied, reply.Results[0].Detail));
    }

    [Fact]
    public async Task An_open_breaker_answers_with_the_declared_reply_but_for_a_trickle()
    {
        await using var backend = await Backend.OkAsync();
        await using var gateway = await TestGateway.StartAsync(backend.Address);
        gateway.Hold(
            new OverlayChange("i1.r1.s1", ChangeKind.Breaker, Subject.Of(TestGateway.Edge), 2),
            new OverlayChange("i1.r1.s2", ChangeKind.Fallback, Subject.Of(TestGateway.Edge), 0));
        for (var i = 0; i < 10; i++)
        {
            using var answer = await gateway.Http.GetAsync(new Uri("/checkout/cart", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(i >= 2, answer.Headers.Contains("Prunella-Degraded"));
            Assert.Equal(i >= 2 ? "{\"later\":true}" : "ok", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
        Assert.Equal(2, backend.Seen.Count);
    }

    [Fact]
    public async Task A_rehearsal_is_answered_with_the_declared_reply_and_asks_nobody()
    {
        await using var backend = await Backend.OkAsync();
        await using var gateway = await TestGateway.StartAsync(backend.Address);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/checkout/");
        request.Headers.Add("Prunella-Rehearse", "reply");
        using var answer = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(answer.Headers.Contains("Prunella-Rehearsed"));
        Assert.False(answer.Headers.Contains("Prunella-Degraded"));
        Assert.Equal("{\"later\":true}", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        using var stranger = new HttpRequestMessage(HttpMethod.Get, "/checkout/");
        stranger.Headers.Add("Prunella-Rehearse", "reply");
        stranger.Headers.Add("Prunella-Caller", "somebody-else");
        using var refused = await gateway.Http.SendAsync(stranger, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Empty(backend.Seen);
    }

    [Fact]
    public async Task A_breaker_spares_only_the_way_of_its_caller()
    {
        await using var backend = await Backend.OkAsync();
        await using var gateway = await TestGateway.StartAsync(backend.Address);
        gateway.Hold(new OverlayChange("i1.r1.s1", ChangeKind.Breaker, Subject.Of(TestGateway.Edge), 0));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/checkout/cart");
        request.Headers.Add("Prunella-Caller", "somebody-else");
        using var answer = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal([503], await gateway.StatusesAsync(1));
    }

    [Fact]
    public async Task A_breaker_lapses_without_any_tick()
    {
        await using var backend = await Backend.OkAsync();
        await using var gateway = await TestGateway.StartAsync(backend.Address);
        gateway.Hold(new OverlayChange("i1.r1.s1", ChangeKind.Breaker, Subject.Of(TestGateway.Edge), 0));
        var edge = gateway.Cluster.EdgeOf(null)!;
        var now = gateway.Now;
        Assert.False(edge.Admits(now + 4_999_999_999, out _));
        // At the lease's end the ramp begins, in which one in ten passes.
        Assert.Equal(1, Enumerable.Range(0, 10).Count(_ => edge.Admits(now + 5_000_000_000, out var _)));
        Assert.True(edge.Admits(now + 9_000_000_000, out _));
    }

    [Fact]
    public async Task Refuses_singly_what_is_not_behind_it()
    {
        await using var gateway = await TestGateway.StartAsync(TestGateway.Nobody());
        var reply = gateway.Hold(
            new OverlayChange("a", ChangeKind.Eject, Subject.Parse("instance/payments/payments-1"), 0),
            new OverlayChange("b", ChangeKind.Eject, TestGateway.Instance(1), 0));
        Assert.True(reply.Accepted);
        Assert.Equal([("a", false), ("b", true)], reply.Results.Select(r => (r.OrderId, r.Applied)));
    }

    [Fact]
    public void A_kind_or_subject_of_a_newer_healer_costs_only_itself()
    {
        var overlay = OverlayText.Read("""
            {"target":"edge","version":3,"epoch":2,"leaseMillis":1000,"news":1,"changes":[
             {"orderId":"a","kind":"mirror","subject":"instance/checkout/checkout-1","amount":0},
             {"orderId":"b","kind":"eject","subject":"planet/mars","amount":0},
             {"orderId":"c","kind":"eject","subject":"instance/checkout/checkout-1","amount":0}]}
            """u8);
        Assert.Equal([("a", OverlayText.Unknown), ("b", OverlayText.Unknown), ("c", ChangeKind.Eject)], overlay.Changes.Select(c => (c.OrderId, c.Kind)));
    }

    [Fact]
    public void The_epoch_survives_a_restart_and_an_unreadable_one_is_an_error()
    {
        var folder = Directory.CreateTempSubdirectory("prunella-epoch-").FullName;
        new EpochFile(folder).Write(7);
        Assert.Equal(7, new EpochFile(folder).Read());
        File.WriteAllText(Path.Combine(folder, "epoch"), "seven");
        Assert.Throws<InvalidDataException>(() => new EpochFile(folder).Read());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Picking_allocates_nothing()
    {
        await using var gateway = await TestGateway.StartAsync(TestGateway.Nobody(), TestGateway.Nobody(), TestGateway.Nobody());
        var cluster = gateway.Cluster;
        Use(1_000_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Use(1_000_000_000 + i);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Use(long at)
        {
            cluster.Deposit(at);
            var picked = cluster.Pick(at);
            var slot = cluster.Destinations[picked].Begin(at);
            cluster.Destinations[picked].End(slot);
            cluster.Record(picked, Prunella.Reflexes.Ejection.TryOutcome.Ok, at);
            _ = cluster.EdgeOf(null)!.Admits(at, out var _);
        }
    }
}
