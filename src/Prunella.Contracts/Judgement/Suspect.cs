namespace Prunella.Contracts;

/// <summary>A candidate cause: where, what kind of fault, how likely.</summary>
/// <param name="Subject">Where.</param>
/// <param name="Fault">What kind.</param>
/// <param name="ProbabilityPerMille">0..1000; the suspects of one ranking sum to at most 1000.</param>
/// <param name="Why">One sentence for people, with the numbers that decided.</param>
public sealed record Suspect(Subject Subject, FaultKind Fault, int ProbabilityPerMille, string Why);

/// <summary>The ranking for one group of unhealthy subjects that hang together.</summary>
/// <param name="Suspects">Best first; empty when it abstains.</param>
/// <param name="Victims">Unhealthy callers of a suspect: they get remedies only on their route to it.</param>
/// <param name="Abstained">True when the best suspects tie: no remedy may be chosen by lot.</param>
/// <param name="Neighbourhood">Every service touched, ordered: one remediation at a time within it.</param>
public sealed record SuspectRanking(
    IReadOnlyList<Suspect> Suspects,
    IReadOnlyList<Subject> Victims,
    bool Abstained,
    IReadOnlyList<ServiceId> Neighbourhood);

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

/// <summary>What to compare, and until when.</summary>
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
    int RecoversPerMille);

/// <summary>The answer to a <see cref="VerificationRequest"/>.</summary>
/// <param name="Remediation">Whose.</param>
/// <param name="Verdict">The judgement.</param>
/// <param name="BeforeBad">Bad requests before the action.</param>
/// <param name="BeforeTotal">Requests before the action.</param>
/// <param name="AfterBad">Bad requests after it settled.</param>
/// <param name="AfterTotal">Requests after it settled.</param>
/// <param name="EffectPerMille">Fall of the bad share, per mille of all requests; negative when it rose.</param>
/// <param name="LowerPerMille">Lower 95 % bound of the effect.</param>
/// <param name="UpperPerMille">Upper 95 % bound of the effect.</param>
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
    bool Final);
