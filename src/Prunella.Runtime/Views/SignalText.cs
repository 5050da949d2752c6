using System.Globalization;

using Prunella.Contracts;

namespace Prunella.Runtime.Views;

/// <summary>A reading as terminal and page write it: short, because it stands in a table.</summary>
public static class SignalText
{
    /// <summary>The value with its unit.</summary>
    /// <param name="kind">Of which signal: errors are shares (0 to 1), latencies seconds, traffic per second.</param>
    /// <param name="value">In that unit.</param>
    /// <param name="unit">Of the other kinds: as the sender names it.</param>
    public static string Of(SignalKind kind, double value, string unit = "") => kind switch
    {
        SignalKind.Errors => Text(value * 100, "0.0") + " %",
        SignalKind.Latency => Text(value * 1000, "0") + " ms",
        SignalKind.Traffic => Text(value, "0") + "/s",
        _ => $"{Text(value, "0.###")} {unit}".TrimEnd(),
    };

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
