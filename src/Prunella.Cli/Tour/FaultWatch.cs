using Prunella.Contracts;
using Prunella.Kernel.Remediations;
using Prunella.Runtime.Views;

namespace Prunella.Cli.Tour;

/// <summary>What the healer's own record says of one fault; pure arithmetic over what was read.</summary>
internal static class FaultWatch
{
    /// <summary>The incident that is about the fault: the first one opened since that touches its service.</summary>
    public static IncidentSummary? Find(IReadOnlyList<IncidentSummary> incidents, PlannedFault fault, long injected) =>
        incidents
            .Where(i => i.OpenedUnixNanos >= injected && i.Neighbourhood.Contains(new ServiceId(fault.Service)))
            .MinBy(i => i.OpenedUnixNanos);

    /// <summary>True once a remedy of the incident has been judged and stands, or the incident is closed.</summary>
    public static bool IsJudged(IncidentStory story) =>
        story.Remediations.Any(r =>
            r.State is RemediationState.Holding or RemediationState.Returning or RemediationState.Succeeded)
        || story.Summary.ClosedUnixNanos != 0;

    /// <summary>Effects on what was neither the faulty target nor a route to it.</summary>
    public static int FalseActions(IReadOnlyList<ActionView> actions, PlannedFault fault) =>
        actions.Count(a => a.Verb != Verb.Page && !Concerns(a.Subject, fault));

    /// <summary>How the last remedy was judged, in a word with its numbers.</summary>
    public static string Verification(IncidentStory story)
    {
        var last = story.Remediations.LastOrDefault(r => r.Judgement is not null || r.Verification is not null);
        if (last is null) return "";
        var word = last.Judgement?.Code.Split('.')[^1].Replace('_', '-')
            ?? Output.Texts.Word(last.Verification!.Verdict);
        return last.Verification is { } v
            ? $"{word}: {v.BeforeBad} of {v.BeforeTotal} bad before, {v.AfterBad} of {v.AfterTotal} after"
            : word;
    }

    private static bool Concerns(Subject subject, PlannedFault fault) => subject.Kind switch
    {
        SubjectKind.Instance => fault.OfInstance && subject.Instance.Name == fault.Target,
        SubjectKind.Dependency => subject.Dependency.Callee == new ServiceId(fault.Service),
        _ => false,
    };
}
