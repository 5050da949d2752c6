using Prunella.Contracts;

namespace Prunella.Detection.Tests.Lasting;

/// <summary>A service that is slow as a whole is found by its own past, without an objective; an instance only where it
/// has no peers.</summary>
public sealed class LatencyShiftTests
{
    private const int Minute = 240;

    [Fact]
    public void A_service_that_is_slow_as_a_whole_is_found_and_no_instance_is_accused()
    {
        var shop = Slow(instances: 3, minutes: 3);

        Assert.Contains(shop.BadVerdicts(), v => v is { Detector: "latency-shift", Fault: FaultKind.Slow, Subject.Kind: SubjectKind.Service });
        Assert.DoesNotContain(shop.BadVerdicts(), v => v.Subject.Kind == SubjectKind.Instance);
    }

    [Fact]
    public void A_lone_instance_is_judged_by_its_own_past() =>
        Assert.Contains(Slow(instances: 1, minutes: 3).BadVerdicts(), v => v is { Detector: "latency-shift", Subject.Kind: SubjectKind.Instance });

    [Fact]
    public void In_its_first_two_minutes_a_service_has_no_past() =>
        Assert.DoesNotContain(Slow(instances: 3, minutes: 1).BadVerdicts(), v => v.Detector == "latency-shift");

    [Fact]
    public void What_is_as_fast_as_before_is_well_again()
    {
        var shop = Slow(instances: 3, minutes: 3);
        shop.Latency = _ => 0.06;

        shop.Run(Minute);

        Assert.Equal(Health.Healthy, shop.Told.Last(v => v.Detector == "latency-shift").Health);
    }

    [Fact]
    public void A_few_milliseconds_do_not_matter_whatever_the_factor()
    {
        var shop = new Shop(objective: false) { Latency = _ => 0.004 };
        shop.Run(3 * Minute);
        shop.Latency = _ => 0.012;

        shop.Run(Minute);

        Assert.Empty(shop.BadVerdicts());
    }

    [Fact]
    public void A_stall_of_two_seconds_is_none()
    {
        var shop = new Shop(objective: false) { Latency = _ => 0.06 };
        shop.Run(3 * Minute);
        shop.Latency = _ => 2;
        shop.Run(8);
        shop.Latency = _ => 0.06;

        shop.Run(Minute);

        Assert.Empty(shop.BadVerdicts());
    }

    /// <summary>Usual for so long, then four times as slow for twenty seconds.</summary>
    private static Shop Slow(int instances, int minutes)
    {
        var shop = new Shop(instances, objective: false) { Latency = _ => 0.06 };
        shop.Run(minutes * Minute);
        shop.Latency = _ => 0.24;
        shop.Run(80);
        return shop;
    }
}
