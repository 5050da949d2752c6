using Prunella.Contracts;
using Prunella.Kernel.Events;

namespace Prunella.Runtime.Views;

/// <summary>What <c>prunella explain</c> tells of one incident: enough for a stranger.</summary>
/// <param name="SchemaVersion">1.</param>
/// <param name="Summary">In one line.</param>
/// <param name="Symptoms">Each with its numbers, oldest first.</param>
/// <param name="Ranking">The last ranking, or null.</param>
/// <param name="Weighed">Recipes considered, with reasons, as last weighed before each remediation or refusal.</param>
/// <param name="Remediations">What was done and how it was judged.</param>
/// <param name="Actions">Every order, oldest first.</param>
/// <param name="Timeline">Everything in order, in words.</param>
/// <param name="ErrorLines">Last error lines of the suspect, redacted.</param>
public sealed record IncidentStory(
    int SchemaVersion,
    IncidentSummary Summary,
    IReadOnlyList<Verdict> Symptoms,
    SuspectRanking? Ranking,
    IReadOnlyList<WeighedRemedy> Weighed,
    IReadOnlyList<RemediationView> Remediations,
    IReadOnlyList<ActionView> Actions,
    IReadOnlyList<StoryLine> Timeline,
    IReadOnlyList<LogLine> ErrorLines)
{
    /// <summary>Last warnings of the suspect, redacted; kept only while its service is attended to.</summary>
    public IReadOnlyList<LogLine> WarningLines { get; init; } = [];

    /// <summary>What a person needs who takes it over; null when nobody was told of it.</summary>
    public Handover? Handover { get; init; }
}

/// <summary>One line of a story.</summary>
/// <param name="AtUnixNanos">When.</param>
/// <param name="Kind"><c>seen</c>, <c>reflex</c>, <c>diagnosed</c>, <c>weighed</c>, <c>refused</c>,
/// <c>done</c>, <c>judged</c>, <c>returned</c>, <c>told</c>, <c>person</c> or <c>closed</c>.</param>
/// <param name="Text">A sentence with its numbers.</param>
public sealed record StoryLine(long AtUnixNanos, string Kind, string Text);

/// <summary>What <c>prunella audit verify</c> says.</summary>
/// <param name="SchemaVersion">1.</param>
/// <param name="Intact">The chain holds from the first record to the last.</param>
/// <param name="Records">Records read.</param>
/// <param name="Head">Hash of the last record.</param>
/// <param name="Message">What was checked, what cannot be seen (a cut-off tail), or which record is broken and
/// what to do.</param>
public sealed record AuditReport(int SchemaVersion, bool Intact, long Records, string Head, string Message);
