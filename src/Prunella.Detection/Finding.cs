using Prunella.Contracts;

namespace Prunella.Detection;

/// <summary>What a detector finds at one tick; the judge makes verdicts of findings.</summary>
internal readonly record struct Finding(
    Subject Subject,
    SignalKind Signal,
    string Detector,
    Health Health,
    int ConfidencePerMille,
    FaultKind Fault,
    Witness Witness,
    Evidence Evidence)
{
    public string Objective { get; init; } = "";

    public bool Positive { get; init; }

    public Direction Direction { get; init; } = Direction.None;

    /// <summary>True when the detector itself waits for enough good ones before it says healthy.</summary>
    public bool Settled { get; init; }

    public static readonly Evidence Nothing = new(0, 0, 1, 0, 0, 0);

    /// <summary>More evidence, more confidence: half at none, 95 % at 1e-9, never certain.</summary>
    public static int Confidence(int surprise) => Math.Min(990, 500 + surprise / 20);
}
