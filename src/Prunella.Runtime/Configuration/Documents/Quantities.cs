using System.Globalization;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>
/// Durations with a unit, shares with a percent sign, bare numbers as counts: nothing is guessed.
/// </summary>
internal static class Quantities
{
    private static readonly (string Unit, long Nanos)[] Units =
        [("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000), ("d", 86_400_000_000_000)];

    public const string DurationForm = "a number with one of ms, s, m, h, d, such as 400ms";
    public const string FactorForm = "a number with x, at most one digit after the point, such as 2x or 1.5x";
    public const string ShareForm = "a number with %, at most one digit after the point, such as 34% or 0.5%";

    public static long? Duration(string text)
    {
        foreach (var (unit, nanos) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal) && Number(text[..^unit.Length]) is { } number
                && number * nanos < long.MaxValue / 4)
                return (long)(number * nanos);
        }
        return null;
    }

    /// <summary>In per mille.</summary>
    public static int? Share(string text) =>
        text.EndsWith('%') && Number(text[..^1]) is { } number && number <= 1_000_000 && number * 10 % 1 == 0
            ? (int)(number * 10)
            : null;

    /// <summary>How many times, in per mille: <c>2x</c>, <c>1.5x</c>.</summary>
    public static int? Factor(string text) =>
        text.EndsWith('x') && Number(text[..^1]) is { } number && number <= 1_000_000 && number * 10 % 1 == 0
            ? (int)(number * 1000)
            : null;

    public static long? Count(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    /// <summary>Up to a million millions, so that no unit makes it overflow.</summary>
    public static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && number <= 1_000_000_000_000
            ? number
            : null;

    /// <summary>As it would be written.</summary>
    public static string Say(long nanos) => nanos switch
    {
        >= Bounds.Day when nanos % Bounds.Day == 0 => $"{nanos / Bounds.Day}d",
        >= Bounds.Hour when nanos % Bounds.Hour == 0 => $"{nanos / Bounds.Hour}h",
        >= Bounds.Minute when nanos % Bounds.Minute == 0 => $"{nanos / Bounds.Minute}m",
        0 => "0s",
        >= Bounds.Second when nanos % Bounds.Second == 0 => $"{nanos / Bounds.Second}s",
        _ => $"{nanos / Bounds.Millisecond}ms",
    };
}
