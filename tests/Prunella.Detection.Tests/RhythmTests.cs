namespace Prunella.Detection.Tests;

/// <summary>Silent after three of its own intervals, never before the least patience.</summary>
public sealed class RhythmTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void Who_never_spoke_is_silent() => Assert.True(new Rhythm(3 * Second).IsSilent(0));

    [Fact]
    public void One_word_buys_the_least_patience()
    {
        var rhythm = Spoken(100);

        Assert.False(rhythm.IsSilent(103 * Second));
        Assert.True(rhythm.IsSilent(103 * Second + 1));
    }

    [Fact]
    public void Three_intervals_of_a_slow_one_are_borne()
    {
        var rhythm = Spoken(100, 120);

        Assert.False(rhythm.IsSilent(180 * Second));
        Assert.True(rhythm.IsSilent(180 * Second + 1));
    }

    [Fact]
    public void A_word_that_is_not_newer_is_none()
    {
        var rhythm = Spoken(100, 101);

        Assert.False(rhythm.Hear(101 * Second));
        Assert.False(rhythm.Hear(50 * Second));
        Assert.Equal((101 * Second, Second), (rhythm.LastAt, rhythm.IntervalNanos));
    }

    [Fact]
    public void An_outage_of_an_hour_buys_no_hour_of_silence()
    {
        var rhythm = Spoken(100, 101, 102, 3702);

        Assert.InRange(rhythm.Patience, 3 * Second, 60 * Second);
    }

    [Fact]
    public void What_was_of_the_future_is_forgotten()
    {
        var rhythm = Spoken(100, 101, 90_000);
        rhythm.Forget();

        Assert.True(rhythm.Hear(102 * Second));
        Assert.False(rhythm.IsSilent(105 * Second));
        Assert.True(rhythm.IsSilent(105 * Second + 1));
    }

    private static Rhythm Spoken(params IEnumerable<long> seconds)
    {
        var rhythm = new Rhythm(3 * Second);
        foreach (var second in seconds) rhythm.Hear(second * Second);
        return rhythm;
    }
}
