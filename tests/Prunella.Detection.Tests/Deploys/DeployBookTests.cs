using Prunella.Contracts;
using Prunella.Detection.Deploys;

namespace Prunella.Detection.Tests.Deploys;

/// <summary>What counts as a deploy, and what began in its wake.</summary>
public sealed class DeployBookTests
{
    private const long Second = 1_000_000_000;
    private const long Minute = 60 * Second;
    private static readonly ServiceId s_shop = new("shop");
    private readonly DeployBook _book = new();

    [Fact]
    public void A_service_that_is_met_or_grows_is_not_deployed()
    {
        Assert.False(Meet("shop-1", "1.0", 0));
        Assert.False(Meet("shop-2", "1.0", 1));
        Assert.False(Meet("shop-1", "1.0", 2));
        Assert.False(Meet("shop-3", "", 3));
        Assert.Null(_book.Before(s_shop, 4 * Minute));
    }

    [Fact]
    public void Another_version_of_an_instance_is_a_deploy_and_so_is_a_new_instance_with_a_new_one()
    {
        Meet("shop-1", "1.0", 0);

        Assert.True(Meet("shop-1", "1.1", 10));
        Assert.Equal(new DeployEvidence("1.1", Minute, false), _book.Before(s_shop, 11 * Minute));
        Assert.True(Meet("shop-2", "1.2", 20));
        Assert.Equal("1.2", _book.Before(s_shop, 21 * Minute)!.Version);
        // Another service's versions say nothing of this one.
        Assert.False(_book.Meet(new InstanceSighting(InstanceId.Parse("cart/c-1"), new Place("", "", ""), "9"), 30 * Minute));
        Assert.Null(_book.Before(new ServiceId("cart"), 30 * Minute));
    }

    [Fact]
    public void A_deploy_lasts_as_long_as_instances_turn_to_it_and_half_an_hour_more()
    {
        Meet("shop-1", "1.0", 0);
        Meet("shop-2", "1.0", 0);
        Meet("shop-1", "1.1", 10);
        Meet("shop-2", "1.1", 30);

        Assert.Equal(50 * Minute, _book.Before(s_shop, 60 * Minute)!.AfterNanos);
        Assert.Null(_book.Before(s_shop, 60 * Minute + 1));
        // Seen by its first export, which may come after its trouble.
        Assert.Equal(0, _book.Before(s_shop, 9 * Minute)!.AfterNanos);
        Assert.Null(_book.Before(s_shop, 9 * Minute - 1));
    }

    [Fact]
    public void What_was_told_and_is_then_seen_is_one_deploy()
    {
        Meet("shop-1", "1.0", 0);
        _book.Tell(new DeployMark(s_shop, "1.1", 10 * Minute));
        Meet("shop-1", "1.1", 12);

        Assert.Equal(new DeployEvidence("1.1", 3 * Minute, true), _book.Before(s_shop, 13 * Minute));
        Assert.Null(_book.Before(s_shop, 10 * Minute - 1));
    }

    [Fact]
    public void Going_back_is_a_deploy_too()
    {
        Meet("shop-1", "1.0", 0);
        Meet("shop-1", "1.1", 10);
        Meet("shop-1", "1.0", 15);

        Assert.Equal(("1.0", 0), (_book.Before(s_shop, 15 * Minute)!.Version, (int)_book.Before(s_shop, 15 * Minute)!.AfterNanos));
    }

    [Fact]
    public void A_restart_of_the_healer_forgets_neither_deploys_nor_versions()
    {
        Meet("shop-1", "1.0", 0);
        _book.Tell(new DeployMark(s_shop, "1.1", 10 * Minute));
        var other = new DeployBook();
        other.Restore(_book.Save());

        Assert.Equal(_book.Save(), other.Save());
        Assert.Equal(_book.Before(s_shop, 11 * Minute), other.Before(s_shop, 11 * Minute));
        Assert.True(other.Meet(new InstanceSighting(InstanceId.Parse("shop/shop-1"), new Place("", "", ""), "1.2"), 20 * Minute));
    }

    [Fact]
    public void What_is_damaged_is_refused_whole()
    {
        Meet("shop-1", "1.0", 0);
        _book.Tell(new DeployMark(s_shop, "1.1", 10 * Minute));
        var saved = _book.Save();
        for (var cut = 0; cut < saved.Length; cut++)
        {
            var other = new DeployBook();
            Assert.Throws<FormatException>(() => other.Restore(saved.AsSpan(0, cut)));
            Assert.True(other.IsEmpty);
        }
        saved[0]++;
        Assert.Throws<FormatException>(() => new DeployBook().Restore(saved));
    }

    private bool Meet(string instance, string version, int minute) =>
        _book.Meet(new InstanceSighting(InstanceId.Parse("shop/" + instance), new Place("", "", ""), version), minute * Minute);
}
