using CsCheck;

using Prunella.Reflexes.Ejection;

namespace Prunella.Reflexes.Tests;

/// <summary>Keeps the promise that a sick destination leaves by itself, and that a reflex never takes a cluster down.</summary>
public sealed class ClusterHealthTests
{
    private const long Second = 1_000_000_000;
    private const long Start = 1_000 * Second;
    private readonly ClusterHealth _three = new(3, EjectionBounds.Default);

    [Fact]
    public void Ejects_after_three_refused_connections_in_a_row()
    {
        Tries(_three, 0, TryOutcome.NotConnected, 2);
        _three.Judge(Start);
        Assert.False(_three.IsOut(0));
        Tries(_three, 0, TryOutcome.NotConnected, 1);
        _three.Judge(Start);
        Assert.True(_three.IsOut(0));
    }

    [Fact]
    public void Ejects_after_three_timeouts_in_a_row()
    {
        Tries(_three, 0, TryOutcome.Ok, 1);
        Tries(_three, 1, TryOutcome.TimedOut, 3);
        _three.Judge(Start);
        Assert.True(_three.IsOut(1));
    }

    [Fact]
    public void Leaves_in_who_times_out_when_no_peer_is_seen_to_answer()
    {
        Tries(_three, 0, TryOutcome.TimedOut, 3);
        Tries(_three, 1, TryOutcome.TimedOut, 2);
        _three.Judge(Start);
        Assert.False(_three.IsOut(0));
    }

    [Fact]
    public void A_grey_one_gets_no_penalty_so_that_it_is_found_out_and_a_failing_one_does()
    {
        Mixed(_three, 0, bad: 20, total: 100);
        Mixed(_three, 1, bad: 50, total: 100);
        Assert.Equal(0, _three.Penalty(0, Start));
        Assert.Equal(20, _three.Penalty(1, Start));
    }

    [Fact]
    public void Ejects_after_three_failed_probes_without_any_traffic()
    {
        for (var i = 0; i < 3; i++) _three.Probe(2, ok: false, connected: true);
        _three.Judge(Start);
        Assert.True(_three.IsOut(2));
    }

    [Fact]
    public void Ejects_one_that_fails_a_fifth_of_its_tries_which_no_run_would_show()
    {
        Mixed(_three, 0, bad: 20, total: 100);
        Mixed(_three, 1, bad: 0, total: 100);
        Mixed(_three, 2, bad: 0, total: 100);
        _three.Judge(Start);
        Assert.True(_three.IsOut(0));
        Assert.False(_three.IsOut(1) || _three.IsOut(2));
    }

    [Fact]
    public void Leaves_in_a_lone_imperfect_one_whose_gap_to_its_peers_is_small()
    {
        Mixed(_three, 0, bad: 50, total: 1000);
        Mixed(_three, 1, bad: 0, total: 1000);
        Mixed(_three, 2, bad: 0, total: 1000);
        _three.Judge(Start);
        Assert.False(_three.IsOut(0));
    }

    [Fact]
    public void Leaves_everybody_in_when_everybody_fails_alike()
    {
        for (var i = 0; i < 3; i++) Mixed(_three, i, bad: 90, total: 100);
        _three.Judge(Start);
        Assert.DoesNotContain(true, Enumerable.Range(0, 3).Select(_three.IsOut));
    }

    [Fact]
    public void Lets_back_who_still_connects_when_more_than_half_look_bad()
    {
        foreach (var who in (int[])[0, 1])
        {
            for (var i = 0; i < 3; i++) _three.Probe(who, ok: false, connected: true);
            _three.Judge(Start);
            Assert.Equal(who == 0, _three.IsOut(0));
        }
        Assert.False(_three.IsOut(1));
    }

    [Fact]
    public void Counts_what_orders_took_out_against_the_cap()
    {
        _three.SetByOrder(0, isOut: true, Start);
        Tries(_three, 1, TryOutcome.NotConnected, 3);
        _three.Judge(Start);
        Assert.False(_three.IsOut(1));
    }

    [Fact]
    public void Counts_an_ordered_out_one_with_failing_probes_once()
    {
        var five = new ClusterHealth(6, EjectionBounds.Default);
        Tries(five, 5, TryOutcome.Ok, 20);
        five.SetByOrder(0, isOut: true, Start);
        for (var i = 0; i < 3; i++) five.Probe(0, ok: false, connected: true);
        Tries(five, 1, TryOutcome.TimedOut, 3);
        five.Judge(Start);
        Assert.True(five.IsOut(1));
        Tries(five, 2, TryOutcome.TimedOut, 3);
        five.Judge(Start);
        // Three of six look bad: not more than half, so nobody is let back; the cap of two holds the third in.
        Assert.True(five.IsOut(1));
        Assert.False(five.IsOut(2));
    }

    [Fact]
    public void The_end_of_an_order_frees_nobody_that_a_reflex_holds()
    {
        Tries(_three, 0, TryOutcome.NotConnected, 3);
        _three.Judge(Start);
        _three.SetByOrder(0, isOut: true, Start);
        _three.SetByOrder(0, isOut: false, Start + Second);
        Assert.True(_three.IsOut(0));
    }

    [Fact]
    public void Failed_probes_outlive_the_end_of_an_order()
    {
        _three.SetByOrder(0, isOut: true, Start);
        for (var i = 0; i < 3; i++) _three.Probe(0, ok: false, connected: true);
        _three.SetByOrder(0, isOut: false, Start + Second);
        _three.Judge(Start + Second);
        Assert.True(_three.IsOut(0));
    }

    [Fact]
    public void Returns_only_when_time_is_served_and_probes_are_answered()
    {
        Tries(_three, 0, TryOutcome.NotConnected, 3);
        _three.Judge(Start);
        _three.Judge(Start + 6 * Second);
        Assert.True(_three.IsOut(0));
        Well(_three, 0);
        _three.Judge(Start + 4 * Second);
        Assert.True(_three.IsOut(0));
        _three.Judge(Start + 5 * Second);
        Assert.False(_three.IsOut(0));
        Assert.Equal(Start + 5 * Second, _three.ReturnedAt(0));
    }

    [Fact]
    public void Stays_out_twice_as_long_the_second_time()
    {
        var at = EjectAndReturn(Start);
        Tries(_three, 0, TryOutcome.NotConnected, 3, at);
        _three.Judge(at);
        Well(_three, 0);
        _three.Judge(at + 9 * Second);
        Assert.True(_three.IsOut(0));
        _three.Judge(at + 10 * Second);
        Assert.False(_three.IsOut(0));
    }

    [Fact]
    public void Forgets_an_ejection_after_a_minute_of_answered_probes_only()
    {
        var at = EjectAndReturn(Start) + 70 * Second;
        _three.Judge(at);
        Tries(_three, 0, TryOutcome.NotConnected, 3, at);
        _three.Judge(at);
        Well(_three, 0);
        _three.Judge(at + 5 * Second);
        Assert.False(_three.IsOut(0));
    }

    [Fact]
    public void An_abandoned_request_is_nobodys_failure()
    {
        Tries(_three, 0, TryOutcome.Abandoned, 100);
        _three.Judge(Start);
        Assert.False(_three.IsOut(0));
        Assert.Equal(0, _three.Penalty(0, Start));
    }

    [Fact]
    public void Never_goes_beyond_cap_and_floor_whatever_happens() =>
        Check.Sample(
            Gen.Select(Gen.Int[1, 8], Gen.Select(Gen.Int[0, 7], Gen.Int[0, 7], Gen.Int[0, 2000]).List[0, 120]),
            (count, steps) =>
            {
                var cluster = new ClusterHealth(count, EjectionBounds.Default);
                var at = Start;
                foreach (var (who, what, millis) in steps)
                {
                    at += millis * 1_000_000L;
                    Step(cluster, who % count, what, at);
                    cluster.Judge(at);
                    var outs = Enumerable.Range(0, count).Count(cluster.IsOut);
                    var cap = Math.Min(Math.Max(1, count * 340 / 1000), count - Math.Max(1, (count * 500 + 999) / 1000));
                    Assert.True(outs <= cap, $"{outs} of {count} are out; the cap is {cap}");
                }
            },
            iter: 3000, seed: "0N0XIzNsQ0O2");

    [Fact]
    public void Book_keeping_allocates_nothing()
    {
        Round(Start);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1; i < 1000; i++) Round(Start + i * 10_000_000L);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Round(long at)
        {
            _three.Record(0, TryOutcome.Failed, at);
            _three.Record(1, TryOutcome.Ok, at);
            _three.Judge(at);
            _ = _three.Penalty(0, at);
        }
    }

    private static void Step(ClusterHealth cluster, int who, int what, long at)
    {
        if (what <= 2) Tries(cluster, who, (TryOutcome)(what + 1), 3, at);
        else if (what == 3) Mixed(cluster, who, 10, 30, at);
        else if (what == 4) Mixed(cluster, who, 0, 30, at);
        else if (what == 5) Well(cluster, who);
        else for (var i = 0; i < 3; i++) cluster.Probe(who, ok: false, connected: what == 6);
    }

    private long EjectAndReturn(long at)
    {
        Tries(_three, 0, TryOutcome.NotConnected, 3, at);
        _three.Judge(at);
        Well(_three, 0);
        _three.Judge(at + 5 * Second);
        return at + 5 * Second;
    }

    private static void Well(ClusterHealth cluster, int who)
    {
        cluster.Probe(who, ok: true, connected: true);
        cluster.Probe(who, ok: true, connected: true);
    }

    private static void Tries(ClusterHealth cluster, int who, TryOutcome outcome, int times, long at = Start)
    {
        for (var i = 0; i < times; i++) cluster.Record(who, outcome, at);
    }

    /// <summary>Failures spread among successes, so that no run of them shows.</summary>
    private static void Mixed(ClusterHealth cluster, int who, int bad, int total, long at = Start)
    {
        for (var i = 0; i < total; i++)
            cluster.Record(who, i * bad / total != (i + 1) * bad / total ? TryOutcome.Failed : TryOutcome.Ok, at);
    }
}
