using Prunella.Runtime.SeriesFiles;

namespace Prunella.Runtime.Tests.SeriesFiles;

/// <summary>Times are read as monitoring tools write them.</summary>
public sealed class TimeTextTests
{
    private const long Nanos = 1_392_388_200_000_000_000;

    [Theory]
    [InlineData("2014-02-14 14:30:00")]
    [InlineData("2014-02-14T14:30:00Z")]
    [InlineData("2014-02-14T15:30:00+01:00")]
    [InlineData("2014-02-14T14:30:00.000")]
    [InlineData(" 2014-02-14 14:30 ")]
    [InlineData("2014-02-14 14:30:00 UTC")]
    [InlineData("2014/02/14 14:30")]
    [InlineData("1392388200")]
    [InlineData("1392388200.0")]
    [InlineData("1392388200000")]
    [InlineData("1392388200000000")]
    [InlineData("1392388200000000000")]
    [InlineData("1.3923882e9")]
    public void One_moment_in_many_hands(string text)
    {
        Assert.True(TimeText.TryParse(text, out var at));
        Assert.Equal(Nanos, at);
    }

    [Fact]
    public void A_fraction_of_a_second_is_kept()
    {
        Assert.True(TimeText.TryParse("1392388200.25", out var epoch));
        Assert.True(TimeText.TryParse("2014-02-14T14:30:00.25Z", out var iso));
        Assert.Equal(Nanos + 250_000_000, epoch);
        Assert.Equal(epoch, iso);
    }

    [Fact]
    public void Eight_digits_that_are_a_date_are_one()
    {
        Assert.True(TimeText.TryParse("20140214", out var at));
        Assert.Equal(Nanos - (14 * 3600 + 1800) * 1_000_000_000L, at);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("14/02/2014 14:30")]
    [InlineData("02/14/2014")]
    [InlineData("10:30")]
    [InlineData("1700-01-01")]
    [InlineData("2500-01-01")]
    [InlineData("NaN")]
    [InlineData("99999999999999999999999999")]
    [InlineData("1e40")]
    public void What_is_no_time_is_told(string text) => Assert.False(TimeText.TryParse(text, out _));
}
