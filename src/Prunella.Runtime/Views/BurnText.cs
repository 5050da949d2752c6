using System.Globalization;

using Prunella.Contracts;

namespace Prunella.Runtime.Views;

/// <summary>How fast an error budget goes, as a person on call wants to hear it: how much is gone, since when, how many
/// times too fast, by what counts.</summary>
internal static class BurnText
{
    private const long Minute = 60_000_000_000;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    /// <summary>Such as "2.2 % of checkout's error budget for 30 days went in the last hour, 16 times too fast: 1043 of
    /// 65210 requests failed where 0.1 % may".</summary>
    public static string Of(Verdict v, BurnEvidence burn)
    {
        var e = v.Evidence;
        var share = Number(burn.SpentPerMille / 10.0, burn.SpentPerMille < 1000 ? "0.0" : "0") + " %";
        var what = $"{share} of {Words.Name(v.Subject)}'s error budget for {Span(burn.OverNanos)} went in the last {Last(burn.LongNanos)}";
        var bad = v.Signal == SignalKind.Latency ? "were late" : "failed";
        var may = Number(burn.AllowedPerMillion / 10_000.0, "0.####") + " %";
        return $"{what}, {Speed(e.Value)}: {e.Bad} of {e.Total} requests {bad} where {may} may{Unseen(burn)}";
    }

    private static string Speed(long rateMilli) => rateMilli > 1000
        ? Number(rateMilli / 1000.0, rateMilli < 10_000 ? "0.#" : "0") + " times too fast"
        : "no faster than it may";

    /// <summary>Where not all was seen, it says so: the numbers are then the least that it can be.</summary>
    private static string Unseen(BurnEvidence burn) => burn.SeenPerMille >= 1000
        ? ""
        : $" (seen for {Number(burn.SeenPerMille / 10.0, "0")} % of that time; the rest counts as good)";

    private static string Last(long nanos) => nanos switch
    {
        Hour => "hour",
        Day => "day",
        _ => Span(nanos),
    };

    private static string Span(long nanos) => nanos switch
    {
        _ when nanos % Day == 0 => Several(nanos / Day, "day"),
        _ when nanos % Hour == 0 => Several(nanos / Hour, "hour"),
        _ => Several(nanos / Minute, "minute"),
    };

    private static string Several(long count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
