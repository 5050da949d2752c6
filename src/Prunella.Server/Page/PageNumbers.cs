using System.Globalization;

using Prunella.Contracts;

namespace Prunella.Server.Page;

/// <summary>A signal's value as the page writes it.</summary>
internal static class PageNumbers
{
    public static string Of(SignalKind kind, double value) => kind switch
    {
        SignalKind.Errors => (value * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %",
        SignalKind.Latency => (value * 1000).ToString("0", CultureInfo.InvariantCulture) + " ms",
        _ => value.ToString("0", CultureInfo.InvariantCulture) + "/s",
    };
}
