using Prunella.Contracts;

namespace Prunella.Runtime.Tuning;

/// <summary>What <c>prunella tune</c> shows: changes of documents that experience speaks for. Nothing is changed by
/// it.</summary>
/// <param name="SchemaVersion">1.</param>
/// <param name="Fleet">Which fleet.</param>
/// <param name="AtUnixNanos">When it was true.</param>
/// <param name="PolicyHash">Of the documents in force, on which every proposal rests.</param>
/// <param name="Incidents">Ended incidents that were looked at: of four weeks, the last 500 at most.</param>
/// <param name="Remedies">Ended remedies that were looked at, likewise.</param>
/// <param name="Proposals">By document and key.</param>
public sealed record TuningReport(
    int SchemaVersion,
    FleetId Fleet,
    long AtUnixNanos,
    string PolicyHash,
    int Incidents,
    int Remedies,
    IReadOnlyList<TuningProposal> Proposals);

/// <summary>One change of one document, with what speaks for it and against it.</summary>
/// <param name="Id">Eight hex digits over documents' hash and change: the same proposal has the same id.</param>
/// <param name="Document">Such as <c>Policy/checkout-latency</c>.</param>
/// <param name="Key">Such as <c>spec.guardrails.holdDown</c>.</param>
/// <param name="From">As it stands, as a document writes it.</param>
/// <param name="To">As proposed.</param>
/// <param name="Evidence">Sentences with their numbers; the price of the change is the last.</param>
/// <param name="Diff">The change as lines with minus and plus.</param>
public sealed record TuningProposal(
    string Id,
    string Document,
    string Key,
    string From,
    string To,
    IReadOnlyList<string> Evidence,
    string Diff);
