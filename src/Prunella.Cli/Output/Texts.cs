using System.Globalization;

namespace Prunella.Cli.Output;

/// <summary>Numbers and words as people read them.</summary>
internal static class Texts
{
    public static string Clock(long unixNanos) =>
        DateTimeOffset.UnixEpoch.AddTicks(unixNanos / 100).ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Seconds(long nanos) => (nanos / 1e9).ToString("0.0", CultureInfo.InvariantCulture) + " s";

    public static string Seconds(double? seconds) =>
        seconds is { } s ? s.ToString("0.0", CultureInfo.InvariantCulture) + " s" : "never";

    public static string Word<T>(T value) where T : struct, Enum =>
        System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()).Replace(",-", "+", StringComparison.Ordinal).Replace(", ", "+", StringComparison.Ordinal);
}
