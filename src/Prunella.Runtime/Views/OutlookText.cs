using System.Globalization;

using Prunella.Contracts;

namespace Prunella.Runtime.Views;

/// <summary>When a level will be full, as people say it.</summary>
public static class OutlookText
{
    /// <summary><c>full in about 12 minutes (8 to 20)</c>; where the far end is not foretold,
    /// <c>(8 or more)</c>.</summary>
    public static string Of(Outlook outlook)
    {
        var (unit, name) = outlook.Expected switch
        {
            < 100_000_000_000 => (1e9, "seconds"),
            < 6_000_000_000_000 => (60e9, "minutes"),
            _ => (3600e9, "hours"),
        };
        var far = outlook.Latest > 0 ? $"{Count(outlook.Earliest, unit)} to {Count(outlook.Latest, unit)}" : $"{Count(outlook.Earliest, unit)} or more";
        return $"full in about {Count(outlook.Expected, unit)} {name} ({far})";
    }

    private static string Count(long nanos, double unit) =>
        (nanos / unit).ToString(unit > 1e12 ? "0.#" : "0", CultureInfo.InvariantCulture);
}
