using System.Globalization;

using Prunella.Kernel.Policies;

namespace Prunella.Cli.Policies;

/// <summary>One thing that somebody should look at.</summary>
/// <param name="Topic">review-overdue, review-unset, policy-never-used, recipe-never-used, not-allowed-any-more,
/// ended-without-help or false-alarm-unheeded.</param>
/// <param name="Subject">Which policy or recipe.</param>
/// <param name="Text">For people.</param>
internal sealed record ReviewFinding(string Topic, string Subject, string Text);

/// <summary>What a review of documents found, and what it could not know.</summary>
/// <param name="SchemaVersion">1.</param>
/// <param name="Findings">What somebody should look at.</param>
/// <param name="Unknown">What could not be known, and what would be needed.</param>
internal sealed record PolicyReview(int SchemaVersion, IReadOnlyList<ReviewFinding> Findings,
    IReadOnlyList<string> Unknown)
{
    public static PolicyReview Of(PolicySet set, DateOnly today, Deeds? deeds)
    {
        var findings = new List<ReviewFinding>(set.Policies.SelectMany(p => Dates(p, today)));
        List<string> unknown =
        [
            "which recipes were drilled: this version knows no drills, only what was done in life",
            "what the credentials of the healer permit outside: a process may do whatever its user may; gateways take whatever a token of the role target is sent",
        ];
        if (deeds is null) unknown.Add("which policies and recipes were ever used, and what was done: there is no journal here; name a healer's data folder with --data");
        else findings.AddRange(Used(set, deeds));
        return new PolicyReview(1, findings, unknown);
    }

    private static IEnumerable<ReviewFinding> Dates(Policy policy, DateOnly today)
    {
        if (policy.ReviewBy is null)
            yield return new("review-unset", policy.Name, "says no day by which somebody looks at it again (metadata.reviewBy)");
        else if (DateOnly.ParseExact(policy.ReviewBy, "yyyy-MM-dd", CultureInfo.InvariantCulture) is var day && day < today)
            yield return new("review-overdue", policy.Name, $"was to be reviewed by {policy.ReviewBy}, {today.DayNumber - day.DayNumber} days ago{(policy.Owner.Length > 0 ? $", by {policy.Owner}" : "")}");
    }

    private static IEnumerable<ReviewFinding> Used(PolicySet set, Deeds deeds)
    {
        foreach (var alarm in deeds.FalseAlarms) yield return Unheeded(alarm);
        foreach (var policy in set.Policies.Where(p => !deeds.Policies.Contains(p.Name)))
            yield return new("policy-never-used", policy.Name, $"was never triggered in the {deeds.Records} records of the journal");
        foreach (var recipe in set.Recipes.Where(r => !deeds.Done.Any(d => d.Recipe == r.Name)))
            yield return new("recipe-never-used", recipe.Name, "was never carried out: that it works is only believed");
        foreach (var done in deeds.Done.Where(d => !Allows(set, d)))
            yield return new("not-allowed-any-more", done.Recipe, $"was done {done.Times} times under {done.Policy}, which these documents do not let the healer do");
        foreach (var done in deeds.Done.Where(d => d.Times >= 3 && d.Helped == 0))
            yield return new("ended-without-help", done.Recipe, $"was done {done.Times} times under {done.Policy} and never judged to have helped");
    }

    private static ReviewFinding Unheeded(FalseAlarm alarm) => new(
        "false-alarm-unheeded", alarm.Incident, $"was marked a false alarm by {alarm.By}, and no documents were put in force since");

    private static bool Allows(PolicySet set, Deed done) =>
        set.Policies.Any(p =>
            p.Name == done.Policy && p.Mode is Mode.Act or Mode.Approve && p.Remedies.Contains(done.Recipe));
}

/// <summary>What a recipe did under a policy, as a journal tells it.</summary>
internal sealed record Deed(string Policy, string Recipe, int Times, int Helped);

/// <summary>A person says that there was nothing.</summary>
internal sealed record FalseAlarm(string Incident, string By);
