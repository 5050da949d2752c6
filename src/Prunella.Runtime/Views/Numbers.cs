using System.Globalization;

using Prunella.Contracts;

namespace Prunella.Runtime.Views;

/// <summary>Numbers as people read them; the culture is invariant, so that a story reads the same
/// everywhere.</summary>
internal static class Numbers
{
    private const double Second = 1e9;

    /// <summary>Per mille as a percentage with one digit.</summary>
    public static string Share(long perMille) => Share((double)perMille);

    public static string Share(long bad, long total) => total == 0 ? "none" : Share(1000.0 * bad / total);

    /// <summary>A duration with the digits that matter: <c>420 ms</c>, <c>3.2 s</c>, <c>4 min 10
    /// s</c>.</summary>
    public static string Span(long nanos)
    {
        var seconds = Math.Abs(nanos) / Second;
        if (seconds < 1) return Text($"{seconds * 1000:0} ms");
        if (seconds < 100) return Text($"{seconds:0.#} s");
        var whole = (long)Math.Round(seconds);
        return whole < 7200
            ? Text($"{whole / 60} min") + (whole % 60 == 0 ? "" : Text($" {whole % 60} s"))
            : Text($"{whole / 3600} h") + (whole / 60 % 60 == 0 ? "" : Text($" {whole / 60 % 60} min"));
    }

    /// <summary>A verdict's value, which comes in thousandths of the signal's unit.</summary>
    public static string Of(SignalKind signal, long milli) => signal switch
    {
        SignalKind.Latency => Span(Math.Clamp(milli, 0, long.MaxValue / 2_000_000) * 1_000_000),
        SignalKind.Errors => Share(milli),
        _ => Text($"{milli / 1000.0:0.###}"),
    };

    /// <summary>A level with its unit, which comes in thousandths: <c>194 MiB</c>, <c>93.0 %</c> of a share,
    /// <c>17 connections</c>.</summary>
    public static string Level(long milli, string? unit) => unit switch
    {
        "1" => Share(milli),
        null or "" => Text($"{milli / 1000.0:0.###}"),
        ['{', .. var counted, '}'] => Text($"{milli / 1000.0:0.#} ") + counted.Replace('_', ' ') + (milli == 1000 ? "" : "s"),
        _ => Text($"{milli / 1000.0:0.#} {unit}"),
    };

    /// <summary>A point in time in UTC.</summary>
    public static string Time(long unixNanos) =>
        DateTimeOffset.UnixEpoch.AddTicks(unixNanos / 100).ToString("yyyy-MM-dd HH:mm:ss.f 'UTC'", CultureInfo.InvariantCulture);

    private static string Share(double perMille) => Text($"{perMille / 10:0.0} %");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
