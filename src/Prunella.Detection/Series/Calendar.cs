namespace Prunella.Detection.Series;

/// <summary>Where a moment lies in the day and the week, UTC.</summary>
/// <param name="HourOfDay">0 to 23.</param>
/// <param name="HourOfWeek">0 to 167, from Monday midnight.</param>
internal readonly record struct Calendar(int HourOfDay, int HourOfWeek)
{
    public const int HoursOfWeek = 168;
    private const long Hour = 3_600_000_000_000;

    /// <summary>Slots of two hours, 0 to 83.</summary>
    public int SlotOfWeek => HourOfWeek / 2;

    public static Calendar Of(long unixNanos)
    {
        var hours = Math.DivRem(unixNanos, Hour, out var rest) - (rest < 0 ? 1 : 0);
        // The first of January 1970 was a Thursday: three days after Monday.
        var ofWeek = (int)((hours + 72) % HoursOfWeek);
        return OfWeek(ofWeek < 0 ? ofWeek + HoursOfWeek : ofWeek);
    }

    public static Calendar OfWeek(int hour) => new(hour % 24, hour);
}
