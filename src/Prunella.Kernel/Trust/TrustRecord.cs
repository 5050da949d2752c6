using Prunella.Contracts;

namespace Prunella.Kernel.Trust;

/// <summary>One piece of evidence for or against trust.</summary>
public enum TrustEvidence
{
    /// <summary>It helped in life, proved by verification.</summary>
    Lived,

    /// <summary>A drill passed, and so did its control without a fault.</summary>
    Drilled,

    /// <summary>It did harm in life: what was earned is lost.</summary>
    Harmed,

    /// <summary>A drill or its control did not pass: what was earned is lost.</summary>
    DrillFailed,
}

/// <summary>What a recipe has earned under a policy against one kind of fault.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Service">The service on which it was earned.</param>
/// <param name="Recipe">The recipe.</param>
/// <param name="Fault">The kind of fault.</param>
/// <param name="Fingerprint">Of recipe, policy and topology with which it was earned.</param>
/// <param name="Lived">Proved successes in life.</param>
/// <param name="Drilled">Drills passed with their control.</param>
/// <param name="LastAt">When the last of them came.</param>
public sealed record TrustRecord(
    string Policy,
    ServiceId Service,
    string Recipe,
    FaultKind Fault,
    string Fingerprint,
    int Lived,
    int Drilled,
    long LastAt)
{
    /// <summary>Evidence fades all at once, ninety days after the last: whoever has not done it for a season has to
    /// show it again. Chosen by feel.</summary>
    public const long LifeNanos = 90L * 24 * 3_600_000_000_000;

    /// <summary>Needed for <c>approve</c>: two drills, or one success in life.</summary>
    public const int NeedToAsk = 2;

    /// <summary>Needed for <c>act</c>: six drills, three successes in life, or some of both.</summary>
    public const int NeedToAct = 6;

    /// <summary>Least lower bound of the recipe's record, in per mille, for <c>act</c>: it helps more often than
    /// not.</summary>
    public const int BoundToAct = 500;

    /// <summary>More of either is not counted.</summary>
    private const int Most = 1000;

    /// <summary>A success in life counts twice as much as a drill: the drill's fault was made up.</summary>
    public int Points => 2 * Lived + Drilled;

    /// <summary>When it expires.</summary>
    public long ExpiresAt => LastAt + LifeNanos;

    /// <summary>The key under which the state keeps it.</summary>
    public static string Key(string policy, ServiceId service, string recipe, FaultKind fault) =>
        $"{policy}|{service}|{recipe}|{fault}";

    /// <summary>With one more piece of evidence; a failure leaves nothing.</summary>
    public TrustRecord With(TrustEvidence evidence, long at) => evidence switch
    {
        TrustEvidence.Lived => this with { Lived = Math.Min(Most, Lived + 1), LastAt = at },
        TrustEvidence.Drilled => this with { Drilled = Math.Min(Most, Drilled + 1), LastAt = at },
        _ => this with { Lived = 0, Drilled = 0, LastAt = at },
    };
}
