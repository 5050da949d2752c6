using System.Text;

namespace Prunella.Runtime.Tuning;

/// <summary>Proposals as plain text for a terminal: what <c>prunella tune</c> prints.</summary>
public static class TuningText
{
    /// <summary>Renders a report.</summary>
    public static string Render(TuningReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var seen = $"Looked at {report.Incidents} ended incidents and {report.Remedies} ended remedies of the last four weeks.";
        if (report.Proposals.Count == 0) return $"{seen} Nothing speaks for a change.\n";
        var text = new StringBuilder(seen).Append('\n');
        foreach (var proposal in report.Proposals)
        {
            text.Append('\n').Append("Proposal ").Append(proposal.Id).Append('\n').Append(proposal.Diff);
            foreach (var sentence in proposal.Evidence) text.Append("  ").Append(sentence).Append('\n');
        }
        return text.Append("\nNothing changes by itself: edit the documents and put them in force.\n").ToString();
    }
}
