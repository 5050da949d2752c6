using Prunella.Contracts;

namespace Prunella.Detection.Tests.Attention;

/// <summary>What an objective is about becomes a plain series with a point a minute, on the full tier from the
/// start.</summary>
public sealed class ObjectiveSeriesTests
{
    private const long Second = 1_000_000_000;
    private readonly Shop _shop = new();

    [Fact]
    public void An_objective_is_watched_as_a_series_of_its_own()
    {
        _shop.Run(4 * 150);

        Assert.Equal((1, 1), (_shop.Report!.PlainSeries, _shop.Report.FullSeries));
    }

    [Fact]
    public void Without_room_it_stays_in_the_base_tier()
    {
        _shop.Detection.Configure(new DetectionSetup(
            [new ObjectiveSpec("p99", new ServiceId("checkout"), SignalKind.Latency, 990, 250, 0, 2 * Second)], _shop.Instances)
        {
            FullTierSeries = 0,
        });
        _shop.Run(4 * 150);

        Assert.Equal((1, 0), (_shop.Report!.PlainSeries, _shop.Report.FullSeries));
    }

    [Fact]
    public void Too_few_requests_a_minute_are_no_point()
    {
        _shop.Rate = _ => 0.05;
        _shop.Run(4 * 400);

        Assert.Equal(0, _shop.Report!.PlainSeries);
    }

    [Fact]
    public void It_goes_on_after_a_restart()
    {
        _shop.Run(4 * 150);
        var saved = _shop.Detection.Save();

        var other = new Shop();
        other.Detection.Restore(saved);
        other.Run(4 * 150);

        Assert.Equal((1, 1), (other.Report!.PlainSeries, other.Report.FullSeries));
    }
}
