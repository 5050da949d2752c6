using CsCheck;

using Prunella.Contracts;
using Prunella.Detection.Attention;

namespace Prunella.Detection.Tests.Attention;

/// <summary>Only what breaches consistently is attended to: for any course of looks, a spike never is, what lasts always
/// is, and flapping does not toggle it.</summary>
public sealed class BreachesTests
{
    private const long Second = 1_000_000_000;
    private const long Start = 1_700_000_000 * Second;

    private static readonly Gen<Severity?> s_look =
        Gen.Int[0, 3].Select(i => i == 3 ? (Severity?)null : (Severity)i);

    [Fact]
    public void A_single_spike_never_triggers() =>
        Gen.Select(Gen.Int[1, Breaches.WarningNeeded - 1], Gen.Int[0, 200], Gen.Int[0, 2]).Sample((long_, before, severity) =>
        {
            var looks = Enumerable.Repeat((Severity?)null, before)
                .Concat(Enumerable.Repeat((Severity?)(Severity)severity, long_))
                .Concat(Enumerable.Repeat((Severity?)null, 100));

            Assert.DoesNotContain(true, Course(looks));
        });

    [Fact]
    public void What_lasts_is_attended_to_within_its_looks_whatever_came_before() =>
        Gen.Select(s_look.Array[0, 300], Gen.Int[0, 2]).Sample((before, severity) =>
        {
            var needed = severity >= (int)Severity.Warning ? Breaches.WarningNeeded : Breaches.NoticeNeeded;

            Assert.True(Course([.. before, .. Enumerable.Repeat((Severity?)(Severity)severity, needed)])[^1]);
        });

    [Fact]
    public void It_begins_only_with_enough_of_the_last_looks_and_ends_only_after_ten_quiet_minutes() =>
        s_look.Array[700, 3_000].Sample(looks =>
        {
            var course = Course(looks);
            for (var i = 1; i < course.Length; i++)
            {
                if (course[i] && !course[i - 1])
                {
                    var isWarned = Last(looks, i, Breaches.WarningLooks, Severity.Warning) >= Breaches.WarningNeeded;
                    Assert.True(isWarned || Last(looks, i, Breaches.NoticeLooks, Severity.Notice) >= Breaches.NoticeNeeded);
                }
                if (!course[i] && course[i - 1]) Assert.Equal(0, Last(looks, i, 600, Severity.Notice));
            }
        }, iter: 50);

    [Fact]
    public void Flapping_does_not_toggle_it() =>
        Gen.Select(Gen.Int[8, 60], Gen.Int[1, 599]).Sample((bad, well) =>
        {
            var looks = Enumerable.Range(0, 10).SelectMany(_ =>
                Enumerable.Repeat((Severity?)Severity.Warning, bad).Concat(Enumerable.Repeat((Severity?)null, well)));
            var course = Course(looks);

            Assert.Equal(1, course.Zip(course.Skip(1)).Count(p => p.First != p.Second));
        }, iter: 30);

    [Fact]
    public void It_ends_ten_minutes_after_the_last_breach()
    {
        var course = Course([.. Enumerable.Repeat((Severity?)Severity.Critical, 20), .. Enumerable.Repeat((Severity?)null, 700)]);

        Assert.Equal(19 + 600, Array.LastIndexOf(course, true) + 1);
    }

    [Fact]
    public void Looks_of_a_healer_that_was_suspended_are_not_taken_together()
    {
        var breaches = default(Breaches);
        for (var i = 0; i < 7; i++) breaches.Look(Severity.Critical, Start + i * Second);

        breaches.Look(Severity.Critical, Start + 3_600 * Second);

        Assert.False(breaches.IsAttended);
    }

    private static bool[] Course(IEnumerable<Severity?> looks)
    {
        var breaches = default(Breaches);
        return [.. looks.Select((look, i) =>
        {
            breaches.Look(look, Start + i * Second);
            return breaches.IsAttended;
        })];
    }

    private static int Last(Severity?[] looks, int at, int most, Severity least) =>
        looks[Math.Max(0, at - most + 1)..(at + 1)].Count(l => l >= least);
}
