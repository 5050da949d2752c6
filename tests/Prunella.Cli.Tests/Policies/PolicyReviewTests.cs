using Prunella.Cli.Policies;
using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.Remediations;

namespace Prunella.Cli.Tests.Policies;

/// <summary>A review says what is overdue, what was never used, and what was done that is not allowed any more; and what
/// it cannot know.</summary>
public sealed class PolicyReviewTests
{
    private const long Second = 1_000_000_000;
    private static readonly ServiceId Shop = new("shop");
    private static readonly DateOnly Today = new(2027, 1, 31);

    [Theory]
    [InlineData(null, "review-unset")]
    [InlineData("2027-01-30", "review-overdue")]
    [InlineData("2027-01-31", "")]
    [InlineData("2027-02-01", "")]
    public void A_review_date_may_be_over(string? date, string expected)
    {
        var review = PolicyReview.Of(Set(Policy("p", Mode.Act, "restart") with { ReviewBy = date }), Today, null);

        Assert.Equal(expected, string.Join(',', review.Findings.Select(f => f.Topic)));
        Assert.Contains(review.Unknown, u => u.Contains("there is no journal here", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_journal_tells_is_compared_with_what_is_allowed()
    {
        var tally = new DeedTally();
        tally.Take([Proposed("i1.r1", "p", "restart"), Issued("i1.r1"), Moved("i1.r1", RemediationState.Succeeded)]);
        tally.Take([Proposed("i2.r1", "gone", "restart"), Issued("i2.r1")]);
        for (var i = 3; i < 6; i++) tally.Take([Proposed($"i{i}.r1", "p", "eject"), Issued($"i{i}.r1"), Moved($"i{i}.r1", RemediationState.Failed)]);
        // Proposed and never carried out is not done.
        tally.Take([Proposed("i9.r1", "p", "page")]);

        var set = Set(Policy("p", Mode.Act, "restart", "eject"), Policy("q", Mode.Act, "page"));
        var review = PolicyReview.Of(set, Today, tally.Deeds());

        Assert.Equal(
            ["policy-never-used q", "recipe-never-used page", "not-allowed-any-more restart", "ended-without-help eject"],
            review.Findings.Where(f => f.Topic != "review-unset").Select(f => $"{f.Topic} {f.Subject}"));
        Assert.DoesNotContain(review.Unknown, u => u.Contains("no journal", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_policy_that_only_suggests_did_is_not_allowed()
    {
        var tally = new DeedTally();
        tally.Take([Proposed("i1.r1", "p", "restart"), Issued("i1.r1")]);

        Assert.Contains(PolicyReview.Of(Set(Policy("p", Mode.Suggest, "restart")), Today, tally.Deeds()).Findings, f => f.Topic == "not-allowed-any-more");
    }

    [Fact]
    public void A_false_alarm_is_unheeded_until_documents_are_put_in_force()
    {
        var tally = new DeedTally();
        tally.Take([Marked("i1", "ada", MarkKind.FalseAlarm), new PolicySetActivated("h", "ada", 2)]);
        tally.Take([Marked("i2", "ada", MarkKind.FalseAlarm), Marked("i3", "ada", MarkKind.FalseAlarm), new MarkWithdrawn("i3", "ada", 3)]);
        tally.Take([Marked("i4", "bob", MarkKind.FalseAlarm), Marked("i4", "bob", MarkKind.Real)]);

        var unheeded = PolicyReview.Of(Set(Policy("p", Mode.Act, "restart")), Today, tally.Deeds()).Findings.Where(f => f.Topic == "false-alarm-unheeded");

        Assert.Equal("i2", Assert.Single(unheeded).Subject);
    }

    private static IncidentMarked Marked(string incident, string by, MarkKind kind) => new(incident, by, kind, null, null, "", "", 1);

    private static RemediationProposed Proposed(string id, string policy, string recipe) => new(
        id, id[..2], policy, recipe, Subject.Of(new InstanceId(Shop, "a")), FaultKind.Crash, Disruption.Medium, 0, "", 1);

    private static OrderIssued Issued(string remediation) => new(
        remediation, new RemediationOrder(remediation + ".s1", FleetId.Default, 1, Verb.Restart, Subject.Of(new InstanceId(Shop, "a")), "process", 0, 0, 2), false, "", 1);

    private static RemediationMoved Moved(string id, RemediationState to) =>
        new(id, RemediationState.Verifying, to, Reason.Of(ReasonCodes.SymptomGone), 2);

    private static Policy Policy(string name, Mode mode, params string[] remedies) => new(
        name, Shop, null, remedies, new GuardrailRules(340, 500, 0, Second, new ActionBudget(6, 3600 * Second), Second), mode, "us", "");

    private static PolicySet Set(params Policy[] policies) => new(
        FleetRules.Default, [], [], policies,
        [.. policies.SelectMany(p => p.Remedies).Distinct().Select(r => new Recipe(r, [FaultKind.Crash], 500, RecipeTarget.Instance, [new RecipeStep(Verb.Restart, 0)], 500, Second, Second, 0, Second, OnHealerLoss.Lapse, Disruption.Low))]);
}
