using Prunella.Contracts;

namespace Prunella.Detection.Tests.Forecasts;

/// <summary>A service's traffic is foretold from what its witness saw.</summary>
public sealed class TrafficForecastTests
{
    [Fact]
    public void Traffic_is_foretold_with_an_interval_once_enough_was_seen()
    {
        var shop = new Shop(objective: false);
        var checkout = new ServiceId("checkout");
        shop.Run(100);
        Assert.Null(shop.Detection.TrafficAhead(checkout, 600 * Shop.Second));
        Assert.Null(shop.Detection.TrafficAhead(new ServiceId("nobody"), 600 * Shop.Second));

        shop.Run(2000);

        // Forty a second at each of three instances.
        var forecast = shop.Detection.TrafficAhead(checkout, 600 * Shop.Second)!.Value;
        Assert.InRange(forecast.Expected, 115, 125);
        Assert.True(forecast.Lower < 120 && forecast.Upper > 120, $"{forecast}");
        Assert.InRange(forecast.Upper - forecast.Lower, 2, 30);
    }
}
