using CsCheck;

using Prunella.Contracts;
using Prunella.Detection.Attention;

namespace Prunella.Detection.Tests.Attention;

/// <summary>Places on the full tier: never more than there are, to whom needs them most, and the same every
/// time.</summary>
public sealed class FullPlacesTests
{
    private const long Hour = 3_600_000_000_000;

    /// <summary>What each of twelve series is needed for, at each of some times.</summary>
    private static readonly Gen<(int Most, Need[][] Needs)> s_courses = Gen.Select(
        Gen.Int[0, 8], Gen.Int[0, 3].Select(n => (Need)n).Array[12].Array[1, 30]);

    [Fact]
    public void Places_are_bounded_go_to_the_strongest_need_and_are_kept_while_needed_as_much() => s_courses.Sample(
        course =>
        {
            var places = new FullPlaces(course.Most);
            for (var t = 0; t < course.Needs.Length; t++)
            {
                var (needs, before) = (course.Needs[t], Held(places));
                var (demoted, promoted) = Allot(places, needs, t * Hour);

                Assert.InRange(places.Count, 0, course.Most);
                Assert.Equal(before.Except(demoted).Concat(promoted).Order(), Held(places).Order());
                var (inside, outside) = (Held(places), Enumerable.Range(0, 12).Except(Held(places)).ToArray());
                // Nobody waits for a place that somebody holds who needs it less.
                if (inside.Length > 0 && outside.Length > 0)
                    Assert.True(outside.Max(s => needs[s]) <= inside.Min(s => needs[s]) || places.Count < course.Most);
                Assert.All(demoted, gone => Assert.All(promoted, come => Assert.True(needs[come] > needs[gone])));
                if (places.Count < course.Most) Assert.All(outside, s => Assert.Equal(Need.None, needs[s]));
            }
        });

    [Fact]
    public void The_same_asks_give_the_same_places() => s_courses.Sample(course =>
    {
        var (one, other) = (new FullPlaces(course.Most), new FullPlaces(course.Most));
        for (var t = 0; t < course.Needs.Length; t++)
        {
            var (a, b) = (Allot(one, course.Needs[t], t * Hour), Allot(other, course.Needs[t], t * Hour));
            Assert.Equal(a.Demoted, b.Demoted);
            Assert.Equal(a.Promoted, b.Promoted);
        }
    });

    [Fact]
    public void Of_those_needed_as_little_the_one_needed_longest_ago_goes()
    {
        var places = new FullPlaces(3);
        Allot(places, Only((0, Need.Alerted), (1, Need.Alerted), (2, Need.Alerted)), 0);
        Allot(places, Only((0, Need.Alerted), (2, Need.Alerted)), Hour);
        Allot(places, Only((2, Need.Neighbour)), 2 * Hour);

        Assert.Equal([1], Allot(places, Only((2, Need.Neighbour), (5, Need.Neighbour)), 3 * Hour).Demoted);
        Assert.Equal([0], Allot(places, Only((2, Need.Neighbour), (5, Need.Neighbour), (6, Need.Objective)), 4 * Hour).Demoted);
        // All three are needed as much as the seventh.
        Assert.Empty(Allot(places, Only((2, Need.Objective), (5, Need.Objective), (6, Need.Objective), (7, Need.Objective)), 5 * Hour).Promoted);
    }

    [Fact]
    public void A_place_is_kept_for_a_week_after_it_was_needed()
    {
        var places = new FullPlaces(3);
        Allot(places, Only((0, Need.Alerted)), 0);

        Allot(places, Only(), 7 * 24 * Hour);
        Assert.Equal([0], Held(places));
        Allot(places, Only(), 7 * 24 * Hour + 1);
        Assert.Empty(Held(places));
    }

    [Fact]
    public void Fewer_places_are_taken_from_those_needed_least()
    {
        var places = new FullPlaces(3);
        Need[] needs = Only((0, Need.Alerted), (1, Need.Neighbour), (2, Need.Objective));
        Allot(places, needs, 0);
        places.Most = 1;

        Assert.Equal([1, 2], Allot(places, needs, Hour).Demoted);
        Assert.Equal([0], Held(places));
    }

    private static (int[] Demoted, int[] Promoted) Allot(FullPlaces places, Need[] needs, long at)
    {
        var wanted = Enumerable.Range(0, needs.Length).Where(s => needs[s] != Need.None)
            .OrderByDescending(s => needs[s]).Select(s => (Id(s), needs[s]));
        var (demoted, promoted) = places.Allot(s => needs[(int)(ulong)s.Value], wanted, at);
        return ([.. demoted.Select(s => (int)(ulong)s.Value)], [.. promoted.Select(s => (int)(ulong)s.Value)]);
    }

    private static int[] Held(FullPlaces places) => [.. Enumerable.Range(0, 12).Where(s => places.Holds(Id(s)))];

    private static SeriesId Id(int series) => new((UInt128)series);

    private static Need[] Only(params (int Series, Need Need)[] needed)
    {
        var needs = new Need[12];
        foreach (var (series, need) in needed) needs[series] = need;
        return needs;
    }
}
