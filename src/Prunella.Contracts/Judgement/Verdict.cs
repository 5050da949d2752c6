using System.Text.Json.Serialization;

namespace Prunella.Contracts;

/// <summary>A detector's judgement: three-valued, because a missing signal is neither health nor failure.</summary>
public enum Health
{
    /// <summary>Cannot tell.</summary>
    Unknown,

    /// <summary>As it should be.</summary>
    Healthy,

    /// <summary>Not as it should be.</summary>
    Unhealthy,
}

/// <summary>Which way a value is off.</summary>
public enum Direction
{
    /// <summary>Not off, or not a matter of direction.</summary>
    None,

    /// <summary>Too high.</summary>
    Up,

    /// <summary>Too low.</summary>
    Down,
}

/// <summary>The numbers behind a verdict, whole ones, in thousandths of the signal's unit.</summary>
/// <param name="Value">What was seen (latency in ms, ratio in per mille, level x 1000).</param>
/// <param name="Expected">What was expected: a baseline, the peers, or an objective's bound.</param>
/// <param name="Scale">How far from expected is ordinary; at least 1.</param>
/// <param name="Bad">Failed count in the window, 0 when not a ratio.</param>
/// <param name="Total">Count in the window, 0 when not counted.</param>
/// <param name="Surprise">round(-1000 log10 p), capped at 300,000; 0 when the detector is not statistical.</param>
/// <param name="Burn">For the detector <c>burn-rate</c>, whose value and expectation are burn rates x 1000: of which
/// budget; else null.</param>
public sealed record Evidence(
    long Value, long Expected, long Scale, long Bad, long Total, int Surprise, BurnEvidence? Burn = null)
{
    /// <summary>Of a level: the unit of value and expected (<c>MiB</c>, <c>1</c> for a share, <c>{connection}</c>);
    /// null where the signal itself has one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unit { get; init; }

    /// <summary>Of a level with a limit: when it will be full, as far as that was foretold; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Outlook? Outlook { get; init; }
}

/// <summary>The budget behind a burn rate.</summary>
/// <param name="AllowedPerMillion">Share that may be bad.</param>
/// <param name="OverNanos">The budget's period.</param>
/// <param name="LongNanos">The long window that was looked at.</param>
/// <param name="ShortNanos">The short one that confirms it.</param>
/// <param name="SpentPerMille">What went of the period's budget in the long window, at even traffic; may exceed
/// 1000.</param>
/// <param name="SeenPerMille">How much of the long window its witness has seen; what it has not seen counts as
/// good.</param>
public sealed record BurnEvidence(
    long AllowedPerMillion, long OverNanos, long LongNanos, long ShortNanos, long SpentPerMille, int SeenPerMille);

/// <summary>When something will be so, in nanoseconds from the newest sample on.</summary>
/// <param name="Expected">Half of the cases are sooner.</param>
/// <param name="Earliest">One of twenty is sooner.</param>
/// <param name="Latest">One of twenty is later; 0 when that lies beyond what is foretold.</param>
public sealed record Outlook(long Expected, long Earliest, long Latest);

/// <summary>One detector's judgement of one signal of one subject, sent when it changes.</summary>
/// <param name="Subject">Judged about.</param>
/// <param name="Signal">Judged by which kind of signal.</param>
/// <param name="Detector">Stable name of the detector (<c>probe</c>, <c>error-ratio</c>, <c>latency-peers</c>,
/// <c>objective</c>, <c>burn-rate</c> ...).</param>
/// <param name="Objective">Name of the policy whose objective this judges, or empty for a detector's own
/// baseline.</param>
/// <param name="Health">The judgement.</param>
/// <param name="ConfidencePerMille">0..1000: how sure; 0 for unknown.</param>
/// <param name="Direction">Which way it is off.</param>
/// <param name="SinceUnixNanos">Since when this health has held.</param>
/// <param name="Fault">The kind of trouble that the evidence itself shows (refused = crash, timed out = hang),
/// else unknown.</param>
/// <param name="Witnesses">Who saw it.</param>
/// <param name="Positive">True for positive evidence of death or refusal, as opposed to a missing signal.</param>
/// <param name="Evidence">With what numbers.</param>
/// <param name="CalibratedBy">Marked incidents behind the confidence of an unhealthy one; null when there are none.
/// Below <see cref="EnoughMarks"/> the confidence is to be read as uncalibrated.</param>
public sealed record Verdict(
    Subject Subject,
    SignalKind Signal,
    string Detector,
    string Objective,
    Health Health,
    int ConfidencePerMille,
    Direction Direction,
    long SinceUnixNanos,
    FaultKind Fault,
    Witness Witnesses,
    bool Positive,
    Evidence Evidence,
    int? CalibratedBy = null)
{
    /// <summary>With twenty cases a share is known to within some twenty percent points: little, and more than
    /// nothing.</summary>
    public const int EnoughMarks = 20;

    /// <summary>True when enough of the detector's incidents were marked for its confidence to mean a share of
    /// them.</summary>
    [JsonIgnore]
    public bool IsCalibrated => CalibratedBy >= EnoughMarks;
}

/// <summary>How well a subject is seen right now.</summary>
/// <param name="Subject">Who.</param>
/// <param name="Witnesses">Witnesses heard of within the staleness bound.</param>
/// <param name="StaleWitnesses">Witnesses that once spoke and have fallen silent.</param>
public sealed record Coverage(Subject Subject, Witness Witnesses, Witness StaleWitnesses);
