using Prunella.Runtime.Views;

namespace Prunella.Senses.Otlp;

/// <summary>
/// Why telemetry was not taken, or taken with a remark; the closed list of reasons.
/// </summary>
internal static class ShedReasons
{
    public const string Malformed = "malformed";
    public const string TooLarge = "too_large";
    public const string Overload = "overload";
    public const string RateLimit = "rate_limit";
    public const string Unauthenticated = "unauthenticated";
    public const string UnsupportedMedia = "unsupported_media";
    public const string UnknownFleet = "unknown_fleet";
    public const string SinkFull = "sink_full";
    public const string SeriesLimit = "series_limit";
    public const string InstanceSeriesLimit = "instance_series_limit";
    public const string ResourceLimit = "resource_limit";
    public const string UnknownInstrument = "unknown_instrument";
    public const string UnknownSubject = "unknown_subject";
    public const string WrongShape = "wrong_shape";
    public const string BadValue = "bad_value";
    public const string BadTime = "bad_time";
    public const string NoValue = "no_value";
    public const string TooOld = "too_old";
    public const string Ahead = "ahead";
    public const string Duplicate = "duplicate";
    public const string OutOfOrder = "out_of_order";
    public const string Overlap = "overlap";
    public const string Baseline = "baseline";
    public const string Reset = "reset";
    public const string Gap = "gap";
    public const string NotAGateway = "not_a_gateway";

    /// <summary>Whose doing a reason is; a reason that is not in the list is a fault of the healer.</summary>
    public static ShedCause CauseOf(string reason) => reason switch
    {
        Malformed or Unauthenticated or UnsupportedMedia or UnknownFleet or NotAGateway or WrongShape or BadValue
            or BadTime or TooOld or Ahead or Overlap => ShedCause.Sender,
        UnknownInstrument or UnknownSubject or NoValue or Duplicate or OutOfOrder or Baseline or Reset or Gap =>
            ShedCause.Ordinary,
        _ => ShedCause.Healer,
    };
}
