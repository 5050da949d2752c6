namespace Prunella.Detection.Series;

/// <summary>Where a moment lies in the day and the week, UTC; worked out once per tick for all series.</summary>
/// <param name="HourOfDay">0 to 23.</param>
/// <param name="HourOfWeek">0 to 167, from Monday midnight.</param>
internal readonly record struct Calendar(int HourOfDay, int HourOfWeek)
{
    private const long Hour = 3_600_000_000_000;

    public static Calendar Of(long unixNanos)
    {
        var hours = Math.DivRem(unixNanos, Hour, out var rest) - (rest < 0 ? 1 : 0);
        // The first of January 1970 was a Thursday: three days after Monday.
        return new Calendar((int)Modulo(hours, 24), (int)Modulo(hours + 72, 168));
    }

    private static long Modulo(long a, long b) => (a % b + b) % b;
}
