using Prunella.Cli.Tour;

namespace Prunella.Cli.Tests;

/// <summary>Mitigated means that users were served well for ten seconds while the fault was still there.</summary>
public sealed class MitigationTests
{
    private const long Tick = 100_000_000;
    private const long Never = long.MaxValue;

    [Fact]
    public void Counts_from_the_first_second_after_which_all_is_good()
    {
        var buckets = Load(bad: [50, 51, 52, 60], count: 200);

        Assert.Equal(61 * Tick, Mitigation.Find(buckets, 50 * Tick, Never));
    }

    [Fact]
    public void Is_at_once_when_users_never_noticed() =>
        Assert.Equal(50 * Tick, Mitigation.Find(Load(bad: [], count: 200), 50 * Tick, Never));

    [Fact]
    public void Is_not_known_before_ten_seconds_have_been_good() =>
        Assert.Null(Mitigation.Find(Load(bad: [60], count: 160), 50 * Tick, Never));

    [Fact]
    public void Does_not_count_what_came_after_the_fault_was_cleared() =>
        Assert.Null(Mitigation.Find(Load(bad: [60], count: 300), 50 * Tick, cleared: 150 * Tick));

    [Fact]
    public void One_bad_request_of_a_hundred_in_a_second_is_good_enough()
    {
        var buckets = Load(bad: [], count: 200);
        buckets[70] = buckets[70] with { Good = buckets[70].Good - 1 };

        Assert.Equal(50 * Tick, Mitigation.Find(buckets, 50 * Tick, Never));
    }

    [Fact]
    public void A_silent_second_is_not_a_good_one()
    {
        var buckets = Load(bad: [], count: 200);
        for (var i = 60; i < 70; i++) buckets[i] = buckets[i] with { Sent = 0, Good = 0 };

        Assert.NotEqual(50 * Tick, Mitigation.Find(buckets, 50 * Tick, Never));
    }

    [Fact]
    public void Counts_what_was_not_good() =>
        Assert.Equal(30, Mitigation.NotGood(Load(bad: [50, 51, 52, 60], count: 100), 50 * Tick, 55 * Tick));

    private static List<LoadBucket> Load(int[] bad, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new LoadBucket(i * Tick, 10, bad.Contains(i) ? 0 : 10, 0, bad.Contains(i) ? 10 : 0, 0))];
}
