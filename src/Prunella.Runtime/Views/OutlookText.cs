using System.Globalization;

using Prunella.Contracts;

namespace Prunella.Runtime.Views;

/// <summary>When a level will be full, as people say it.</summary>
public static class OutlookText
{
    private const double Second = 1e9;
    private const double Minute = 60 * Second;
    private const double Hour = 60 * Minute;

    /// <summary><c>full in about 12 minutes (8 to 20)</c>.</summary>
    public static string Of(Outlook outlook) => "full " + In(outlook);

    /// <summary><c>in about 12 minutes (8 to 20)</c>; where the far end is not foretold, <c>(8 or more)</c>.</summary>
    public static string In(Outlook outlook)
    {
        var (unit, name) = UnitOf(outlook.Expected);
        var far = outlook.Latest > 0
            ? $"{Count(outlook.Earliest, unit)} to {Count(outlook.Latest, unit)}"
            : $"{Count(outlook.Earliest, unit)} or more";
        return $"in about {Counted(outlook.Expected, unit, name)} ({far})";
    }

    /// <summary><c>12 minutes</c>.</summary>
    public static string Span(long nanos)
    {
        var (unit, name) = UnitOf(nanos);
        return Counted(nanos, unit, name);
    }

    private static (double Unit, string Name) UnitOf(long nanos) => (double)nanos switch
    {
        < 100 * Second => (Second, "second"),
        < 100 * Minute => (Minute, "minute"),
        _ => (Hour, "hour"),
    };

    private static string Counted(long nanos, double unit, string name) =>
        Count(nanos, unit) is "1" ? $"1 {name}" : $"{Count(nanos, unit)} {name}s";

    private static string Count(long nanos, double unit) =>
        (nanos / unit).ToString(unit < Hour ? "0" : "0.#", CultureInfo.InvariantCulture);
}
