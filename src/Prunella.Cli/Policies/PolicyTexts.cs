using Prunella.Runtime.Configuration;

namespace Prunella.Cli.Policies;

/// <summary>Differences in meaning, for people.</summary>
internal static class DiffText
{
    public static void Write(TextWriter to, IReadOnlyList<PolicyChange> changes)
    {
        foreach (var change in changes) to.WriteLine(Line(change));
        to.WriteLine(changes.Count == 0
            ? "no difference in meaning"
            : $"{changes.Count} differences; the healer may do more by {changes.Count(c => c.Freedom == Freedom.More)}, less by {changes.Count(c => c.Freedom == Freedom.Less)} of them");
    }

    private static string Line(PolicyChange change)
    {
        var what = change.Key.Length == 0
            ? change.Before.Length == 0 ? "is new" : "is gone"
            : $"{change.Key}: {Said(change.Before)} -> {Said(change.After)}";
        var means = change.Freedom switch { Freedom.More => "  (may do more)", Freedom.Less => "  (may do less)", _ => "" };
        return $"{change.Kind} {change.Name}: {what}{means}";
    }

    private static string Said(string value) => value.Length == 0 ? "not said" : value;
}

/// <summary>A review, for people.</summary>
internal static class ReviewText
{
    public static void Write(TextWriter to, PolicyReview review)
    {
        foreach (var finding in review.Findings) to.WriteLine($"{finding.Topic}: {finding.Subject} {finding.Text}");
        if (review.Findings.Count == 0) to.WriteLine("nothing to look at");
        to.WriteLine("What could not be known:");
        foreach (var unknown in review.Unknown) to.WriteLine("  - " + unknown);
    }
}
