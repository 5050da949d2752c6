using Prunella.Detection.Series;

namespace Prunella.Detection.Tests.Series;

/// <summary>An event is told once, and once more when it becomes far worse than what was told.</summary>
public sealed class AlarmLevelTests
{
    private const double Small = AlarmLevel.Level * 1.2;

    [Theory]
    [InlineData(AlarmLevel.AgainAfter, 4, true)]
    [InlineData(AlarmLevel.AgainAfter - 1, 4, false)]
    [InlineData(AlarmLevel.AgainAfter, 1.6, false)]
    [InlineData(AlarmLevel.Event - 1, 1, false)]
    [InlineData(AlarmLevel.Event, 1.2, true)]
    public void A_small_alarm_hides_what_follows_unless_it_is_far_worse(int after, double times, bool isAlarm)
    {
        var level = new AlarmLevel();
        Assert.True(level.Judge(Small, mayAlarm: true));
        for (var i = 1; i < after; i++) Assert.False(level.Judge(0, mayAlarm: true));

        Assert.Equal(isAlarm, level.Judge(times * Small, mayAlarm: true));
    }

    [Fact]
    public void What_is_told_again_is_the_new_measure()
    {
        var level = new AlarmLevel();
        Assert.True(level.Judge(Small, mayAlarm: true));
        for (var i = 1; i < AlarmLevel.AgainAfter; i++) Assert.False(level.Judge(0, mayAlarm: true));
        Assert.True(level.Judge(4 * Small, mayAlarm: true));

        for (var i = 1; i < AlarmLevel.Event; i++) Assert.False(level.Judge(4 * Small, mayAlarm: true));
        Assert.True(level.Judge(4 * Small, mayAlarm: true));
    }

    [Fact]
    public void What_stirred_while_a_series_was_learnt_hides_nothing()
    {
        var level = new AlarmLevel();
        Assert.False(level.Judge(100 * Small, mayAlarm: false));

        Assert.True(level.Judge(2 * Small, mayAlarm: true));
    }
}
