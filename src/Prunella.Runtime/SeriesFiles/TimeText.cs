using System.Globalization;

namespace Prunella.Runtime.SeriesFiles;

/// <summary>Reads a moment as monitoring files write it.</summary>
public static class TimeText
{
    private const long Second = 1_000_000_000;

    /// <summary>Unix nanoseconds UTC; false when it is no time.</summary>
    /// <param name="text">ISO 8601 (UTC unless it says otherwise), or a number since 1970.</param>
    /// <param name="unixNanos">The time.</param>
    /// <remarks>
    /// A number's unit is told from its size: below 10^11 seconds (until the year 5138), below 10^14 milliseconds,
    /// below 10^17 microseconds, else nanoseconds.
    /// </remarks>
    public static bool TryParse(string text, out long unixNanos)
    {
        text = text.Trim();
        unixNanos = 0;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return TryScale(whole, UnitOf(whole), out unixNanos);
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return TryScale(number, UnitOf(number), out unixNanos);
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, utc, out var time)) return false;
        return TryScale(time.UtcTicks - DateTime.UnixEpoch.Ticks, 100, out unixNanos);
    }

    private static long UnitOf(decimal number) => Math.Abs(number) switch
    {
        < 100_000_000_000m => Second,
        < 100_000_000_000_000m => Second / 1_000,
        < 100_000_000_000_000_000m => Second / 1_000_000,
        _ => 1,
    };

    private static bool TryScale(decimal number, long unit, out long unixNanos)
    {
        var scaled = number * unit;
        var fits = Math.Abs(scaled) <= long.MaxValue;
        unixNanos = fits ? (long)scaled : 0;
        return fits;
    }
}
