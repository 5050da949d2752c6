using Prunella.Kernel;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Kernel.State;
using Prunella.Runtime.Loop;

namespace Prunella.Runtime.Tests.Loop;

/// <summary>Keeps the promise that events come before effects, by construction: shown with a scripted kernel.</summary>
public sealed class ControlLoopTests
{
    [Fact]
    public void Takes_over_the_state_only_when_the_ready_is_durable()
    {
        var loop = Scripted((_, input) => Frozen(input));

        var ready = loop.Offer(Some.Stamped(new WokeUp("x")));
        Assert.Empty(loop.State.Freezes);
        loop.Advance(ready);

        Assert.Single(loop.State.Freezes);
    }

    [Fact]
    public void Decides_on_what_the_input_before_left_behind_though_nothing_is_durable_yet()
    {
        var seen = new List<int>();
        var loop = Scripted((state, input) =>
        {
            seen.Add(state.Freezes.Count);
            return Frozen(input);
        });

        loop.Offer(Some.Stamped(new WokeUp("x")));
        loop.Offer(Some.Stamped(new WokeUp("y")));

        Assert.Equal([0, 1], seen);
    }

    [Fact]
    public void Gives_effects_out_only_in_the_order_of_offers()
    {
        var loop = Scripted((_, input) => new Decision([], [new WakeAt(1, ((WokeUp)input.Body).Key)], []));
        var first = loop.Offer(Some.Stamped(new WokeUp("x")));
        var second = loop.Offer(Some.Stamped(new WokeUp("y")));

        Assert.Throws<InvalidOperationException>(() => loop.Advance(second));
        Assert.Equal([new WakeAt(1, "x")], loop.Advance(first));
        Assert.Throws<InvalidOperationException>(() => loop.Advance(first));
        Assert.Equal([new WakeAt(1, "y")], loop.Advance(second));
    }

    [Fact]
    public void Gives_back_only_what_leads_to_the_baseline_when_abandoned()
    {
        var revert = new RevertOrder(Some.Order(), "r");
        var loop = Scripted((_, _) => new Decision([], [new SendOrder(Some.Order()), revert], []));
        var ready = loop.Offer(Some.Stamped(new WokeUp("x")));

        Assert.Equal([revert], loop.Abandon());

        Assert.Throws<InvalidOperationException>(() => loop.Advance(ready));
        Assert.Throws<InvalidOperationException>(() => loop.Offer(Some.Stamped(new WokeUp("y"))));
    }

    [Fact]
    public void Records_a_kernel_that_fails_and_takes_the_hands_off_the_fleet()
    {
        var loop = Scripted((_, _) => throw new OverflowException("a bug"));

        var ready = loop.Offer(Some.Stamped(new WokeUp("x")));

        var broken = Assert.IsType<InvariantBroken>(Assert.Single(ready.Events));
        Assert.Equal("invariant.decision_failed input=WokeUp error=OverflowException", broken.Reason.ToString());
        Assert.Empty(loop.Advance(ready));
        Assert.Contains("*", loop.State.HandsOff);
    }

    [Fact]
    public void Comes_to_the_same_state_by_folding_what_was_recorded()
    {
        var live = new ControlLoop(KernelRules.Real, KernelState.Empty, _ => PolicySet.Empty);
        var events = new List<KernelEvent>();
        KernelInput[] inputs =
        [
            new LoopStarted("3f9a01c2", 1),
            new FreezeCommanded("api", "a look around"),
            new UnfreezeCommanded("api"),
            new FreezeCommanded("file", ""),
        ];
        foreach (var input in inputs)
        {
            var ready = live.Offer(Some.Stamped(input));
            events.AddRange(ready.Events);
            live.Advance(ready);
        }

        var folded = new ControlLoop(KernelRules.Real, KernelState.Empty, _ => PolicySet.Empty);
        foreach (var e in events) folded.Recover(e);

        Assert.Equal(live.State.Epoch, folded.State.Epoch);
        Assert.Equal(live.State.Freezes, folded.State.Freezes);
        Assert.Equal(["file"], folded.State.Freezes.Keys);
    }

    private static ControlLoop Scripted(Func<KernelState, Stamped, Decision> decide) =>
        new(KernelRules.Real with { Decide = decide }, KernelState.Empty, _ => PolicySet.Empty);

    private static Decision Frozen(Stamped input) =>
        new([new Frozen(((WokeUp)input.Body).Key, "test", "", input.At)], [], []);
}
