using Prunella.Detection.Baselines;

namespace Prunella.Detection.Tests.Baselines;

public sealed class DayShapeTests
{
    private const long Hour = 3_600_000_000_000;
    private const long Day = 24 * Hour;

    [Fact]
    public void It_expects_what_the_hour_was_and_a_line_between_the_hours()
    {
        var shape = Taught(days: 5, hour => 10 * hour);

        Assert.Equal(30, shape.At(Town.Start + 7 * Day + 3 * Hour + Hour / 2), 1e-1);
        Assert.Equal(35, shape.At(Town.Start + 7 * Day + 4 * Hour), 1e-1);
    }

    [Fact]
    public void A_weekend_it_has_not_met_is_taken_for_a_workday_and_then_is_its_own()
    {
        Assert.Equal(30, Taught(days: 5, hour => 10 * hour).At(Saturday(3)), 1e-1);

        var both = Taught(days: 7, hour => hour >= 120 ? -50 : 10 * (hour % 24));
        Assert.Equal(-50, both.At(Saturday(3)), 1e-1);
        Assert.Equal(30, both.At(Town.Start + 7 * Day + 3 * Hour + Hour / 2), 1e-1);
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e12)]
    public void Any_size_fits(double size)
    {
        var shape = Taught(days: 5, hour => size * hour);

        Assert.Equal(size * 20, shape.At(Town.Start + 7 * Day + 20 * Hour + Hour / 2), size * 0.05);
    }

    [Fact]
    public void Times_before_1970_are_times_too()
    {
        var shape = DayShape.Unknown;
        for (var h = -200; h < -100; h++) shape.Learn(h * Hour + 1, 7, 1);

        Assert.Equal(7, shape.At(-150 * Hour + 1), 1e-2);
    }

    private static long Saturday(int hour) => Town.Start + 12 * Day + hour * Hour + Hour / 2;

    private static DayShape Taught(int days, Func<int, double> ofHourOfWeek)
    {
        var shape = DayShape.Unknown;
        for (var h = 0; h <= days * 24; h++)
        {
            for (var m = 0; m < 60; m += 10)
                shape.Learn(Town.Start + h * Hour + m * Town.Minute, ofHourOfWeek(h % 168 is var w && days == 5 ? w % 24 : w), 1);
        }
        return shape;
    }
}
