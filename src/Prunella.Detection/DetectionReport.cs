using Prunella.Contracts;

namespace Prunella.Detection;

/// <summary>What one tick found.</summary>
/// <param name="Changed">Verdicts whose health, fault, confidence band or witnesses changed,
/// ordered by subject and detector.</param>
/// <param name="Coverage">Coverage that changed, ordered by subject.</param>
/// <param name="Verifications">Answers to running verifications that changed or became
/// final.</param>
public sealed record DetectionReport(
    IReadOnlyList<Verdict> Changed,
    IReadOnlyList<Coverage> Coverage,
    IReadOnlyList<VerificationResult> Verifications)
{
    /// <summary>Plain levels and counts that are watched.</summary>
    public int PlainSeries { get; init; }

    /// <summary>Of those, series that are judged by the full tier as well.</summary>
    public int FullSeries { get; init; }

    /// <summary>Of those, series whose full tier has seen enough to say anything.</summary>
    public int WarmSeries { get; init; }

    /// <summary>Series of any kind that were refused because there were too many, since the start.</summary>
    public long RefusedSeries { get; init; }

    /// <summary>Services whose breaches are consistent, and those for which they were within the last ten minutes,
    /// ordered: they are worth a closer look.</summary>
    public IReadOnlyList<ServiceId> Attended { get; init; } = [];
}

/// <summary>The current reading of a signal, for views only; of a level, expected is its limit (0
/// when there is none) and the outlook says when it is full.</summary>
public sealed record SignalReading(
    Subject Subject,
    SignalKind Signal,
    Witness Witness,
    string Name,
    string Unit,
    double Value,
    double Expected,
    Health Health,
    Outlook? Outlook = null);
