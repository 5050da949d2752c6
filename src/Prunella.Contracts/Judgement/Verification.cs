namespace Prunella.Contracts;

/// <summary>What verification says of a remediation.</summary>
public enum VerificationVerdict
{
    /// <summary>Too little was seen to say.</summary>
    Undecided,

    /// <summary>It went away, and more than it did where nothing was done.</summary>
    Helped,

    /// <summary>It did not.</summary>
    NoEffect,

    /// <summary>Things became worse.</summary>
    Harmful,
}

/// <summary>With what a remedy's effect is compared: what would have been without it.</summary>
public enum VerificationControl
{
    /// <summary>With how the same requests fared, and were going to fare, before the action.</summary>
    Trend,

    /// <summary>With other callers of the same callee.</summary>
    OtherCallers,

    /// <summary>With other services that have the same trouble at the same time.</summary>
    OtherServices,
}

/// <summary>What to compare, and until when.</summary>
/// <remarks>
/// A second request under the same remediation's id replaces the first: what was seen under it is forgotten, and the
/// comparison begins anew with the new action time. Whoever changes the dose of a remedy asks again so; answers say
/// by <see cref="VerificationResult.ActedUnixNanos"/> to which action they belong.
/// </remarks>
/// <param name="Remediation">Id of the remediation (<c>i7.r2</c>).</param>
/// <param name="Subject">The service (or dependency) on which the effect must show; never the removed instance.</param>
/// <param name="Signal">Latency or errors: what was bad.</param>
/// <param name="BoundMilli">Latency bound in ms above which a request counts as bad, or 0 to count failures
/// only.</param>
/// <param name="BeforeUnixNanos">Start of the trouble: the window before the action begins here.</param>
/// <param name="ActedUnixNanos">When the effect took hold: the window after begins here plus the settle time.</param>
/// <param name="SettleNanos">How long what ends still tells of the time before: at least as long as the slowest
/// request.</param>
/// <param name="DeadlineUnixNanos">When an undecided answer becomes final.</param>
/// <param name="RecoversPerMille">Share of the excess that must go away.</param>
public sealed record VerificationRequest(
    string Remediation,
    Subject Subject,
    SignalKind Signal,
    long BoundMilli,
    long BeforeUnixNanos,
    long ActedUnixNanos,
    long SettleNanos,
    long DeadlineUnixNanos,
    int RecoversPerMille)
{
    /// <summary>When the first order left that this action consists of: the time before ends here, because an order
    /// may take effect before its answer is heard. 0: with the action itself.</summary>
    public long OrderedUnixNanos { get; init; }

    /// <summary>What <see cref="Controls"/> are; <see cref="VerificationControl.Trend"/> when there are none.</summary>
    public VerificationControl ControlledBy { get; init; }

    /// <summary>Who is neither treated nor loaded by the remedy and may show what would have been without it, ordered;
    /// null for nobody. They count only where they had the trouble, too.</summary>
    public IReadOnlyList<Subject>? Controls { get; init; }

    /// <summary>Who may be hurt by it and is watched from the action on, ordered; null for nobody.</summary>
    public IReadOnlyList<Subject>? Neighbours { get; init; }

    /// <summary>The share of requests, 0 to 1000 per mille of those that would have ended well, that may fail while the
    /// action settles without being called harm. Default 500: what a remedy may take out of the traffic at once, and
    /// what hangs on it.</summary>
    public int DisturbedPerMille { get; init; } = 500;

    /// <summary>Until when that holds, Unix nanoseconds; never sooner than the end of settling. Default 0: as long as
    /// it settles.</summary>
    public long DisturbedUntilUnixNanos { get; init; }
}

/// <summary>The answer to a <see cref="VerificationRequest"/>.</summary>
/// <remarks>
/// An answer that is not final says how it looks so far: helped, when the effect is above zero for certain but the
/// asked share of the excess is not gone yet; no effect, when enough was seen and it is not; harmful, when it is below
/// zero for certain but not by enough to be called harm. Such an answer may still turn into any other. A final one is
/// never followed by another to the same request.
/// </remarks>
/// <param name="Remediation">Whose.</param>
/// <param name="Verdict">The judgement.</param>
/// <param name="BeforeBad">Bad requests before the action, since the trouble stood.</param>
/// <param name="BeforeTotal">Requests before the action, since the trouble stood.</param>
/// <param name="AfterBad">Bad requests after it settled; while it settles, or when it was judged so soon, bad requests
/// since the action.</param>
/// <param name="AfterTotal">Requests likewise.</param>
/// <param name="EffectPerMille">By how much the bad share is below what it would have been without the remedy, per
/// mille of all requests; negative when it is above.</param>
/// <param name="LowerPerMille">Lower bound of the effect, that holds at whatever time one looks (95 %, both bounds
/// together).</param>
/// <param name="UpperPerMille">Upper bound of the effect, likewise.</param>
/// <param name="Final">False while more evidence may still come before the deadline.</param>
public sealed record VerificationResult(
    string Remediation,
    VerificationVerdict Verdict,
    long BeforeBad,
    long BeforeTotal,
    long AfterBad,
    long AfterTotal,
    int EffectPerMille,
    int LowerPerMille,
    int UpperPerMille,
    bool Final)
{
    /// <summary>To the request with which action time; 0 in answers of the first version, which did not say.</summary>
    public long ActedUnixNanos { get; init; }

    /// <summary>With what it was compared; null in answers of the first version, which compared with the time before
    /// and nothing else.</summary>
    public ControlCounts? Control { get; init; }

    /// <summary>The neighbour that was hurt; null unless the verdict is harmful for its sake.</summary>
    public SideEffect? Neighbour { get; init; }
}

/// <summary>Requests of the control group, in the same times as those of the treated.</summary>
/// <param name="By">Which control was used; counts are 0 for <see cref="VerificationControl.Trend"/>.</param>
/// <param name="BeforeBad">Bad requests before the action.</param>
/// <param name="BeforeTotal">Requests before the action.</param>
/// <param name="AfterBad">Bad requests after it settled.</param>
/// <param name="AfterTotal">Requests after it settled.</param>
public sealed record ControlCounts(
    VerificationControl By, long BeforeBad, long BeforeTotal, long AfterBad, long AfterTotal);

/// <summary>Somebody who was not treated, and was hurt.</summary>
/// <param name="Subject">Who.</param>
/// <param name="BeforeBad">Bad requests before the action.</param>
/// <param name="BeforeTotal">Requests before the action.</param>
/// <param name="AfterBad">Bad requests since.</param>
/// <param name="AfterTotal">Requests since.</param>
public sealed record SideEffect(Subject Subject, long BeforeBad, long BeforeTotal, long AfterBad, long AfterTotal);
