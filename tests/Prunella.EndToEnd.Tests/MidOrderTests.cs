using System.Diagnostics;

using Prunella.Contracts;
using Prunella.Runtime.Processes;
using Prunella.Runtime.Views;

namespace Prunella.EndToEnd.Tests;

/// <summary>A healer that is killed in the middle of a restart is succeeded by one that finishes it, once.</summary>
/// <remarks>
/// The middle is made, not hoped for. The instance hangs, but is no stopped process (that one would be killed at once),
/// so it is asked to end and has three seconds for it; somebody who waits at it for an answer keeps it from ending
/// sooner. As soon as the order is seen without an answer the instance is stopped where it stands: from then on only
/// the supervisor's deadline could end it, and the healer is killed before that.
/// </remarks>
// Each of these runs a whole shop on two cores: one collection, so one at a time.
[Collection("shop")]
public sealed class MidOrderTests(RunningShop shop) : IClassFixture<RunningShop>
{
    private static readonly InstanceId Broken = new(new ServiceId("checkout"), "checkout-2");
    private static readonly string BrokenText = Subject.Of(Broken).Text;

    [Fact]
    public async Task A_healer_killed_in_the_middle_of_a_restart_is_succeeded_by_one_that_finishes_it_once()
    {
        var pids = shop.Pids();
        var earlier = (await shop.ActionsAsync()).Count;
        var epoch = (await shop.StatusAsync())!.Epoch;
        var former = shop.ProcessOf("checkout", "checkout-2");
        using var hangUp = new CancellationTokenSource();

        await shop.PrunellaAsync("fault", "inject", Broken.Name, "slow=600s");
        var waiting = shop.WaitAtAsync("SHOP_PORT_CHECKOUT_2", hangUp.Token);
        var order = await InFlightAsync();
        former.Send(ProcessSignal.Stop);
        await shop.KillHealerAsync();
        Assert.True(former.IsAlive(), "The order was over before the healer was.");
        Assert.DoesNotContain(order.OrderId, shop.CarriedOutOn(Broken));
        await hangUp.CancelAsync();
        await waiting;

        await EverybodyIsServedAsync();
        await shop.PrunellaAsync("fault", "clear", Broken.Name);
        await shop.SucceedAsync(epoch);
        await EverybodyIsServedAsync();
        await shop.AtRestAsync();

        await The_journal_shows_one_effect(order, earlier);
        The_processes_show_one_effect(pids, former);
        await The_story_tells_it(order);
        Assert.Contains("intact", await shop.PrunellaAsync("audit", "verify"), StringComparison.Ordinal);
    }

    private Task<ActionView> InFlightAsync() => Eventually.SeeAsync(
        "the restart in flight",
        async () => (await shop.ActionsAsync()).FirstOrDefault(
            a => a is { Verb: Verb.Restart, Outcome: null } && a.Subject.Text == BrokenText),
        instead: shop.SituationAsync);

    /// <summary>Twenty customers one after another, of whom the gateway sends none where nobody answers for
    /// long.</summary>
    private async Task EverybodyIsServedAsync()
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < 20; i++) Assert.Equal(200, await shop.BuyAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    private async Task The_journal_shows_one_effect(ActionView interrupted, int earlier)
    {
        var actions = (await shop.ActionsAsync()).Skip(earlier).ToArray();
        Assert.Equal(actions.Length, actions.Select(a => a.OrderId).Distinct().Count());
        Assert.All(actions, a => Assert.Equal(BrokenText, a.Subject.Text));
        Assert.DoesNotContain(actions, a => a.Outcome is null or OutcomeKind.Unknown);
        var restarts = actions.Where(a => a.Verb == Verb.Restart).ToArray();
        // The target was read: it did not hold the first, so a second one was given, under an id of its own.
        Assert.Equal(interrupted.OrderId, restarts[0].OrderId);
        Assert.Equal([OutcomeKind.Failed, OutcomeKind.Succeeded], restarts.Select(a => a.Outcome));
        Assert.Single(restarts.Select(a => a.Remediation).Distinct());
        Assert.Equal([restarts[1].OrderId], shop.CarriedOutOn(Broken));
    }

    private void The_processes_show_one_effect(IReadOnlyDictionary<string, int> before, ProcessIdentity former)
    {
        Assert.False(former.IsAlive(), "The hung process is still there.");
        Assert.Equal([shop.ProcessOf("checkout", "checkout-2").Pid], shop.LivesOf(Broken).Select(l => l.Pid));
        var after = shop.Pids();
        Assert.Equal(["checkout-2"], before.Keys.Where(i => before[i] != after[i]));
        Assert.Equal(before.Count, after.Count);
    }

    private async Task The_story_tells_it(ActionView interrupted)
    {
        var incident = await shop.IncidentAsync("the incident healed", i =>
            i.Outcome == "healed" && interrupted.Remediation.StartsWith(i.Id + ".", StringComparison.Ordinal));
        var story = string.Join(' ', (await shop.PrunellaAsync("explain", incident.Id)).Split(
            (char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("(the healer was restarted). Whether it took effect is found out by reading the target", story, StringComparison.Ordinal);
        Assert.Contains("(the target does not hold it). Nothing of it is in effect", story, StringComparison.Ordinal);
        Assert.Contains("In effect after", story, StringComparison.Ordinal);
    }
}
