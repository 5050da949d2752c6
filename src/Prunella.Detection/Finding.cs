using Prunella.Contracts;

namespace Prunella.Detection;

/// <summary>Which verdict is meant; ordered by subject, then detector.</summary>
internal readonly record struct VerdictKey(Subject Subject, SignalKind Signal, string Detector, string Objective = "")
    : IComparable<VerdictKey>
{
    public int CompareTo(VerdictKey other)
    {
        var order = Subject.CompareTo(other.Subject);
        if (order == 0) order = string.CompareOrdinal(Detector, other.Detector);
        if (order == 0) order = Signal.CompareTo(other.Signal);
        return order != 0 ? order : string.CompareOrdinal(Objective, other.Objective);
    }
}

/// <summary>What a detector finds at one tick; the judge makes verdicts of findings.</summary>
internal readonly record struct Finding(
    VerdictKey Key,
    Health Health,
    int ConfidencePerMille,
    FaultKind Fault,
    Witness Witness,
    Evidence Evidence)
{
    /// <summary>How sure one is of health, and of what was read rather than estimated; chosen by
    /// feel.</summary>
    public const int Sure = 900;

    /// <summary>Bad by its evidence, or well.</summary>
    public static Finding Of(in VerdictKey key, bool bad, FaultKind fault, Witness witness, Evidence evidence) => new(
        key,
        bad ? Health.Unhealthy : Health.Healthy,
        bad && evidence.Surprise > 0 ? Confidence(evidence.Surprise) : Sure,
        bad ? fault : FaultKind.Unknown,
        witness,
        evidence)
    {
        Direction = bad ? Direction.Up : Direction.None,
        IsMeasured = bad && evidence.Surprise > 0,
    };

    public bool Positive { get; init; }

    public Direction Direction { get; init; } = Direction.None;

    /// <summary>True when its confidence follows from its surprise; else its detector has said how sure it
    /// is.</summary>
    public bool IsMeasured { get; init; }

    /// <summary>True when the detector itself waits for enough good ones before it says
    /// healthy.</summary>
    public bool Settled { get; init; }

    public static readonly Evidence Nothing = new(0, 0, 1, 0, 0, 0);

    /// <summary>More evidence, more confidence: half at none, 95 % at 1e-9, never
    /// certain.</summary>
    public static int Confidence(int surprise) => Math.Min(990, 500 + surprise / 20);

    /// <summary>Two witnesses in one tick: trouble is heard before health, health before
    /// ignorance.</summary>
    public Finding With(in Finding other)
    {
        if (Health != other.Health) return Rank(other.Health) > Rank(Health) ? other : this;
        var surer = other.ConfidencePerMille > ConfidencePerMille ? other : this;
        return surer with
        {
            Witness = Witness | other.Witness,
            Positive = Positive || other.Positive,
            Settled = Settled && other.Settled,
        };
    }

    /// <summary>As a verdict that has held since now.</summary>
    public Verdict Verdict(long at) => new(
        Key.Subject, Key.Signal, Key.Detector, Key.Objective, Health, Health == Health.Unknown ? 0 : ConfidencePerMille,
        Direction, at, Fault, Witness, Positive, Evidence);

    private static int Rank(Health health) => health switch { Health.Unhealthy => 2, Health.Healthy => 1, _ => 0 };
}
