using Prunella.Detection.Series;

namespace Prunella.Detection.Tests.Series;

/// <summary>Nobody is woken without an alarm, nor twice for one; what is plainly broken wakes.</summary>
public sealed class PageLevelTests
{
    private const int Fault = 6000;

    [Theory]
    [InlineData(PageLevel.Probability, 1, true)]
    [InlineData(1, PageLevel.Probability, true)]
    [InlineData(3.01e-5, 3.01e-5, false)]
    public void An_alarm_is_a_page_by_the_smaller_probability(double novelty, double deviation, bool isPage) =>
        Assert.Equal(isPage, new PageLevel().Judge(isAlarm: true, novelty, deviation));

    [Fact]
    public void Nothing_is_a_page_without_an_alarm() => Assert.False(new PageLevel().Judge(false, 0, 0));

    [Fact]
    public void A_page_may_come_until_the_event_is_over_and_once()
    {
        var level = new PageLevel();
        Assert.False(level.Judge(true, 1, 1));
        Assert.True(level.Judge(false, 0, 1));
        Assert.False(level.Judge(false, 0, 0));

        Assert.False(level.Judge(true, 1, 1));
        for (var i = 1; i < AlarmLevel.Event; i++) Assert.False(level.Judge(false, 1, 1));
        Assert.False(level.Judge(false, 0, 0));
    }

    [Fact]
    public void Three_healthy_weeks_wake_nobody_and_silence_after_them_does()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var values = SomeSeries.Daily(Fault + 60, seed).Select((x, i) => i < Fault ? x : 0);
            var pages = SomeSeries.Judge(values).Select((j, i) => (j, i)).Where(p => p.j.IsPage).Select(p => p.i).ToArray();

            Assert.InRange(Assert.Single(pages), Fault, Fault + 60);
        }
    }
}
