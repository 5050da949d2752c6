using Prunella.Contracts;

namespace Prunella.Detection.Tests;

/// <summary>Detection speaks when something changed and at no other time, and takes nothing for a
/// fault that only looks like one.</summary>
public sealed class QuietTests
{
    [Fact]
    public void Two_witnesses_who_agree_are_one_verdict_told_once()
    {
        var shop = new Shop { HasTelemetry = true };
        shop.Run(200);
        shop.Told.Clear();
        shop.Run(400);

        Assert.Empty(shop.Told);
    }

    [Fact]
    public void Those_who_see_the_same_trouble_stand_together_as_witnesses()
    {
        var shop = new Shop { HasTelemetry = true };
        shop.Run(200);
        shop.ErrorShare = i => i == 0 ? 0.2 : 0;
        shop.Run(80);

        var verdict = Assert.Single(shop.Detection.Current(), v => v is { Detector: "error-peers", Health: Health.Unhealthy });
        Assert.Equal(Witness.Gateway | Witness.Telemetry, verdict.Witnesses);
        Assert.InRange(shop.BadVerdicts().Count(v => v.Detector == "error-peers"), 1, 4);
    }

    [Fact]
    public void A_trickle_of_requests_makes_no_chatter()
    {
        var shop = new Shop(objective: false) { Rate = _ => 1.3 };
        shop.Run(200);
        shop.Told.Clear();
        shop.Run(2400);

        Assert.Empty(shop.Told);
    }

    [Fact]
    public void A_service_that_fails_everywhere_alike_accuses_no_instance_of_its_few()
    {
        var shop = new Shop(objective: false) { Rate = _ => 3, ErrorShare = _ => 0.05 };

        shop.Run(4 * 3600);

        Assert.DoesNotContain(shop.BadVerdicts(), v => v.Detector == "error-peers");
    }

    [Fact]
    public void One_long_request_among_many_short_ones_is_no_hang()
    {
        var shop = new Shop(objective: false);
        shop.Run(200);
        var from = shop.At;
        shop.Oldest = i => i == 0 ? (shop.At - from) % (20 * Shop.Second) : 5 * Shop.Millisecond;

        shop.Run(400);

        Assert.Empty(shop.BadVerdicts());
    }

    [Fact]
    public void A_restarted_instance_is_not_slow_because_it_starts_cold()
    {
        var shop = new Shop(objective: false);
        shop.Run(200);
        shop.Rate = i => i == 1 ? 0 : 60;
        shop.Probe = i => i == 1 ? ProbeOutcome.Refused : ProbeOutcome.Ok;
        shop.Run(12);
        shop.Told.Clear();
        var from = shop.At;
        (shop.Rate, shop.Probe) = (_ => 40, _ => ProbeOutcome.Ok);
        shop.Latency = i => i == 1 && shop.At - from < 700 * Shop.Millisecond ? 0.5 : 0.006;

        shop.Run(120);

        Assert.Empty(shop.BadVerdicts());
    }

    [Fact]
    public void And_is_slow_when_it_stays_so()
    {
        var shop = new Shop(objective: false);
        shop.Run(200);
        shop.Rate = i => i == 1 ? 0 : 60;
        shop.Probe = i => i == 1 ? ProbeOutcome.Refused : ProbeOutcome.Ok;
        shop.Run(12);
        (shop.Rate, shop.Probe) = (_ => 40, _ => ProbeOutcome.Ok);
        shop.Latency = i => i == 1 ? 0.5 : 0.006;
        shop.Told.Clear();

        shop.Run(24);

        Assert.Contains(shop.BadVerdicts(), v => v is { Detector: "latency-peers", Fault: FaultKind.Slow });
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_lone_instance_is_slow_by_probe_only_when_the_rest_of_the_fleet_is_not(bool everybody, bool expected)
    {
        var (detection, told) = (new FleetDetection(), new List<Verdict>());
        InstanceId[] fleet = [.. new[] { "a/a-1", "b/b-1", "c/c-1" }.Select(InstanceId.Parse)];
        for (var i = 1; i <= 120; i++)
        {
            var at = 1_000_000 * Shop.Second + i * 500 * Shop.Millisecond;
            var stalled = i is > 60 and < 76;
            foreach (var instance in fleet)
            {
                var slow = stalled && (everybody || instance == fleet[0]);
                detection.Observe(new ProbeResult(instance, at, ProbeOutcome.Ok, (slow ? 300 : 5) * Shop.Millisecond, Witness.Probe));
            }
            told.AddRange(detection.Tick(at).Changed);
        }

        Assert.Equal(expected, told.Any(v => v.Health == Health.Unhealthy));
    }

    [Fact]
    public void Probes_every_twenty_seconds_are_not_silence()
    {
        var (detection, told) = (new FleetDetection(), new List<Verdict>());
        for (var tick = 1; tick <= 2400; tick++)
        {
            var at = 1_000_000 * Shop.Second + tick * 250 * Shop.Millisecond;
            if (tick % 80 == 0) detection.Observe(new ProbeResult(InstanceId.Parse("a/a-1"), at, ProbeOutcome.Ok, Shop.Millisecond, Witness.Probe));
            told.AddRange(detection.Tick(at).Changed);
            if (tick == 200) told.Clear();
        }

        Assert.Empty(told);
    }

    [Fact]
    public void A_prober_that_could_not_ask_has_seen_nothing()
    {
        var detection = new FleetDetection();
        detection.Observe(new ProbeResult(InstanceId.Parse("a/a-1"), Shop.Second, ProbeOutcome.Unknown, 0, Witness.Probe));

        var report = detection.Tick(Shop.Second);

        Assert.Empty(report.Changed);
        Assert.Empty(report.Coverage);
    }
}
