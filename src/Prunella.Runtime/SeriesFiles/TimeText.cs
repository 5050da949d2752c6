using System.Globalization;
using System.Text.RegularExpressions;

namespace Prunella.Runtime.SeriesFiles;

/// <summary>Reads a moment as monitoring files write it.</summary>
public static partial class TimeText
{
    private const long Second = 1_000_000_000;

    /// <summary>Half of what a number of nanoseconds can hold, so that no difference of two times overflows.</summary>
    private const long Farthest = long.MaxValue / 2;

    /// <summary>Unix nanoseconds UTC; false when it is no time.</summary>
    /// <param name="text">
    /// ISO 8601 with the year first (UTC unless it says otherwise), eight digits that are a date, or a number since
    /// 1970.
    /// </param>
    /// <param name="unixNanos">The time, from 1824 to 2116.</param>
    /// <remarks>
    /// A number's unit is told from its size: below 10^11 seconds, below 10^14 milliseconds, below 10^17 microseconds,
    /// else nanoseconds. A date with the day or the month first is refused: which of the two it is cannot be known.
    /// </remarks>
    public static bool TryParse(string text, out long unixNanos)
    {
        text = text.Trim();
        if (text.EndsWith(" UTC", StringComparison.Ordinal)) text = text[..^4];
        unixNanos = 0;
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, utc, out var day))
            return TryScale(day.UtcTicks - DateTime.UnixEpoch.Ticks, 100, out unixNanos);
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return TryScale(number, UnitOf(number), out unixNanos);
        if (!YearFirst().IsMatch(text)
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, utc, out var time)) return false;
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
        var fits = Math.Abs(number) <= (decimal)Farthest / unit;
        unixNanos = fits ? (long)(number * unit) : 0;
        return fits;
    }

    [GeneratedRegex(@"^\d{4}[-/]\d\d?[-/]\d\d?")]
    private static partial Regex YearFirst();
}
