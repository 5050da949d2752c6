using CsCheck;

using Prunella.Contracts;
using Prunella.Reflexes.Overlays;

namespace Prunella.Reflexes.Tests;

/// <summary>Keeps the promise that a temporary change ends by itself and that an old healer changes nothing.</summary>
public sealed class OverlayHolderTests
{
    private const long Milli = 1_000_000;
    private readonly OverlayHolder _holder = new("edge", 4);

    [Fact]
    public void Holds_what_it_was_given_until_the_lease_ends_and_not_a_nanosecond_longer()
    {
        Assert.True(Give(_holder, Some(epoch: 5, version: 1, lease: 1000), 0).Accepted);
        Assert.Single(_holder.Changes(1000 * Milli - 1));
        Assert.Empty(_holder.Changes(1000 * Milli));
        Assert.Equal(0, _holder.Version(1000 * Milli));
    }

    [Fact]
    public void Repetition_prolongs_from_its_own_receipt()
    {
        Give(_holder, Some(5, 1, 1000), 0);
        Give(_holder, Some(5, 1, 1000), 900 * Milli);
        Assert.Single(_holder.Changes(1899 * Milli));
        Assert.Empty(_holder.Changes(1900 * Milli));
    }

    [Fact]
    public void Refuses_a_lower_epoch_and_says_which_it_has_seen()
    {
        var reply = Give(_holder, Some(3, 99, 1000), 0);
        Assert.False(reply.Accepted);
        Assert.Equal(4, reply.Epoch);
        Assert.Empty(_holder.Changes(0));
    }

    [Fact]
    public void Refuses_an_older_version_of_the_same_epoch()
    {
        Give(_holder, Some(5, 7, 1000), 0);
        Assert.False(Give(_holder, Some(5, 6, 1000), 1).Accepted);
        Assert.Equal(7, _holder.Version(1));
    }

    [Fact]
    public void Takes_any_version_of_a_higher_epoch()
    {
        Give(_holder, Some(5, 7, 1000), 0);
        Assert.True(Give(_holder, Some(6, 1, 1000), 1).Accepted);
    }

    [Fact]
    public void An_offer_alone_changes_nothing_because_the_epoch_is_not_stored_yet()
    {
        Assert.Null(_holder.Offer(Some(9, 1, 1000), 0));
        Assert.Equal(4, _holder.Epoch);
        Assert.Empty(_holder.Changes(0));
    }

    [Fact]
    public void Refuses_an_unknown_kind_singly()
    {
        var strange = new OverlayChange("i1.r1.s1", (ChangeKind)77, Checkout(1), 0);
        var reply = Give(_holder, Some(5, 1, 1000) with { Changes = [strange, .. Some(5, 1, 1000).Changes] }, 0);
        Assert.True(reply.Accepted);
        Assert.Equal([false, true], reply.Results.Select(r => r.Applied));
        Assert.Single(_holder.Changes(0));
    }

    [Fact]
    public void Refuses_an_overlay_of_another_target_and_an_impossible_lease()
    {
        Assert.False(Give(_holder, Some(5, 1, 1000) with { Target = "west" }, 0).Accepted);
        Assert.False(Give(_holder, Some(5, 1, 0), 0).Accepted);
        Assert.False(Give(_holder, Some(5, 1, 3_600_001), 0).Accepted);
    }

    /// <summary>Steps of (epoch, version, lease ms, ms that pass); any of them may repeat, be lost or come late.</summary>
    [Fact]
    public void No_interleaving_outlives_its_lease_or_obeys_a_lower_epoch() => Check.Sample(
        Gen.Select(Gen.Long[1, 6], Gen.Long[0, 4], Gen.Int[1, 3000], Gen.Long[0, 2000]).List[0, 60],
        steps =>
        {
            var holder = new OverlayHolder("edge", 0);
            long at = 0, highest = 0, endsAt = 0;
            foreach (var (epoch, version, lease, passed) in steps)
            {
                at += passed * Milli;
                Assert.Equal(at < endsAt, holder.Changes(at).Count > 0);
                var heldBefore = holder.Version(at);
                var reply = Give(holder, Some(epoch, version, lease), at);
                if (epoch < highest) Assert.False(reply.Accepted);
                if (reply.Accepted) (highest, endsAt) = (epoch, at + lease * Milli);
                else Assert.Equal(heldBefore, holder.Version(at));
                Assert.Equal(highest, holder.Epoch);
            }
            Assert.Empty(holder.Changes(Math.Max(at, endsAt)));
        },
        iter: 10_000, seed: "0N0XIzNsQ0O2");

    private static OverlayReply Give(OverlayHolder holder, Overlay overlay, long at) =>
        holder.Offer(overlay, at) ?? holder.Apply(overlay, at, _ => null);

    private static Overlay Some(long epoch, long version, int lease) =>
        new("edge", version, epoch, lease, [new OverlayChange("i7.r1.s1", ChangeKind.Eject, Checkout(2), 0)]);

    private static Subject Checkout(int number) => Subject.Of(new InstanceId(new ServiceId("checkout"), "checkout-" + number));
}
