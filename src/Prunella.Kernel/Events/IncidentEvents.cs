using Prunella.Contracts;
using Prunella.Kernel.Reasons;

namespace Prunella.Kernel.Events;

/// <summary>Symptoms have persisted and are judged to be one trouble.</summary>
/// <param name="Id"><c>i7</c>.</param>
/// <param name="Symptoms">The verdicts that opened it.</param>
/// <param name="Neighbourhood">Services it touches: no second remediation starts among them.</param>
/// <param name="SinceUnixNanos">When the first symptom began.</param>
/// <param name="At">When it was opened.</param>
[JournalType("incident-opened", 4)]
public sealed record IncidentOpened(
    string Id,
    IReadOnlyList<Verdict> Symptoms,
    IReadOnlyList<ServiceId> Neighbourhood,
    long SinceUnixNanos,
    long At) : KernelEvent;

/// <summary>A further symptom belongs to it.</summary>
[JournalType("symptom-joined", 4)]
public sealed record SymptomJoined(string Incident, Verdict Symptom, long At) : KernelEvent;

/// <summary>One of its symptoms is gone.</summary>
[JournalType("symptom-cleared", 1)]
public sealed record SymptomCleared(
    string Incident, Subject Subject, SignalKind Signal, string Detector, string Objective, long At) : KernelEvent;

/// <summary>Its ranking of suspects changed.</summary>
[JournalType("incident-diagnosed", 1)]
public sealed record IncidentDiagnosed(string Incident, SuspectRanking Ranking, long At) : KernelEvent;

/// <summary>The recipes were weighed: which were looked at, on what, and why each was chosen or refused.</summary>
/// <param name="Incident">Id.</param>
/// <param name="Remedies">Every remedy that could be thought of.</param>
/// <param name="Alternatives">Doing nothing and waiting, each with its expected gain; empty when no remedy was
/// admitted.</param>
/// <param name="At">When.</param>
[JournalType("remedies-weighed", 2)]
public sealed record RemediesWeighed(
    string Incident,
    IReadOnlyList<WeighedRemedy> Remedies,
    IReadOnlyList<Reason> Alternatives,
    long At) : KernelEvent;

/// <summary>One candidate.</summary>
/// <param name="Policy">Name of the policy that allows it.</param>
/// <param name="Recipe">Name of the recipe.</param>
/// <param name="Target">What it would act on.</param>
/// <param name="Chosen">True for the one proposed.</param>
/// <param name="Reasons">Why; a veto first where there is one.</param>
public sealed record WeighedRemedy(
    string Policy, string Recipe, Subject Target, bool Chosen, IReadOnlyList<Reason> Reasons);

/// <summary>Nothing is done about it for now, and why; noted when the reason changes.</summary>
[JournalType("nothing-done", 1)]
public sealed record NothingDone(string Incident, Reason Reason, long At) : KernelEvent;

/// <summary>A person has been told.</summary>
[JournalType("incident-escalated", 1)]
public sealed record IncidentEscalated(string Incident, Reason Reason, long At) : KernelEvent;

/// <summary>It is over: its symptoms are gone and no remedy is in force.</summary>
/// <param name="Incident">Id.</param>
/// <param name="Outcome"><c>healed</c>, <c>cleared-by-itself</c> or <c>left-to-person</c>.</param>
/// <param name="At">When.</param>
[JournalType("incident-closed", 1)]
public sealed record IncidentClosed(string Incident, string Outcome, long At) : KernelEvent;
