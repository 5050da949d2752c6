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
